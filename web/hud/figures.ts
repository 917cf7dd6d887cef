/** What happened between two looks at a peer's counters, and at the results that came meanwhile. */
import type { Route } from '../session/dial/route';
import type { Snapshot } from './snapshot';

/** Null: not known (yet), or not told by this browser. */
export type Figures = {
  route: Route | null;
  /** Results a second. */
  results: number | null;
  /** From the frame's capture to its result here, ms: the middle of those that came. */
  ageMs: number | null;
  roundTripMs: number | null;
  /** Share of the packets that the worker missed, 0 to 1. */
  loss: number | null;
  /** kbit/s of the whole path. */
  upKbps: number | null;
  downKbps: number | null;
  /** Frames a second and their size (px), as sent. */
  frames: number | null;
  width: number | null;
  height: number | null;
};

/** Results of a stretch of time: how many, in how many ms, and the ages (ms) of those that told theirs. */
export type Arrived = { count: number; ms: number; agesMs: readonly number[] };

/** @param before null where the peer is new: then there is nothing to compare with */
export function figuresOf(before: Snapshot | null, now: Snapshot | null, arrived: Arrived): Figures {
  const rate = (pick: (each: Snapshot) => number | null) => ratePerSecond(before, now, pick);
  return {
    route: now?.route ?? null,
    results: arrived.ms > 0 ? (arrived.count * 1_000) / arrived.ms : null,
    ageMs: middle(arrived.agesMs),
    roundTripMs: now?.route?.rttMs ?? null,
    loss: before && now ? lossBetween(before, now) : null,
    upKbps: kbps(rate(({ sent }) => sent)),
    downKbps: kbps(rate(({ received }) => received)),
    frames: rate(({ frames }) => frames),
    width: now?.width ?? null,
    height: now?.height ?? null,
  };
}

const kbps = (bytesPerSecond: number | null) =>
  bytesPerSecond === null ? null : (bytesPerSecond * 8) / 1_000;

/** A counter that stands lower than before is another peer's, or has begun anew: nothing is said then. */
function ratePerSecond(
  before: Snapshot | null,
  now: Snapshot | null,
  pick: (each: Snapshot) => number | null,
): number | null {
  const [from, to] = [before && pick(before), now && pick(now)];
  if (!before || !now || from === null || to === null) return null;
  const [grown, ms] = [to - from, now.atMs - before.atMs];
  const bits = (grown * 8_000) / ms;
  return grown >= 0 && ms > 0 && Number.isFinite(bits) ? bits / 8 : null;
}

/** The worker's word comes once a second or less often (RFC 3550 §6.2), and what it missed may come later. */
function lossBetween(before: Snapshot, now: Snapshot): number | null {
  if (now.packets === null || now.lost === null) return null;
  const sent = now.packets - (before.packets ?? 0);
  const lost = now.lost - (before.lost ?? 0);
  return sent > 0 ? Math.min(1, Math.max(0, lost / sent)) : null;
}

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}
