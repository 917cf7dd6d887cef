import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runLive } from './runLive';
import { ofExit, ofReport, readCount, readPlaywright, readVitest, type Tally } from './tally';

/** One command of `npm test`. `report`: how to read the JSON that it leaves; without one it is one test. */
type Step = {
  name: string;
  program: string;
  args: string[];
  env?: Record<string, string>;
  limitMinutes: number;
  report?: { path: string; read: (report: unknown) => Tally | null };
};

const bin = (name: string) => join('node_modules', '.bin', name);

/** `project`: of vitest.config.ts. `only`: a part of its paths. */
function vitestStep(name: string, project: string, reports: string, limitMinutes = 5, only?: string): Step {
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
      ...(only === undefined ? [] : [only]),
    ],
    limitMinutes,
    report: { path, read: readVitest },
  };
}

/** A few hundred of what `npm run fuzz` tries by thousands, on what the build step made. */
function fuzzStep(reports: string): Step {
  return {
    // What stands beside the code has run with the units.
    ...vitestStep('fuzz', 'fuzz', reports, 4, 'tests/fuzz'),
    // The same input each time: what chance brings up is the nightly run's to find.
    env: { SIGHTLINE_BUILT: '1', FUZZ_SEED: '11' },
  };
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

/** What `npm run check` runs, and `npm test` first. `reports`: an existing folder for the runners' JSON. */
export function quickSteps(reports: string): Step[] {
  return [
    { name: 'lint', program: bin('biome'), args: ['ci', '.'], limitMinutes: 2 },
    { name: 'types', program: 'npm', args: ['run', '-s', 'check:types'], limitMinutes: 3 },
    { name: 'dead code', program: bin('knip'), args: [], limitMinutes: 2 },
    vitestStep('units', 'units', reports),
    { name: 'build', program: bin('vite'), args: ['build'], limitMinutes: 2 },
    { name: 'size', program: bin('size-limit'), args: [], limitMinutes: 1 },
  ];
}

/** All of `npm test`. `reports`: as above. */
export function steps(reports: string): Step[] {
  const labReport = join(reports, 'lab-once.json');
  return [
    ...quickSteps(reports),
    vitestStep('the built artifact', 'artifact', reports),
    fuzzStep(reports),
    // Without the mutants, which take minutes (conformance/README.md).
    vitestStep('conformance', 'conformance', reports),
    vitestStep('robustness', 'robustness', reports),
    browserStep('end to end', 'chromium', reports, 14),
    browserStep('Firefox', 'firefox', reports, 5),
    browserStep('WebKit', 'webkit', reports, 5),
    vitestStep('README', 'readme', reports, 8),
    {
      name: 'nine networks, six pairs of the check',
      program: process.execPath,
      args: ['--import', 'tsx', join('lab', 'once.ts'), labReport],
      limitMinutes: 5,
      report: { path: labReport, read: readCount },
    },
  ];
}

/** Runs one step, its output on the terminal. Never rejects: what goes wrong is a failure in the tally. */
export async function runStep(step: Step): Promise<Tally> {
  if (step.report) rmSync(step.report.path, { force: true });
  const exitCode = await runLive(step);
  return step.report ? ofReport(exitCode, readReport(step.report)) : ofExit(exitCode);
}

function readReport({ path, read }: NonNullable<Step['report']>): Tally | null {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
