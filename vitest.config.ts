import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Bent copies of the worker, one after the other, take minutes: `npm run conformance:mutants` runs them
 * alone.
 */
const MUTANTS = 'tests/conformance/mutants.test.ts';
/** Longer than anybody waits for at a commit: each night's (`npx vitest run --project=long`). */
const LONG = 'tests/**/*.long.test.ts';
const exclude = [...configDefaults.exclude, LONG];

const UNITS = {
  // No bar: a machine that does other things besides may take its time.
  testTimeout: 20_000,
  // vitest keeps a core for itself, which of two would leave one.
  maxWorkers: 2,
  setupFiles: 'kit/fuzz/seed.ts',
};

/**
 * `npm run check` runs the units, which stand beside the code; `npm test` the rest as well, one project after
 * the other (dev/test/steps.ts).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...UNITS,
          name: 'units',
          include: [
            '{web,proxy,protocol,dev,functions,kit,lab}/**/*.test.{ts,tsx,mjs}',
            'tests/readme/*.test.ts',
          ],
          // What only the compiler can tell; it fails here as any other test does.
          typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: './tsconfig.node.json' },
          // A module is loaded once for all files: a quarter of the time. What a test changes, it puts back.
          isolate: false,
        },
      },
      // Each file with libwebrtc and ONNX Runtime of its own.
      { test: { ...UNITS, name: 'worker', include: ['worker/**/*.test.ts'] } },
      {
        // The worker that Pages would run, in workerd.
        test: {
          name: 'artifact',
          // Each file boots its own; vitest would give them one core of two.
          maxWorkers: 2,
          include: ['tests/artifact/**/*.test.ts'],
          exclude,
          globalSetup: 'tests/artifact/build.ts',
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Input that nobody sends on purpose, against the built proxy, the worker as a process and the page
        // in a browser.
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts', 'web/results/total.test.ts'],
          globalSetup: 'tests/fuzz/build.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Memory and time limits are measured: one after the other.
          fileParallelism: false,
        },
      },
      {
        // The conformance suite held against the embedded worker, and the units of the suite itself.
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts', 'tests/conformance/*.test.ts'],
          exclude: [...configDefaults.exclude, MUTANTS],
          // Real peers and real time limits: two suites at once would only make each other late.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'long',
          include: [LONG],
          globalSetup: 'tests/artifact/build.ts',
          // Figures are compared: one file after the other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      { test: { name: 'mutants', include: [MUTANTS], testTimeout: 240_000, hookTimeout: 60_000 } },
      {
        // The embedded worker as a process, under clients that break, overload or kill it: each file starts
        // workers of its own.
        test: {
          name: 'robustness',
          include: ['tests/robustness/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Real peers and encoders: more files at once would only make each other late.
          maxWorkers: 2,
        },
      },
      {
        // The commands of README and its like, really typed, each file's into a clone of its own. They wait
        // more than they work.
        test: {
          name: 'readme',
          include: ['tests/readme/run/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
