/** The thread's own file: reads one picture at a time and posts its codes back, in the order it was asked. */
import { parentPort } from 'node:worker_threads';
import { type Orientation, type Size, uprightPoint, uprightSize } from '../../media/upright';
import { collectSoon } from '../../runtime/collect';
import { readPicture } from '../photos/picture';
import type { ThreadAnswer } from '../threads/thread-pool';
import { UnreadablePhoto } from '../types';
import { type Code, type Effort, loadReader, readLuma } from './zxing';

/** A frame's I420 planes, or a photo's file. */
export type CodeJob = { bytes: Uint8Array; effort: Effort } & (
  | { kind: 'frame'; size: Size; orientation: Orientation }
  | { kind: 'photo' }
);

/** The upright picture's size, and corners in px of it. */
export type CodeAnswer = Size & { codes: Code[] };

async function read(job: CodeJob): Promise<CodeAnswer> {
  if (job.kind === 'photo') return readPhoto(job.bytes, job.effort);
  const { bytes, size, orientation, effort } = job;
  const codes = await readLuma(bytes, size, effort);
  const upright = codes.map((code) => ({
    ...code,
    corners: code.corners.map((corner) => uprightPoint(corner, size, orientation)),
  }));
  return { ...uprightSize(size, orientation), codes: upright };
}

/** By the decoder that all workflows share: one that turns by EXIF, whatever it is typed as, and lays what is transparent on white. */
async function readPhoto(file: Uint8Array, effort: Effort): Promise<CodeAnswer> {
  const { data, width, height } = await readPicture(file);
  const luma = new Uint8Array(width * height);
  for (let at = 0; at < luma.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = [data[at * 3], data[at * 3 + 1], data[at * 3 + 2]];
    luma[at] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return { width, height, codes: await readLuma(luma, { width, height }, effort) };
}

async function answer(job: CodeJob): Promise<ThreadAnswer<CodeAnswer>> {
  try {
    return { answer: await read(job) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, unreadable: error instanceof UnreadablePhoto };
  }
}

const port = parentPort;
if (!port) throw new Error('code-thread.ts runs as a worker thread only.');
await loadReader();
port.on('message', (job: CodeJob) => {
  void answer(job).then((posted) => {
    port.postMessage(posted);
    if (job.kind === 'photo') collectSoon();
  });
});
port.postMessage({ ready: true });
