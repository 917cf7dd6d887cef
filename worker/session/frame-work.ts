/**
 * One frame's way from the camera to its result: detected, painted where a picture is wanted, put into words.
 */
import type { VideoMetadata } from '../../protocol/result';
import type { Detections } from '../detect/types';
import type { Size } from '../media/upright';
import type { VideoFrame } from '../media/wrtc';
import type { Picture } from '../pictures/i420';
import type { Painter } from '../pictures/painter';
import type { Painted } from '../pictures/painting';
import type { Drawing } from '../pictures/types';
import {
  encodeInBackground,
  encodeMessage,
  type FrameTime,
  frameMetadata,
  resultMessage,
} from '../results/message';
import type { OutputMode, StreamMode } from '../results/outputs';
import { fillOutputs, type ImageMetadata, needsPicture, type Plan, planReport } from '../results/plan';
import type { Made, Run, Workflow } from '../workflows/types';
import { uprightFingerprint } from './fingerprint';

export type FrameWorkOptions = {
  workflow: Workflow;
  /** Of this stream: it remembers the frames before. */
  run: Run;
  painter: Painter;
  declaredFps: number | null;
  gzip: boolean;
};

export type Arrived = { frame: VideoFrame; time: FrameTime };
/** What the client wants as it stands; `stream` is null where no video goes back. */
export type Modes = { data: OutputMode; stream: StreamMode | null };

export type Finished = {
  time: FrameTime;
  /** The frame that goes back. */
  video: Picture | null;
  /** The message's bytes. @param notices words for the client that have nothing to do with the frame. */
  encode(frameId: number, notices: string[]): Promise<Uint8Array>;
};

/** `copy` is there where a picture is wanted: the detector takes the frame itself away. */
type Taken = Arrived & { plan: Plan; copy: VideoFrame | null; fingerprint: string };
/** `made` is null where the detection broke, or a step could not go on. */
type Outcome = {
  size: Size;
  made: Exclude<Made, { failed: unknown }> | null;
  painted: Painted | null;
  failures: string[];
};

/** The reader's own words could quote the picture's content; the client learns what it can act on. */
const NOT_DETECTED = 'Detection failed on this frame.';
const NOT_MADE = 'The workflow broke on this frame.';
const NOT_DRAWN = 'The picture could not be drawn.';

/**
 * @param take hands over the newest frame, at the moment when there is room to work on it.
 * @returns null where it had none to give. Never throws: what breaks is told in the message.
 */
export async function workOnFrame(
  options: FrameWorkOptions,
  take: () => Arrived | null,
  modes: () => Modes,
): Promise<Finished | null> {
  let taken = null as Taken | null;
  const prepare = () => {
    const arrived = take();
    taken = arrived && toTaken(arrived, planReport(options.workflow, modes().data, modes().stream));
    return arrived?.frame ?? null;
  };
  const detections = await options.workflow.detector.detectNewest(prepare).catch(() => undefined);
  if (!taken || detections === null) return null;
  return finish(options, taken, detections ?? null);
}

function toTaken({ frame, time }: Arrived, plan: Plan): Taken {
  const copy = needsPicture(plan) ? { ...frame, data: frame.data.slice() } : null;
  return { frame, time, plan, copy, fingerprint: uprightFingerprint(frame) };
}

/** @param detections null where the detection broke: the frame then goes back with a word on it. */
async function finish(
  options: FrameWorkOptions,
  taken: Taken,
  detections: Detections | null,
): Promise<Finished> {
  const made = detections && make(options, taken, detections);
  const failures = made === null ? [NOT_DETECTED] : 'failed' in made ? [made.failed.message] : [];
  const well = made === null || 'failed' in made ? null : made;
  const painted = await paint(options.painter, taken, well, failures);
  if (taken.copy && !painted) failures.push(NOT_DRAWN);
  const outcome = { size: detections ?? uprightSizeOf(taken.frame), made: well, painted, failures };
  return {
    time: taken.time,
    video: painted?.video ?? null,
    encode: (frameId, notices) => toBytes(options, taken, outcome, frameId, notices),
  };
}

/** Steps say why they cannot go on; one that breaks otherwise must not take the session along. */
function make(options: FrameWorkOptions, taken: Taken, detections: Detections): Made {
  try {
    return options.run(pictureOf(options, taken, detections));
  } catch {
    return { failed: { step: { name: '', type: '' }, message: NOT_MADE } };
  }
}

function pictureOf({ workflow, declaredFps }: FrameWorkOptions, { time }: Taken, detections: Detections) {
  const { width, height } = detections;
  const parent = `${workflow.imageInput}.[0]`;
  return { width, height, atMs: time.receivedAtMs, fps: declaredFps, parent, detections };
}

async function paint(painter: Painter, { plan, copy }: Taken, made: Outcome['made'], notes: string[]) {
  if (!copy) return null;
  const things = (drawing: Drawing) => [...(made?.thingsOf(drawing) ?? [])];
  const order = {
    frame: copy,
    video: plan.video && {
      ...plan.video,
      things: things(plan.video.drawing),
      notes: [...plan.video.notes, ...notes],
    },
    images: plan.images.map((image) => ({ ...image, things: things(image.drawing) })),
  };
  return painter.paintFrame(order).catch(() => null);
}

async function toBytes(
  { declaredFps, gzip }: FrameWorkOptions,
  { time, plan, fingerprint }: Taken,
  { size, made, painted, failures }: Outcome,
  frameId: number,
  notices: string[],
): Promise<Uint8Array> {
  const metadata = frameMetadata(frameId, time, size, declaredFps, fingerprint);
  const data = made && fillOutputs(plan, made.values, painted, imageMetadata(metadata));
  const message = resultMessage(data, metadata, [...plan.errors, ...failures, ...notices]);
  const zipped = gzip && plan.hasData;
  return plan.images.length > 0 ? encodeInBackground(message, zipped) : encodeMessage(message, zipped);
}

function imageMetadata({ frame_id, received_at, declared_fps }: VideoMetadata): ImageMetadata {
  return {
    video_identifier: 'default_source',
    frame_number: frame_id,
    frame_timestamp: received_at,
    fps: declared_fps,
    measured_fps: null,
    comes_from_video_file: false,
  };
}

function uprightSizeOf({ width, height, rotation }: VideoFrame) {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}
