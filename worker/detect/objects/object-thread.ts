/** The thread's own file: holds one model and detects in one picture at a time. */
import { workerData } from 'node:worker_threads';
import { type Size, uprightSize } from '../../media/upright';
import type { VideoFrame } from '../../media/wrtc';
import { detectAccurately } from '../accurate/accurate';
import { openSegmenter, type Segment } from '../accurate/masks/segmenter';
import type { DetectObjects, DetectOptions, MaskedBox, Picture } from '../boxes';
import { readPicture } from '../photos/picture';
import { serve } from '../threads/serve';
import type { ModelFacts } from './model/facts';
import type { ModelFile } from './model/file';
import { ObjectModel, type Thresholds } from './model/object-model';
import { ModelRefused, RuntimeMissing } from './model/refused';
import { frameToPicture } from './pixels/to-picture';

/** `fast`: the model once. `accurate`: tiles of the picture too, and masks. */
export type Manner = 'fast' | 'accurate';

type DetectJob = { manner: Manner; options: DetectOptions } & (
  | { kind: 'frame'; frame: VideoFrame }
  | { kind: 'photo'; bytes: Uint8Array }
);
export type ObjectJob = { kind: 'describe' } | DetectJob;

/** Upright size of the picture and what is in it, px of that. */
type Found = Size & { boxes: MaskedBox[] };
/** Whether the model can be used, and why not. */
export type ModelReport = { facts: ModelFacts } | { refused: string } | { missing: string };
export type ObjectAnswer = { found: Found } | { report: ModelReport };

export type ObjectThreadData = {
  file: ModelFile;
  thresholds: Thresholds;
  /** The file of the network that segments; null where there is none. */
  masks: string | null;
};

type Loaded = { model: ObjectModel } | { failure: unknown };

async function load({ file, thresholds }: Omit<ObjectThreadData, 'masks'>): Promise<Loaded> {
  try {
    return { model: await ObjectModel.open(file, thresholds) };
  } catch (failure) {
    return { failure };
  }
}

function report(loaded: Loaded): ModelReport {
  if ('model' in loaded) return { facts: loaded.model.facts };
  const { failure } = loaded;
  if (failure instanceof RuntimeMissing) return { missing: failure.message };
  if (failure instanceof ModelRefused) return { refused: failure.message };
  throw failure;
}

async function work(job: ObjectJob): Promise<ObjectAnswer> {
  if (job.kind === 'describe') return { report: report(loaded) };
  if ('failure' in loaded) throw loaded.failure;
  return { found: await detect(loaded.model, job) };
}

async function detect(model: ObjectModel, job: DetectJob): Promise<Found> {
  const { manner, options } = job;
  if (job.kind === 'frame' && manner === 'fast') {
    const [data, stored, orientation] = unfold(job.frame);
    const boxes = await model.detectFrame(data, stored, orientation, options);
    return { ...uprightSize(stored, orientation), boxes };
  }
  const picture = job.kind === 'photo' ? await readPicture(job.bytes) : frameToPicture(...unfold(job.frame));
  const { width, height } = picture;
  const boxes = await (manner === 'fast'
    ? model.detectPicture(picture, options)
    : detectTiles(picture, model, options));
  return { width, height, boxes };
}

function unfold({ data, width, height, rotation }: VideoFrame) {
  return [data, { width, height }, { rotation, mirrored: false }] as const;
}

async function detectTiles(
  picture: Picture,
  model: ObjectModel,
  options: DetectOptions,
): Promise<MaskedBox[]> {
  const detectObjects: DetectObjects = (part, asked) => {
    refuseWhileEnding();
    return model.detectPicture(part, asked);
  };
  const segment = await segmenter();
  return detectAccurately(picture, detectObjects, {
    detect: options,
    segment:
      segment &&
      ((part) => {
        refuseWhileEnding();
        return segment(part);
      }),
  });
}

function refuseWhileEnding(): void {
  if (isEnding) throw new Error('The worker is shutting down.');
}

let opened: Promise<Segment | null> | undefined;

/** Once it is needed: most threads never see a photo. What is damaged costs the masks alone. */
function segmenter(): Promise<Segment | null> {
  const { masks } = workerData.data as ObjectThreadData;
  opened ??=
    masks === null
      ? Promise.resolve(null)
      : openSegmenter(masks).catch(() => {
          console.error(
            `ACC draws no masks: ${masks} cannot be used. Type "npm run models -- remove", and start again.`,
          );
          return null;
        });
  return opened;
}

let isEnding = false;
const loaded = await load(workerData.data);
serve(work, {
  onEnding: () => {
    isEnding = true;
  },
});
