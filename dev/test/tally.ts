/** What a step's own report says, in three numbers. */
export type Tally = { passed: number; failed: number; skipped: number };

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILED: Tally = { ...NOTHING, failed: 1 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** A step without a report of its own (lint, types, build) is one test. */
export function ofExit(exitCode: number): Tally {
  return exitCode === 0 ? { ...NOTHING, passed: 1 } : ONE_FAILED;
}

/**
 * A runner may fail without a failed test: a file that does not load, an error outside any test, a report
 * never written. That counts as one failure, so that no sum can look green over a red step.
 */
export function ofReport(exitCode: number, report: Tally | null): Tally {
  if (report === null) return ONE_FAILED;
  return exitCode !== 0 && report.failed === 0 ? add(report, ONE_FAILED) : report;
}

/** Vitest's JSON reporter, which keeps Jest's names. */
export function readVitest(report: unknown): Tally | null {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = fields(report);
  if (numPassedTests === undefined || numFailedTests === undefined) return null;
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

/** Playwright's JSON reporter. A flaky test failed once, and nothing is retried: it counts as failed. */
export function readPlaywright(report: unknown): Tally | null {
  const { expected, unexpected, flaky, skipped } = fields((report as { stats?: unknown } | null)?.stats);
  if (expected === undefined || unexpected === undefined) return null;
  return { passed: expected, failed: unexpected + (flaky ?? 0), skipped: skipped ?? 0 };
}

/** The lab's own three numbers. */
export function readCount(report: unknown): Tally | null {
  const { passed, failed, skipped } = fields(report);
  if (passed === undefined || failed === undefined) return null;
  return { passed, failed, skipped: skipped ?? 0 };
}

function fields(value: unknown): Record<string, number | undefined> {
  if (typeof value !== 'object' || value === null) return {};
  const numbers = Object.entries(value).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return Object.fromEntries(numbers);
}

/** The last line of `npm test`; its form is a contract. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing passed is no proof of anything. */
export function exitCodeOf({ passed, failed }: Tally): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}
