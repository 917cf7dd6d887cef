/** The page in dist/, built when it is missing or older than what it is made of. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartProblem } from './problem';

const SOURCES = [
  'web',
  'protocol',
  'public',
  'index.html',
  '404.html',
  'vite.config.ts',
  'package-lock.json',
  'tsconfig.json',
];
const BUILD_TIMEOUT_MS = 180_000;

/** Unix time in ms of the newest change below a path; 0 where there is nothing. */
function newestChange(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A directory's own time counts too: it tells of a file that was removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

export function isStale(root: string): boolean {
  const built = statSync(join(root, 'dist', 'index.html'), { throwIfNoEntry: false });
  if (built === undefined) return true;
  return SOURCES.some((source) => newestChange(join(root, source)) > built.mtimeMs);
}

/** Rejects with a StartProblem that carries the last lines of the build. */
export async function build(root: string, signal: AbortSignal): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = { cwd: root, timeout: BUILD_TIMEOUT_MS, signal, env: { ...process.env, NO_COLOR: '1' } };
  try {
    await promisify(execFile)(process.execPath, [vite, 'build'], options);
  } catch (thrown) {
    const { stdout = '', stderr = '' } = thrown as { stdout?: string; stderr?: string };
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
    throw new StartProblem(
      'The page does not build; the last lines of "npm run build" follow.',
      1,
      lines.slice(-20),
    );
  }
}
