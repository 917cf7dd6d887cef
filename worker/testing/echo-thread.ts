/** A thread for the pool's own test: says what it was told, after a while. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ say, afterMs }: { say: string; afterMs: number }) => {
  setTimeout(() => parentPort?.postMessage({ answer: say }), afterMs);
});
parentPort?.postMessage({ ready: true });
