import { configDefaults, defineConfig } from 'vitest/config';

/** Bent copies of the worker, one after the other, take minutes: `npm run conformance:mutants` runs them alone. */
const MUTANTS = 'conformance/mutants.test.ts';

/** The conformance suite held against the embedded worker, and the units of the suite itself. */
export default defineConfig({
  test: {
    include: [process.env.MUTANTS ? MUTANTS : 'conformance/**/*.test.ts'],
    exclude: process.env.MUTANTS ? configDefaults.exclude : [...configDefaults.exclude, MUTANTS],
    // Real peers and real time limits: two suites at once would only make each other late.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
