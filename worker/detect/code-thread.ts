/** The thread's own file: reads one picture at a time and posts its codes back, in the order it was asked. */
import { parentPort } from 'node:worker_threads';
import { type Orientation, type Size, uprightPoint } from '../media/upright';
import type { ThreadAnswer } from './thread-pool';
import { UnreadablePhoto } from './types';
import { type Code, type Effort, loadReader, readFileBytes, readLuma } from './zxing';

export type CodeJob = {
  kind: 'frame' | 'photo';
  /** A frame's I420 planes or a photo's file. */
  bytes: Uint8Array;
  /** Of the picture as stored. */
  size: Size;
  orientation: Orientation;
  effort: Effort;
};

/** Corners in px of the upright picture. */
export type CodeAnswer = Code[];

async function read({ kind, bytes, size, orientation, effort }: CodeJob): Promise<CodeAnswer> {
  const codes = kind === 'frame' ? await readLuma(bytes, size, effort) : await readFileBytes(bytes, effort);
  return codes.map((code) => ({
    ...code,
    corners: code.corners.map((corner) => uprightPoint(corner, size, orientation)),
  }));
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
  void answer(job).then((posted) => port.postMessage(posted));
});
port.postMessage({ ready: true });
