/**
 * Keeps an aiortc worker (the hosted one) from checking the relay's path too early.
 *
 * aioice starts its checks the moment the answer is made, one pair every 20 ms in order of priority. The
 * check towards our relay then arrives before the browser, which learns of the answer half a round trip
 * later, has installed the relay's permission for the worker (RFC 8656 §9): it is dropped, and aioice tries
 * again only after its 500 ms (aioice stun.py RETRY_RTO). Pairs that stand ahead of the relay's hold that
 * first check back until it gets through.
 *
 * The decoys point at the relay itself, port 9 (discard, RFC 863): no new address is told, no third host is
 * bothered. They are equal to each other, so libwebrtc takes them for one candidate and loses no time; aioice
 * does not compare. The embedded worker, on libwebrtc, takes them out and reads the round trip in their number
 * (worker/session/candidate-schedule.ts).
 */

/** aioice's pacing of checks (ice.py `check_periodic`; RFC 8445 Ta is 50 ms, aioice takes 20). */
const PACE_MS = 20;
/** Answer to the browser: half a round trip. Permission to the relay and back: one. */
const ROUND_TRIPS = 1.5;
/** For what the worker's own start and ours take. */
const SPARE = 2;
const MOST = 24;
/**
 * Below host (126) and server-reflexive (100) candidates, above relay (0): direct paths are still tried
 * first.
 */
const TYPE_PREFERENCE = 50;

/**
 * How many decoys hold the check back long enough. @param roundTripMs to the proxy, which stands near the
 * worker
 */
export function decoysFor(roundTripMs: number | null): number {
  if (roundTripMs === null) return 0;
  return Math.min(MOST, Math.ceil((roundTripMs * ROUND_TRIPS) / PACE_MS) + SPARE);
}

/** @returns the SDP with `count` decoys before its first relay candidate; unchanged where it has none. */
export function withDecoys(sdp: string, count: number): string {
  const relay = /^a=candidate:\S+ \d+ udp \d+ (\S+) \d+ typ relay.*$/im.exec(sdp);
  if (!relay) return sdp;
  const priority = TYPE_PREFERENCE * 2 ** 24 + 65_535 * 2 ** 8 + 255;
  const decoy = `a=candidate:9 1 udp ${priority} ${relay[1]} 9 typ host\r\n`;
  return sdp.slice(0, relay.index) + decoy.repeat(count) + sdp.slice(relay.index);
}

const DECOYS = /^a=candidate:9 1 udp \d+ \S+ 9 typ host\r?\n/gm;

/**
 * The round trip, in ms and rounded up, that the decoys of an offer were counted for. Null where it has none.
 */
export function roundTripFrom(sdp: string): number | null {
  const count = sdp.match(DECOYS)?.length ?? 0;
  return count > SPARE ? ((count - SPARE) * PACE_MS) / ROUND_TRIPS : null;
}

export const withoutDecoys = (sdp: string): string => sdp.replace(DECOYS, '');
