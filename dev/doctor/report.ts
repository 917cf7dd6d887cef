/** A finding as lines for a terminal, and a run as one object for a monitor. */
import type { Finding, State } from './finding';

const MARKS: Record<State, string> = { ok: '✓', told: '·', note: '!', fail: '✗', skipped: '–' };
const NAME_WIDTH = 12;

export function linesOf({ check, what, state, says, remedy }: Finding): string[] {
  const head = `${MARKS[state]} ${check.padEnd(NAME_WIDTH)} ${what === null ? '' : `${what}  `}${says}`;
  return remedy === null ? [head] : [head, `  ${' '.repeat(NAME_WIDTH)} → ${remedy}`];
}

const SUMMARY: Record<number, string> = {
  0: 'All is well.',
  1: 'Something is broken: ✗.',
  3: 'Nothing is broken that was seen; look at what is marked !.',
};

export const summary = (exitCode: number) => SUMMARY[exitCode] ?? '';

/** Stable names, for a monitor: `exit` is the exit code. */
export function asJson(origin: URL, startedAt: Date, findings: readonly Finding[], exitCode: number): string {
  const { origin: url } = origin;
  return JSON.stringify({ url, at: startedAt.toISOString(), exit: exitCode, checks: findings }, null, 2);
}
