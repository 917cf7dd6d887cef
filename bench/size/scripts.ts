import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Files, by path. `firstPaint`: those that the page itself names, and what they import for good. */
export type Scripts = { firstPaint: Set<string>; all: Set<string> };

/** Each file by itself, as a server sends it. */
export function gzippedBytes(files: ReadonlySet<string>): number {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
}
