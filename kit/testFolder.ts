/** A folder of a test's own below the system's for such, removed when it is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** For all tests of a file, or of a `describe`: hooks that are registered after it still find it there. */
export const folderOfFile = (name: string, below?: string) => made(name, afterAll, below);

/** To be called in a test, or in its `beforeEach`. */
export const folderOfTest = (name: string) => made(name, onTestFinished);

function made(name: string, whenOver: (end: () => void) => void, below = tmpdir()): string {
  const folder = mkdtempSync(join(below, `sightline-${name}-`));
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
