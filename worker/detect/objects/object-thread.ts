/** The thread's own file: holds one model, looks at one picture at a time, and posts what it sees in the order it was asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Orientation, type Size, uprightSize } from '../../media/upright';
import { collectSoon } from '../../runtime/collect';
import { detectAccurately } from '../accurate/accurate';
import type { Box, DetectObjects, DetectOptions, OutlinedBox, Picture } from '../boxes';
import { readPicture } from '../photos/picture';
import type { ThreadAnswer } from '../threads/thread-pool';
import { UnreadablePhoto } from '../types';
import type { ModelFacts } from './model/facts';
import type { ModelFile } from './model/file';
import { ObjectModel, type Thresholds } from './model/object-model';
import { ModelRefused, RuntimeMissing } from './model/refused';
import { frameToPicture } from './pixels/to-picture';

/** `fast`: the model once. `accurate`: tiles of the picture too, and outlines. */
export type Manner = 'fast' | 'accurate';

export type ObjectJob =
  | { kind: 'describe' }
  | {
      kind: 'frame';
      manner: Manner;
      options: DetectOptions;
      /** I420, of the stored size. */
      bytes: Uint8Array;
      stored: Size;
      orientation: Orientation;
    }
  | { kind: 'photo'; manner: Manner; options: DetectOptions; bytes: Uint8Array };

/** Upright size of the picture and what is in it, px of that. */
export type Sight = Size & { boxes: (Box | OutlinedBox)[] };
/** Whether the model can be used, and why not. */
export type ModelReport = { facts: ModelFacts } | { refused: string } | { missing: string };
export type ObjectAnswer = { sight: Sight } | { report: ModelReport };

export type ObjectThreadData = { file: ModelFile; thresholds: Thresholds };

type Loaded = { model: ObjectModel } | { failure: unknown };

async function load({ file, thresholds }: ObjectThreadData): Promise<Loaded> {
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
  return { sight: await look(loaded.model, job) };
}

async function look(model: ObjectModel, job: Exclude<ObjectJob, { kind: 'describe' }>): Promise<Sight> {
  if (job.kind === 'frame' && job.manner === 'fast') {
    const { bytes, stored, orientation, options } = job;
    return {
      ...uprightSize(stored, orientation),
      boxes: await model.detectFrame(bytes, stored, orientation, options),
    };
  }
  const picture = await toPicture(job);
  const { width, height } = picture;
  return { width, height, boxes: await lookAt(picture, model, job) };
}

async function toPicture(job: Exclude<ObjectJob, { kind: 'describe' }>): Promise<Picture> {
  if (job.kind === 'photo') return readPicture(job.bytes);
  return frameToPicture(job.bytes, job.stored, job.orientation);
}

function lookAt(
  picture: Picture,
  model: ObjectModel,
  { manner, options }: { manner: Manner; options: DetectOptions },
) {
  if (manner === 'fast') return model.detectPicture(picture, options);
  const detect: DetectObjects = (part, asked) => {
    if (isEnding) throw new Error('The worker is shutting down.');
    return model.detectPicture(part, asked);
  };
  return detectAccurately(picture, detect, { detect: options });
}

async function answer(job: ObjectJob): Promise<ThreadAnswer<ObjectAnswer>> {
  try {
    return { answer: await work(job) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, unreadable: error instanceof UnreadablePhoto };
  }
}

const port = parentPort;
if (!port) throw new Error('object-thread.ts runs as a worker thread only.');
let isEnding = false;
const loaded = await load(workerData.data);
let working: Promise<void> = Promise.resolve();
port.on('message', (job: ObjectJob | null) => {
  if (job === null) {
    // Nothing is left to do then, and the thread ends: never within a run.
    isEnding = true;
    void working.then(() => port.close());
  } else
    working = answer(job).then((posted) => {
      port.postMessage(posted);
      if (job.kind === 'photo') collectSoon();
    });
});
port.postMessage({ ready: true });
