/**
 * `npm run worker`: starts the worker, and starts it again where it crashed. Sessions crash by themselves, in
 * processes of their own (sessions/process-pool.ts); what is left in this one is ONNX Runtime for photos,
 * native code all the same. Pages dial again by themselves. A model that is missing is fetched meanwhile, and the
 * worker begins anew with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fetchChosen } from './models/choice';
import { withMallocEnv } from './runtime/allocator';
import { createRestartPolicy } from './runtime/restarts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const restartAfter = createRestartPolicy();
let isEnding = false;
/** The worker is to make room for one with the model that has come. */
let isRenewing = false;
const stopFetching = new AbortController();

function start(): ChildProcess {
  let hasListened = false;
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    // Of a group of its own: Ctrl+C would reach it twice, and a second signal means "now". It ends when this
    // end of the channel is gone.
    detached: true,
    env: withMallocEnv(process.env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // It sends one word, once it listens (main.ts).
  child.once('message', () => {
    hasListened = true;
  });
  child.on('exit', (code, signal) => {
    if (isRenewing && !isEnding) {
      isRenewing = false;
      worker = start();
      return;
    }
    // A worker that is still starting has no handler: it ends by the signal that was passed on.
    if (isEnding) process.exit(code ?? 0);
    const restart = restartAfter({ code, signal, hasListened });
    if (!restart) process.exit(code ?? 1);
    console.error(restart.line);
    setTimeout(() => {
      worker = start();
    }, restart.delayMs);
  });
  return child;
}

/** Once it listens: a start does not wait for the network. */
async function fetchMissing(): Promise<void> {
  if (!(await fetchChosen(process.env.MODEL || null, stopFetching.signal)) || isEnding) return;
  console.log('The worker starts anew with it; sessions dial again by themselves.');
  isRenewing = true;
  worker.kill('SIGTERM');
}

let worker = start();
worker.once('message', () => void fetchMissing());
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isEnding = true;
    stopFetching.abort();
    // Between two lives there is nobody to wait for.
    if (worker.exitCode !== null || worker.signalCode !== null) process.exit(0);
    worker.kill(signal);
  });
