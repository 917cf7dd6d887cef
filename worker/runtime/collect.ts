/**
 * Memory that something large took goes back to the system soon after. V8 collects a heap when more is asked
 * of it: an idle thread keeps what it no longer needs for as long as it is idle, a photo of 40 megapixels
 * some 200 MB in a worker of 220 (measured, and gone a second after the last one with this).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After the last large thing: a collection takes 5 to 30 ms, and in a row of photos one will do. */
const AFTER_MS = 2_000;

let collect: (() => void) | null = null;
let timer: NodeJS.Timeout | null = null;

/** Of this thread, a moment after the last call. Keeps no process alive. */
export function collectSoon(): void {
  if (timer) timer.refresh();
  else timer = setTimeout(collectGarbage, AFTER_MS).unref();
}

function collectGarbage(): void {
  timer = null;
  collect ??= exposedGc();
  collect();
}

/**
 * What `--expose-gc` adds, without asking whoever starts the worker for the flag: it is a matter of each new
 * context.
 */
function exposedGc(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
