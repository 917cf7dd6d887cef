import { describe, expect, it } from 'vitest';
import { add, exitCodeOf, lastLine, NOTHING, ofExit, ofReport, readPlaywright, readVitest } from './tally';

const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false };
const playwright = { stats: { expected: 7, unexpected: 2, flaky: 1, skipped: 3 }, errors: [] };

describe('the sums of npm test', () => {
  it('reads the reports of both runners', () => {
    expect(readVitest(vitest)).toEqual({ passed: 5, failed: 1, skipped: 3 });
    expect(readPlaywright(playwright)).toEqual({ passed: 7, failed: 3, skipped: 3 });
  });

  it.each([null, undefined, 3, {}, { stats: null }, { numPassedTests: 'many' }])(
    'takes %j for no report',
    (report) => {
      expect(readVitest(report)).toBeNull();
      expect(readPlaywright(report)).toBeNull();
    },
  );

  it('counts a runner that fails without a failed test as a failure', () => {
    expect(ofReport(1, { passed: 4, failed: 0, skipped: 0 })).toEqual({ passed: 4, failed: 1, skipped: 0 });
    expect(ofReport(1, { passed: 4, failed: 2, skipped: 0 })).toEqual({ passed: 4, failed: 2, skipped: 0 });
    expect(ofReport(0, { passed: 4, failed: 0, skipped: 0 })).toEqual({ passed: 4, failed: 0, skipped: 0 });
    expect(ofReport(0, null).failed).toBe(1);
  });

  it('ends in a line of the agreed form', () => {
    expect(lastLine(add(ofExit(0), ofExit(1)))).toBe('1 passed, 1 failed');
    expect(lastLine({ passed: 3, failed: 0, skipped: 2 })).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('is not green when anything failed, nor when nothing passed', () => {
    expect(exitCodeOf({ passed: 9, failed: 1, skipped: 0 })).toBe(1);
    expect(exitCodeOf(NOTHING)).toBe(1);
    expect(exitCodeOf({ passed: 1, failed: 0, skipped: 4 })).toBe(0);
  });
});
