/** The thread's side of a pool: takes one job after the other, and posts what comes of each. */
import { parentPort, type TransferListItem } from 'node:worker_threads';
import { collectSoon } from '../../runtime/collect';
import { UnreadablePhoto } from '../types';
import type { ThreadAnswer } from './thread-pool';

type ServeOptions<Answer> = {
  /** What of an answer is handed over, not copied. */
  transfer?: (answer: Answer) => TransferListItem[];
  /** The pool is closed: what still goes on may be cut short. */
  onEnding?: () => void;
};

/** @param work throws UnreadablePhoto, in words for the client. */
export function serve<Job extends { kind: string }, Answer>(
  work: (job: Job) => Promise<Answer>,
  { transfer = () => [], onEnding = () => {} }: ServeOptions<Answer> = {},
): void {
  const port = parentPort;
  if (!port) throw new Error('This program runs as a worker thread only.');
  let working: Promise<void> = Promise.resolve();
  port.on('message', (job: Job | null) => {
    if (job === null) {
      onEnding();
      // Nothing is left to do then, and the thread ends: never within a run.
      void working.then(() => port.close());
      return;
    }
    working = answer(work, job).then((posted) => {
      port.postMessage(posted, 'answer' in posted ? transfer(posted.answer) : []);
      if (job.kind === 'photo') collectSoon();
    });
  });
  port.postMessage({ ready: true });
}

async function answer<Job, Answer>(
  work: (job: Job) => Promise<Answer>,
  job: Job,
): Promise<ThreadAnswer<Answer>> {
  try {
    return { answer: await work(job) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, unreadable: error instanceof UnreadablePhoto };
  }
}
