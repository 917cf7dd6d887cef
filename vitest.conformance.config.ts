import { defineConfig } from 'vitest/config';

/** The conformance suite held against the embedded worker, and against bent copies of it. Minutes, hence apart from the units. */
export default defineConfig({
  test: {
    include: ['conformance/**/*.test.ts'],
    // Real peers and real time limits: two suites at once would only make each other late.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
