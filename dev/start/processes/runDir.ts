/**
 * `.sightline/run-<pid>/`: what one run writes for itself, secrets among it. Only the owner can read it, and
 * it goes with the run.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it lives and belongs to someone else.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what runs that were killed left behind. */
function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(home, name), { recursive: true, force: true });
  }
}

export function makeRunDir(root: string): string {
  const home = join(root, '.sightline');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  sweep(home);
  const dir = join(home, `run-${process.pid}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}
