import { defineConfig } from 'vitest/config';

/** The commands of README and its like, really typed. Apart from the units: each starts what it starts, and the first one builds the page. */
export default defineConfig({
  test: {
    include: ['tests/readme/run/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
