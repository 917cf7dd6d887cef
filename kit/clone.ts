/** The repository as a new user has it after `git clone`: what is tracked and nothing else, in a folder that only its owner may enter. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

export type CloneOptions = {
  /** With the dependencies in place, as after the first `npm start`. */
  dependencies: boolean;
  /** With the page that was built here, as after the first `npm start`. */
  page?: boolean;
};

/** @returns the clone's absolute path, mode 0700; hand it to `removeClone` in the end. */
export function makeClone({ dependencies, page = false }: CloneOptions): string {
  const clone = mkdtempSync(join(tmpdir(), 'sightline-clone-'));
  for (const path of trackedFiles()) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(ROOT, path), join(clone, path), { verbatimSymlinks: true });
  }
  if (dependencies) linkTree(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  // After the sources: a page older than they are is built anew.
  if (page) cpSync(join(ROOT, 'dist'), join(clone, 'dist'), { recursive: true });
  return clone;
}

export function removeClone(clone: string): void {
  rmSync(clone, { recursive: true, force: true });
}

/** As they stand in the working tree, the new ones included; those that were deleted are not. */
function trackedFiles(): string[] {
  const list = (...which: string[]) =>
    execFileSync('git', ['ls-files', '-z', ...which], { cwd: ROOT, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean);
  const deleted = new Set(list('--deleted'));
  return list('--cached', '--others', '--exclude-standard').filter((path) => !deleted.has(path));
}

/** Hard links: a copy of node_modules takes half a minute and a gigabyte. Folders and caches are the clone's own. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      // Caches are written in place, which would reach the original.
      if (entry.name !== '.cache' && !entry.name.startsWith('.vite')) linkTree(source, target);
    } else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system.
    cpSync(source, target);
  }
}
