/**
 * Ends the children of a process that dies without a word (SIGKILL, a crash): wrangler would leave two
 * workerd behind that hold the port, coturn would relay on. It reads process ids from its standard input,
 * whose end means that the parent is gone.
 */
import { rmSync } from 'node:fs';

/** @type {Set<number>} */
const pids = new Set();
const runDir = process.argv[2];
let text = '';

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already.
    }
  }
}

/** `+pid` to watch, `-pid` to let go; a negative pid is a process group. @param {string} line */
function obey(line) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) pids.add(pid);
  else pids.delete(pid);
}

function parentGone() {
  signalAll('SIGTERM');
  setTimeout(
    () => {
      signalAll('SIGKILL');
      if (runDir) rmSync(runDir, { recursive: true, force: true });
    },
    pids.size > 0 ? 1500 : 0,
  );
}

process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (text + chunk).split('\n');
  text = lines.pop() ?? '';
  for (const line of lines) obey(line);
});
process.stdin.on('end', parentGone);
// The terminal's Ctrl-C is for the parent to answer.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
