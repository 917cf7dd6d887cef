/**
 * A thread for the pool's own test: says what it was told, after a while, and ends after that where it is
 * told to (null).
 */
import { parentPort } from 'node:worker_threads';

let working: Promise<void> = Promise.resolve();
parentPort?.on('message', (job: { say: string; afterMs: number } | null) => {
  if (job === null) void working.then(() => parentPort?.close());
  else working = echo(job);
});
parentPort?.postMessage({ ready: true });

async function echo({ say, afterMs }: { say: string; afterMs: number }): Promise<void> {
  await new Promise((done) => setTimeout(done, afterMs));
  parentPort?.postMessage({ answer: say });
}
