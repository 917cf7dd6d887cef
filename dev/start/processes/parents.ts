/**
 * Whoever called `npm start` may end npm alone, and npm does not always pass the word on: between it and this
 * process stand a shell, which keeps a SIGTERM to itself, and tsx. So all of them are watched.
 */
import { readFileSync } from 'node:fs';

const STEPS = 5;

type Ancestor = { pid: number; name: string; parent: number };

/**
 * The fields around the name, which stands in brackets and may hold anything:
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseStat(text: string): Ancestor | null {
  const match = /^(\d+) \((.*)\) \S (\d+) /s.exec(text);
  if (match === null) return null;
  return { pid: Number(match[1]), name: match[2] ?? '', parent: Number(match[3]) };
}

function ancestor(pid: number): Ancestor | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * This process's parent, its parent, and so on up to npm. None where npm is not among them: whoever starts
 * this script by hand and puts it into the background means it to stay. None where there is no /proc either.
 */
function callers(): number[] {
  const found: number[] = [];
  let pid = process.ppid;
  for (let i = 0; i < STEPS; i += 1) {
    const each = ancestor(pid);
    if (each === null) break;
    found.push(pid);
    if (each.name.startsWith('npm')) return found;
    pid = each.parent;
  }
  return [];
}

/** Calls back once, within a second, when one of the callers is gone. Keeps nothing alive. */
export function whenCallersEnd(gone: () => void): void {
  const before = callers().join();
  if (before === '') return;
  const timer = setInterval(() => {
    if (callers().join() === before) return;
    clearInterval(timer);
    gone();
  }, 1000);
  timer.unref();
}
