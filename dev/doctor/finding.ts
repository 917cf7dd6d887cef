/** What one check of a deployment found: a sentence for a person, and plain facts for a monitor. */

const LONGEST = 300;

/** In the order of the report. `certificate` is there once for each host that speaks TLS, `relay` for each URL. */
export const CHECKS = [
  'certificate',
  'page',
  'version',
  'proxy',
  'clock',
  'settings',
  'access',
  'stun',
  'provider',
  'relay',
  'tls443',
  'budget',
  'worker',
] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * `fail`: people are affected. `note`: nothing is broken yet, or something could not be looked at that should be.
 * `skipped`: not asked for, or nothing to look at. `told`: never decided upon.
 */
export type State = 'ok' | 'told' | 'note' | 'fail' | 'skipped';

export type Finding = {
  check: CheckName;
  /** Which host, which URL, where there are several. */
  what: string | null;
  state: State;
  says: string;
  /** What to do, where something is to be done. */
  remedy: string | null;
  facts: Record<string, string | number | boolean | null>;
};

/** Words of a stranger, for a terminal: no escape sequences, no line breaks, no novels. */
export function plain(text: unknown): string {
  if (typeof text !== 'string') return '';
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** What the types say of an answer is a hope: of another kind it is left out. */
function plainFact(value: unknown): Finding['facts'][string] {
  if (typeof value === 'string') return plain(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

type Rest = { what?: string; facts?: Finding['facts'] };

const finding = (
  check: CheckName,
  state: State,
  says: string,
  remedy: string | null,
  { what, facts }: Rest,
): Finding => ({
  ...{ check, state, says: plain(says), remedy },
  what: what === undefined ? null : plain(what),
  facts: Object.fromEntries(Object.entries(facts ?? {}).map(([name, value]) => [name, plainFact(value)])),
});

export const ok = (check: CheckName, says: string, rest: Rest = {}) => finding(check, 'ok', says, null, rest);
export const told = (check: CheckName, says: string, rest: Rest = {}) =>
  finding(check, 'told', says, null, rest);
export const skipped = (check: CheckName, says: string, rest: Rest = {}) =>
  finding(check, 'skipped', says, null, rest);
export const note = (check: CheckName, says: string, remedy: string, rest: Rest = {}) =>
  finding(check, 'note', says, remedy, rest);
export const fail = (check: CheckName, says: string, remedy: string, rest: Rest = {}) =>
  finding(check, 'fail', says, remedy, rest);

/** For monitoring; README.md lists them. 2 is for arguments that nobody understands. */
export const EXIT = { well: 0, failed: 1, usage: 2, noted: 3 } as const;

export function exitCodeOf(findings: readonly Finding[]): number {
  const has = (state: State) => findings.some((one) => one.state === state);
  if (has('fail')) return EXIT.failed;
  return has('note') ? EXIT.noted : EXIT.well;
}
