import { defineConfig } from 'vitest/config';

/** Input that nobody sends on purpose, against the built proxy, the worker as a process and the page in a browser. */
export default defineConfig({
  test: {
    include: ['e2e/artifact/fuzz/**/*.test.ts', 'tests/fuzz/**/*.test.ts'],
    globalSetup: 'tests/fuzz/build.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Memory and time limits are measured: one after the other.
    fileParallelism: false,
  },
});
