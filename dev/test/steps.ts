import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runLive } from './runLive';
import { lastLine, ofExit, ofReport, readCount, readPlaywright, readVitest, type Tally } from './tally';

/** One command of `npm test`. `report`: how to read the JSON that it leaves; without one it is one test. */
type Step = {
  name: string;
  program: string;
  args: string[];
  env?: Record<string, string>;
  limitMinutes: number;
  report?: { path: string; read: (report: unknown) => Tally | null };
};

/** The same input each time: what chance brings up is the nightly run's to find (`kit/fuzz/seed.ts`). */
const SEED = '11';

const bin = (name: string) => join('node_modules', '.bin', name);

/** `project`: of vitest.config.ts. `more`: a part of its paths, or another project. */
function vitestStep(
  name: string,
  project: string,
  reports: string,
  limitMinutes = 5,
  ...more: string[]
): Step {
  const path = join(reports, `${project}.json`);
  return {
    name,
    program: bin('vitest'),
    args: [
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path}`,
      ...more,
    ],
    env: { FUZZ_SEED: process.env.FUZZ_SEED ?? SEED },
    limitMinutes,
    report: { path, read: readVitest },
  };
}

/** A few hundred of what `npm run fuzz` tries by thousands, on what the build step made. */
function fuzzStep(reports: string): Step {
  // What stands beside the code has run with the units.
  const step = vitestStep('fuzz', 'fuzz', reports, 4, 'tests/fuzz');
  return { ...step, env: { ...step.env, SIGHTLINE_BUILT: '1' } };
}

/**
 * One engine's tests, on what the build step made; those that take long are the nightly run's. Traces cost a
 * fifth of the time: one that failed leaves one when it is run alone.
 */
function browserStep(name: string, project: string, reports: string, limitMinutes: number): Step {
  const path = join(reports, `${project}.json`);
  return {
    name,
    program: bin('playwright'),
    args: ['test', `--project=${project}`, '--grep-invert=@long', '--trace=off'],
    env: { SIGHTLINE_E2E_REPORT: path, SIGHTLINE_BUILT: '1' },
    limitMinutes,
    report: { path, read: readPlaywright },
  };
}

/** Those that run at once: each of them waits half of its time. */
type Group = readonly Step[];

/** What `npm run check` runs, and `npm test` first. `reports`: an existing folder for the runners' JSON. */
export function quickSteps(reports: string): Group[] {
  return [
    [{ name: 'lint', program: bin('biome'), args: ['ci', '.'], limitMinutes: 2 }],
    [{ name: 'types', program: 'npm', args: ['run', '-s', 'check:types'], limitMinutes: 3 }],
    [{ name: 'dead code', program: bin('knip'), args: [], limitMinutes: 2 }],
    [vitestStep('units', 'units', reports, 5, '--project=worker')],
    [{ name: 'build', program: bin('vite'), args: ['build'], limitMinutes: 2 }],
    [{ name: 'size', program: bin('size-limit'), args: [], limitMinutes: 1 }],
  ];
}

/** All of `npm test`. `reports`: as above. */
export function steps(reports: string): Group[] {
  return [
    ...quickSteps(reports),
    // Conformance without the mutants, which take minutes (conformance/README.md).
    [
      vitestStep('the built artifact', 'artifact', reports),
      vitestStep('conformance', 'conformance', reports),
    ],
    [fuzzStep(reports)],
    [vitestStep('robustness', 'robustness', reports)],
    [browserStep('end to end', 'chromium', reports, 14)],
    [browserStep('Firefox', 'firefox', reports, 5)],
    [browserStep('WebKit', 'webkit', reports, 5)],
    [vitestStep('README', 'readme', reports, 8)],
    [networksStep(reports)],
  ];
}

/** In network namespaces of its own. */
function networksStep(reports: string): Step {
  const path = join(reports, 'lab-once.json');
  return {
    name: 'nine networks, six pairs of the check',
    program: process.execPath,
    args: ['--import', 'tsx', join('lab', 'once.ts'), path],
    limitMinutes: 5,
    report: { path, read: readCount },
  };
}

export type Outcome = { tally: Tally; line: string };

/**
 * Runs the steps of a group at once, the first one's output on the terminal, the others' when they have ended. Never
 * rejects: what goes wrong is a failure in the tally.
 */
export function runGroup(group: Group): Promise<Outcome[]> {
  return Promise.all(group.map((step, at) => runStep(step, at > 0)));
}

async function runStep(step: Step, held: boolean): Promise<Outcome> {
  if (step.report) rmSync(step.report.path, { force: true });
  const began = Date.now();
  const exitCode = await runLive(step, held);
  const tally = step.report ? ofReport(exitCode, readReport(step.report)) : ofExit(exitCode);
  return { tally, line: `${step.name}: ${lastLine(tally)} (${Math.round((Date.now() - began) / 1000)} s)` };
}

function readReport({ path, read }: NonNullable<Step['report']>): Tally | null {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
