/** The thread's own file: paints one picture at a time, so that a 4K frame does not hold up everybody's media and signalling. */
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '../detect/threads/thread-pool';
import { UnreadablePhoto } from '../detect/types';
import { collectSoon } from '../runtime/collect';
import { type Painted, type PictureJob, paint } from './painting';

async function answer(job: PictureJob): Promise<ThreadAnswer<Painted>> {
  try {
    return { answer: await paint(job) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, unreadable: error instanceof UnreadablePhoto };
  }
}

const port = parentPort;
if (!port) throw new Error('picture-thread.ts runs as a worker thread only.');
port.on('message', (job: PictureJob) => {
  void answer(job).then((posted) => {
    const video = 'answer' in posted ? posted.answer.video?.data.buffer : undefined;
    port.postMessage(posted, video instanceof ArrayBuffer ? [video] : []);
    if (job.kind === 'photo') collectSoon();
  });
});
port.postMessage({ ready: true });
