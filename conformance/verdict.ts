/** The ways in which the check of a rule ends, and how what was seen is told. */

/** The server broke the rule; the message says what was seen. */
export class Violation extends Error {}
/** The server lacks the feature that the rule is about. */
export class NotOffered extends Error {}

/** @throws Violation with `seen` where `holds` is false. */
export function expect(holds: unknown, seen: string): asserts holds {
  if (!holds) throw new Violation(seen);
}

const SECRET = new Set(['api_key', 'credential', 'username']);

/** JSON for a report: one short line without keys and SDPs, which name addresses and fingerprints. */
export function show(value: unknown, limit = 110): string {
  const hide = (key: string, each: unknown) => {
    if (typeof each !== 'string') return each;
    return SECRET.has(key) ? '(hidden)' : each.startsWith('v=0') ? '(an SDP)' : each;
  };
  const text = (JSON.stringify(value, hide) ?? String(value)).replace(/\s+/g, ' ');
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** @returns what was seen, in words. @throws Violation with these where `holds` is false. */
export function judged(seen: unknown, holds: unknown): string {
  expect(holds, show(seen));
  return show(seen);
}

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
