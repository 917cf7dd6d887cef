import { seal, unseal } from './sign';

/**
 * The dials of one visit in a row, signed so that nobody can invent one. It is bound to the session and not to the address: a
 * phone that leaves the Wi-Fi has a new address, and that is when it dials again.
 */
export type Lineage = {
  id: string;
  /** Unix time in ms up to which the session's time has been charged. */
  paidUntilMs: number;
};

/** For a dial that recovers from an end which the page noticed late. */
const GRACE_MS = 60_000;

export function newLineage(nowMs: number, grantedSeconds: number): Lineage {
  return { id: crypto.randomUUID(), paidUntilMs: nowMs + grantedSeconds * 1000 };
}

/** The lineage after one more dial, and the seconds that it adds to what has been charged. */
export function extended(
  lineage: Lineage,
  nowMs: number,
  grantedSeconds: number,
): { lineage: Lineage; addedSeconds: number } {
  const paidUntilMs = Math.max(lineage.paidUntilMs, nowMs + grantedSeconds * 1000);
  const addedMs = paidUntilMs - Math.max(lineage.paidUntilMs, nowMs);
  return { lineage: { ...lineage, paidUntilMs }, addedSeconds: Math.ceil(addedMs / 1000) };
}

export function writeLineage(secret: string, { id, paidUntilMs }: Lineage, sessionId: string) {
  return seal(secret, 'lineage', `${id}.${paidUntilMs}.${sessionId}`);
}

/** @returns null for a forged, foreign or expired one: the dial then counts as a first one. */
export async function readLineage(
  secret: string,
  sealed: string,
  sessionId: string,
  nowMs: number,
): Promise<Lineage | null> {
  const payload = await unseal(secret, 'lineage', sealed);
  const [, id, until, owner] = /^([0-9a-f-]{36})\.(\d+)\.([0-9a-f-]*)$/.exec(payload ?? '') ?? [];
  if (id === undefined || owner !== sessionId || Number(until) + GRACE_MS <= nowMs) return null;
  return { id, paidUntilMs: Number(until) };
}
