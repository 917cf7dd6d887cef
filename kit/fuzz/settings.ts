/** How much is tried, and how a run is played again: `npm run fuzz` sets FUZZ_COUNT, and each part prints the seed that FUZZ_SEED takes. */

import { join } from 'node:path';
import { ROOT } from '../process/paths';

/** Where input that failed is kept, to be looked at. */
export const KEPT = join(ROOT, '.sightline', 'fuzz');

/** Whole, from 0 to 2^31 - 1. */
export const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/**
 * How many of a kind are tried. FUZZ_COUNT is a number of requests to the proxy; what costs more than one of those has less of it.
 * @param usual without FUZZ_COUNT, in `npm test` @param share of FUZZ_COUNT
 */
export function countOf(usual: number, share = 1): number {
  const wanted = process.env.FUZZ_COUNT;
  return wanted ? Math.max(1, Math.round(Number(wanted) * share)) : usual;
}
