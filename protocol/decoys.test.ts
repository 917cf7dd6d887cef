import { describe, expect, it } from 'vitest';
import { decoysFor, roundTripFrom, withDecoys, withoutDecoys } from './decoys';

const host = 'a=candidate:1 1 udp 2122260223 10.0.0.2 50000 typ host generation 0\r\n';
const relay = 'a=candidate:3 1 udp 33562623 203.0.113.9 61234 typ relay raddr 0.0.0.0 rport 0\r\n';
const sdp = `v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n${host}${relay}a=mid:0\r\n`;
const priorityOf = (line: string) => Number(line.split(' ')[3]);

describe('decoys', () => {
  it('grow with the round trip, eight for the 80 ms at which it was measured', () => {
    expect([null, 0, 20, 80, 150, 5_000].map(decoysFor)).toEqual([0, 2, 4, 8, 14, 24]);
  });

  it('stand between the direct candidates and the relay, at the relay’s own address, all alike', () => {
    const lines = withDecoys(sdp, 3)
      .split('\r\n')
      .filter((line) => line.startsWith('a=candidate'));
    expect(lines).toHaveLength(5);
    const decoys = lines.slice(1, 4);
    expect(new Set(decoys).size).toBe(1);
    expect(decoys[0]).toContain(' 203.0.113.9 9 typ host');
    expect(priorityOf(decoys[0] ?? '')).toBeLessThan(priorityOf(host));
    expect(priorityOf(decoys[0] ?? '')).toBeGreaterThan(priorityOf(relay));
  });

  it('leave the rest of the description alone', () => {
    expect(withDecoys(sdp, 0)).toBe(sdp);
    expect(withDecoys(sdp.replace(relay, ''), 8)).toBe(sdp.replace(relay, ''));
    expect(withDecoys(sdp, 8).replaceAll(/a=candidate:9 .*\r\n/g, '')).toBe(sdp);
  });
});

describe('the round trip in the number of decoys', () => {
  it.each([1, 13, 20, 80, 93, 150, 280])('is %i ms, and up to 14 too long', (roundTripMs) => {
    const told = roundTripFrom(withDecoys(sdp, decoysFor(roundTripMs))) ?? 0;
    expect(told).toBeGreaterThanOrEqual(roundTripMs);
    expect(told).toBeLessThan(roundTripMs + 14);
  });

  it('is not told by an offer that has none', () => {
    expect(roundTripFrom(sdp)).toBeNull();
    expect(roundTripFrom(withDecoys(sdp, 2))).toBeNull();
  });

  it('goes with them', () => {
    expect(withoutDecoys(withDecoys(sdp, 8))).toBe(sdp);
  });
});
