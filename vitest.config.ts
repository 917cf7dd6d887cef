import { configDefaults, defineConfig } from 'vitest/config';

/** Units beside the code. What needs the built artifact or a browser runs in `npm test` after these. */
export default defineConfig({
  test: {
    include: [
      '{web,proxy,worker,protocol,scripts,functions}/**/*.test.{ts,tsx,mjs}',
      'e2e/fixtures/**/*.test.ts',
      'e2e/harness/**/*.test.ts',
      'e2e/lab/**/*.test.ts',
      'e2e/standins/**/*.test.ts',
      'kit/**/*.test.ts',
      'tests/readme/*.test.ts',
    ],
    // vitest keeps a core for itself, which of two would leave one.
    maxWorkers: 2,
    exclude: [...configDefaults.exclude, 'e2e/artifact/**'],
  },
});
