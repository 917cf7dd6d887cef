/** How much is tried, and how a run is played again: `npm run fuzz` sets FUZZ_COUNT, and each part prints the
 * seed that FUZZ_SEED takes. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/paths';

/** Whole, from 0 to 2^31 - 1. */
export const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/**
 * How many of a kind are tried. FUZZ_COUNT is a number of requests to the proxy; what costs more than one of
 * those has less of it.
 * @param usual without FUZZ_COUNT, in `npm test` @param share of FUZZ_COUNT
 */
export function countOf(usual: number, share = 1): number {
  const wanted = process.env.FUZZ_COUNT;
  return wanted ? Math.max(1, Math.round(Number(wanted) * share)) : usual;
}

/** Input that failed, kept to be looked at. @returns where */
export function keep(name: string, content: string | Uint8Array): string {
  const folder = join(ROOT, '.sightline', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
