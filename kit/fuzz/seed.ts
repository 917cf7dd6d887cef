/** What property tests draw is new in each run, but for `npm test`: what chance brings up is the night's to find. */
import { configureGlobal } from 'fast-check';

const { FUZZ_SEED } = process.env;
if (FUZZ_SEED) configureGlobal({ seed: Number(FUZZ_SEED) });
