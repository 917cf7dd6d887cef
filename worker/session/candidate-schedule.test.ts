import { describe, expect, it } from 'vitest';
import { decoysFor, withDecoys } from '../../protocol/decoys';
import { scheduleFor } from './candidate-schedule';

const line = (type: string, priority: number, address: string, port = 50_000) =>
  `a=candidate:1 1 udp ${priority} ${address} ${port} typ ${type} generation 0\r\n`;
const host = line('host', 2122260223, '10.0.0.2');
const otherHost = line('host', 2122194687, '10.8.0.2');
const reflexive = line('srflx', 1686052607, '198.51.100.7');
const relay = line('relay', 41885695, '203.0.113.9');
const slowRelay = line('relay', 25108479, '203.0.113.9', 50_001);

const offerOf = (roundTripMs: number, ...candidates: string[]) =>
  withDecoys(
    `v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n${candidates.join('')}a=end-of-candidates\r\n`,
    decoysFor(roundTripMs),
  );

/** When each address and port is given, in ms. */
function givenAt(offer: string): Record<string, number> {
  const steps = scheduleFor(offer)?.steps ?? [];
  const given = steps.flatMap(({ afterMs, candidates }) =>
    candidates.map(({ candidate = '' }) => [candidate.split(' ').slice(4, 6).join(':'), afterMs]),
  );
  return Object.fromEntries(given);
}

describe('an offer with decoys and a relay', () => {
  it('has none of its candidates in the description, and each of them in one step', () => {
    const schedule = scheduleFor(offerOf(80, host, otherHost, reflexive, slowRelay, relay));
    expect(schedule?.sdp).toBe('v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=end-of-candidates\r\n');
    const given = schedule?.steps.flatMap(({ candidates }) => candidates) ?? [];
    expect(given.map(({ candidate }) => `a=${candidate}\r\n`).sort()).toEqual(
      [host, otherHost, reflexive, slowRelay, relay].sort(),
    );
    expect(given.every(({ sdpMLineIndex }) => sdpMLineIndex === 0)).toBe(true);
  });

  it.each([0.5, 5, 20, 40, 80, 150, 250])(
    'at %d ms gets its check to the relay between the permission and ClientHello',
    (ms) => {
      const at = givenAt(offerOf(ms, host, relay));
      const turns = [1, 2, 3, 4, 5, 6, 7].map((nth) => (at['10.0.0.2:50000'] ?? 0) + nth * 48.6);
      const checkedMs = turns.find((turnMs) => turnMs > (at['203.0.113.9:50000'] ?? 0)) ?? 0;
      expect(checkedMs).toBeGreaterThan(ms + 17);
      expect(checkedMs).toBeLessThan(ms + 65);
    },
  );

  it('tries the direct path within the first turn', () => {
    for (const ms of [1, 20, 80, 290])
      expect(givenAt(offerOf(ms, host, relay))['10.0.0.2:50000']).toBeLessThan(49);
  });

  it('puts first what only our own check makes reachable, and of two relays the preferred one', () => {
    const at = givenAt(offerOf(80, host, reflexive, slowRelay, relay));
    expect(at['198.51.100.7:50000']).toBeLessThan(at['203.0.113.9:50000'] ?? 0);
    expect(at['203.0.113.9:50000']).toBeLessThan(at['203.0.113.9:50001'] ?? 0);
    expect(at['10.0.0.2:50000']).toBe(at['203.0.113.9:50001']);
  });

  it('gives a relay that is alone at once when it can be reached', () => {
    expect(givenAt(offerOf(80, relay))).toEqual({ '203.0.113.9:50000': 108 });
  });
});

describe('another offer', () => {
  it('is taken as it is', () => {
    expect(scheduleFor(offerOf(80, host, reflexive))).toBeNull();
    expect(scheduleFor(offerOf(80, host, relay).replaceAll(/a=candidate:9 .*\r\n/g, ''))).toBeNull();
  });

  it('keeps what libwebrtc is to refuse', () => {
    const bad = line('host', 2122260223, '10.0.0.2', 70_000);
    expect(scheduleFor(offerOf(80, bad, relay))?.sdp).toContain(bad);
  });
});
