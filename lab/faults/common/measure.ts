/** What a trace says: pure, times in ms since the epoch. */
import type { Event } from './recorder';

/** So long without a gap that the page would call a stall (web/session/recovery/health.ts: 800 ms). */
const STREAM_MS = 1000;
const STREAM_GAP_MS = 700;

/**
 * From `end` to the first result of a stream that goes on (ms); null where there is none. What an old channel
 * still had to say comes as a burst, and is none. A stream that never broke gives its next result.
 */
export function backAfter(results: readonly number[], end: number): number | null {
  const first = results.find((at) => at >= end && longestGap(results, at, at + STREAM_MS) <= STREAM_GAP_MS);
  return first === undefined ? null : first - end;
}

/** The longest time (ms) without a result between `from` and `to`, its edges included. */
export function longestGap(results: readonly number[], from: number, to: number): number {
  const inside = results.filter((at) => at > from && at < to);
  const edges = [from, ...inside, to];
  return Math.max(0, ...edges.slice(1).map((at, i) => at - (edges[i] ?? at)));
}

/** The most of these that fell into any one minute. */
export function mostInAMinute(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length),
  );
}

/** When the page first said something that matches, at `from` or later; null where it did not. */
export function saidAt(events: readonly Event[], words: RegExp, from: number): number | null {
  const found = events.find(({ at, what }) => at >= from && what.startsWith('says ') && words.test(what));
  return found?.at ?? null;
}

/** Results a second. */
export function pace(results: readonly number[], from: number, to: number): number {
  return (results.filter((at) => at >= from && at < to).length * 1000) / (to - from);
}
