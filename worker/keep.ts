/**
 * `npm run worker`: starts the worker, and starts it again where it crashed. libwebrtc is native code, and where a client hangs up in the
 * instant in which a result is sent, @roamhq/wrtc 0.10 calls through a null pointer (`RTCDataChannel::Send` looks at the channel's state,
 * waits for another thread, and sends; a core dump of 22 November 2026 shows it, in one of some three hundred sessions cut off while
 * they stream). Pages dial again by themselves.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { countRevivals } from './revivals';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const mayRevive = countRevivals();
let isEnding = false;

function start(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    // Of a group of its own: Ctrl+C would reach it twice, and a second signal means "now". It ends when this end of the channel is gone.
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.on('exit', (code, signal) => {
    if (signal === null || isEnding || !mayRevive()) process.exit(code ?? 1);
    console.error(`The worker crashed (${signal}) and is started again.`);
    worker = start();
  });
  return child;
}

let worker = start();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isEnding = true;
    worker.kill(signal);
  });
