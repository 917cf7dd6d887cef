import { configDefaults, defineConfig } from 'vitest/config';

/** The worker that Pages would run, in workerd. Apart from the units because it is built first. */
export default defineConfig({
  test: {
    include: ['e2e/artifact/**/*.test.ts', 'tests/artifact/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'e2e/artifact/fuzz/**'],
    globalSetup: 'e2e/artifact/build.ts',
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
