import { defineConfig } from 'vitest/config';

/** The embedded worker as a process, under clients that break, overload or kill it. Apart from the units: each file starts workers of its own. */
export default defineConfig({
  test: {
    include: ['e2e/robustness/**/*.test.ts', 'tests/robustness/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Real peers and encoders: more files at once would only make each other late.
    maxWorkers: 2,
  },
});
