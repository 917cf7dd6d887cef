/** A small process that outlives this one just long enough to end its children and remove its files. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type ParentWatch = {
  /** A child to end with this process; a negative id is a process group. */
  add(pid: number): void;
  remove(pid: number): void;
  /** The children are gone by now; so may the watch. */
  end(): void;
};

/** `dir` is removed should this process be killed. */
export function startParentWatch(dir: string): ParentWatch {
  const watcher = spawn(process.execPath, [join(import.meta.dirname, 'parentWatcher.mjs'), dir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  // It may be killed too, and then there is nobody to tell.
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  // Its end of the pipe must not keep a test runner, or anything else that forgot to end it, alive.
  (watcher.stdin as unknown as { unref?: () => void }).unref?.();
  return {
    add: (pid) => void watcher.stdin.write(`+${pid}\n`),
    remove: (pid) => void watcher.stdin.write(`-${pid}\n`),
    end: () => void watcher.stdin.end(),
  };
}
