/** One start at a time works in a folder. Its lock is a file, touched while it lives. */
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 1_000;
/** Of another machine's lock, or one whose process number is in use again. */
const STALE_MS = 15_000;
const POLL_MS = 200;

type Waiting = { onWait: () => void; signal: AbortSignal };

/**
 * Two may hold it where both find the same stale one at the same moment: then both do the work, each in a
 * folder of its own. @throws the signal's reason
 */
export async function withLock<Result>(
  path: string,
  work: () => Promise<Result>,
  waiting: Waiting,
): Promise<Result> {
  await take(path, waiting);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(path, { force: true });
  }
}

async function take(path: string, { onWait, signal }: Waiting): Promise<void> {
  let hasWaited = false;
  while (!(await create(path))) {
    if (await isStale(path)) {
      await rm(path, { force: true });
      continue;
    }
    if (!hasWaited) onWait();
    hasWaited = true;
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${process.pid} ${hostname()}`).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const [found, text] = await Promise.all([stat(path), readFile(path, 'utf8')]).catch(() => []);
  // Given back in between.
  if (!found || text === undefined) return false;
  if (Date.now() - found.mtimeMs > STALE_MS) return true;
  const [pid, host] = text.split(' ');
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
