/** A small process that outlives this one just long enough to end its children and remove its files. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type Leash = {
  /** A negative id is a process group. */
  hold(pid: number): void;
  drop(pid: number): void;
  /** The children are gone by now; so may the leash. */
  release(): void;
};

/** `dir` is removed should this process be killed. */
export function takeLeash(dir: string): Leash {
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'holder.mjs'), dir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  // It may be killed too, and then there is nobody to tell.
  holder.on('error', () => {});
  holder.stdin.on('error', () => {});
  holder.unref();
  // Its end of the pipe must not keep a test runner, or anything else that forgot to let go, from ending.
  (holder.stdin as unknown as { unref?: () => void }).unref?.();
  return {
    hold: (pid) => void holder.stdin.write(`+${pid}\n`),
    drop: (pid) => void holder.stdin.write(`-${pid}\n`),
    release: () => void holder.stdin.end(),
  };
}
