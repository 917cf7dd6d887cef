import { seal, unseal } from '../sign';

/**
 * What the dials of one visit in a row have paid for, signed so that nobody can invent it: a receipt that the
 * page brings to its next dial. It is bound to the session and not to the address: a phone that leaves the
 * Wi-Fi has a new address, and that is when it dials again. An old one may be brought again: it has been paid
 * for less than the newest.
 */
export type Lineage = {
  /** Unix time in ms up to which the session's time has been charged. */
  paidUntilMs: number;
};

/** For a dial that recovers from an end which the page noticed late. */
const GRACE_MS = 60_000;

export function newLineage(nowMs: number, grantedSeconds: number): Lineage {
  return { paidUntilMs: nowMs + grantedSeconds * 1000 };
}

/** The lineage after one more dial, and the seconds that it adds to what has been charged. */
export function extended(
  lineage: Lineage,
  nowMs: number,
  grantedSeconds: number,
): { lineage: Lineage; addedSeconds: number } {
  const paidUntilMs = Math.max(lineage.paidUntilMs, nowMs + grantedSeconds * 1000);
  const addedMs = paidUntilMs - Math.max(lineage.paidUntilMs, nowMs);
  return { lineage: { paidUntilMs }, addedSeconds: Math.ceil(addedMs / 1000) };
}

export function writeLineage(secret: string, { paidUntilMs }: Lineage, sessionId: string) {
  return seal(secret, 'lineage', `${paidUntilMs}.${sessionId}`);
}

/** @returns null for a forged, foreign or expired one: the dial then counts as a first one. */
export async function readLineage(
  secret: string,
  sealed: string,
  sessionId: string,
  nowMs: number,
): Promise<Lineage | null> {
  const payload = await unseal(secret, 'lineage', sealed);
  const [, until, owner] = /^(\d+)\.([0-9a-f-]*)$/.exec(payload ?? '') ?? [];
  if (until === undefined || owner !== sessionId || Number(until) + GRACE_MS <= nowMs) return null;
  return { paidUntilMs: Number(until) };
}
