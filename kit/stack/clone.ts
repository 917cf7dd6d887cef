/** The working tree as somebody who has just cloned it would have it: without anything that git ignores. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../process/paths';

export type Clone = {
  /** Absolute, of mode 0700: its owner alone may enter. */
  root: string;
  remove(): void;
};

/** Caches that tools write to in place: hard links would carry that into the original. */
const NOT_LINKED = new Set(['.vite', '.vite-temp', '.cache']);

/**
 * What is not committed yet comes along, what git ignores does not: no dist/, no settings. node_modules are
 * there, as `npm start` would have put them, as hard links where the file system allows.
 * @param options `page`: with the page that was built here, as a first `npm start` leaves it.
 * @throws Error where git is missing or this is no checkout.
 */
export function cloneTree({ page = false } = {}): Clone {
  const root = mkdtempSync(join(tmpdir(), 'sightline-clone-'));
  chmodSync(root, 0o700);
  const remove = () => rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  try {
    for (const path of trackedFiles()) copyInto(root, path);
    execFileSync('git', ['init', '--quiet', root]);
    linkFolder(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    // After the sources: a page that is older than they are is built anew.
    if (page) cpSync(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true });
    return { root, remove };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}

/** Tracked or not ignored, relative to the root. git lists a file that is deleted and not committed. */
export function trackedFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

function copyInto(root: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(join(ROOT, path), join(root, path), constants.COPYFILE_FICLONE);
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (NOT_LINKED.has(name)) continue;
    const [source, target] = [join(from, name), join(to, name)];
    const stat = lstatSync(source);
    if (stat.isDirectory()) linkFolder(source, target);
    else if (stat.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

/** Another disk, or a file of another owner (fs.protected_hardlinks), takes no link. */
function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
