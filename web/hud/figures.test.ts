import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures';
import { readSnapshot, snapshotReader } from './snapshot';

const chromium = (atMs: number, more: Record<string, Record<string, unknown>> = {}) => {
  const entries = {
    T: { type: 'transport', selectedCandidatePairId: 'P', bytesSent: 0, bytesReceived: 0 },
    P: { type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.0841 },
    L: { type: 'local-candidate', candidateType: 'relay', relayProtocol: 'tls', url: 'turns:a:443' },
    O: { type: 'outbound-rtp', kind: 'video', frameWidth: 640, frameHeight: 360 },
    R: { type: 'remote-inbound-rtp', kind: 'video' },
  };
  return new Map(
    Object.entries(entries).map(([id, entry]) => [
      id,
      { id, timestamp: atMs, transportId: 'T', ...entry, ...more[id] },
    ]),
  );
};
const NOBODY = { count: 0, ms: 0, agesMs: [] };

describe('the figures between two looks', () => {
  it('are rates by the clock of the reports, and the newest facts', () => {
    const before = readSnapshot(
      chromium(1_000, {
        T: { bytesSent: 1_000, bytesReceived: 500 },
        O: { packetsSent: 100, framesSent: 30 },
        R: { packetsLost: 2 },
      }),
    );
    const now = readSnapshot(
      chromium(3_000, {
        T: { bytesSent: 101_000, bytesReceived: 10_500 },
        O: { packetsSent: 300, framesSent: 90 },
        R: { packetsLost: 12 },
      }),
    );
    const arrived = { count: 58, ms: 2_000, agesMs: [90, 50, 70] };
    expect(figuresOf(before, now, arrived)).toEqual({
      route: { kind: 'relay', transport: 'TLS', port: 443, rttMs: 84 },
      results: 29,
      ageMs: 70,
      roundTripMs: 84,
      loss: 0.05,
      upKbps: 400,
      downKbps: 40,
      frames: 30,
      width: 640,
      height: 360,
    });
  });

  it('say nothing of a peer that has only come', () => {
    const now = readSnapshot(chromium(1_000, { T: { bytesSent: 9 } }));
    const { upKbps, downKbps, loss, frames, results } = figuresOf(null, now, NOBODY);
    expect([upKbps, downKbps, loss, frames, results]).toEqual([null, null, null, null, null]);
  });

  it('say nothing of counters that have begun anew', () => {
    const before = readSnapshot(chromium(1_000, { T: { bytesSent: 90_000 } }));
    const now = readSnapshot(chromium(2_000, { T: { bytesSent: 10 } }));
    expect(figuresOf(before, now, NOBODY).upKbps).toBeNull();
  });

  it('are found in what Firefox tells: counters at the pair, which it marks itself', () => {
    const firefox = (atMs: number, bytesSent: number) =>
      readSnapshot([
        [
          'P',
          {
            type: 'candidate-pair',
            selected: true,
            localCandidateId: 'L',
            bytesSent,
            bytesReceived: 0,
            id: 'P',
          },
        ],
        ['L', { type: 'local-candidate', candidateType: 'host', protocol: 'udp', id: 'L' }],
        ['O', { type: 'outbound-rtp', mediaType: 'video', timestamp: atMs, framesEncoded: 3, id: 'O' }],
      ]);
    const figures = figuresOf(firefox(0, 0), firefox(500, 12_500), NOBODY);
    expect(figures.upKbps).toBe(200);
    expect(figures.route?.kind).toBe('direct');
  });

  it('leave out a rate that no number holds', () => {
    const before = readSnapshot(chromium(0, { O: { framesSent: 0 }, T: {} }));
    const now = readSnapshot(chromium(1_000, { O: { framesSent: 1.8e305 }, T: {} }));
    expect(figuresOf(before, now, NOBODY).frames).toBeNull();
  });

  it('hold no nonsense, whatever a browser counts', () => {
    const entry = fc.record({
      packetsSent: fc.anything(),
      framesSent: fc.anything(),
      frameWidth: fc.anything(),
    });
    const counts = fc.record({ bytesSent: fc.anything(), bytesReceived: fc.anything() });
    fc.assert(
      fc.property(entry, counts, entry, counts, fc.anything(), (O, T, later, T2, packetsLost) => {
        const before = readSnapshot(chromium(0, { O, T }));
        const now = readSnapshot(chromium(1_000, { O: later, T: T2, R: { packetsLost } }));
        const { route: _, ...figures } = figuresOf(before, now, NOBODY);
        for (const value of Object.values(figures))
          expect(value === null || (Number.isFinite(value) && value >= 0) || value === figures.width).toBe(
            true,
          );
        expect(figures.loss ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a reader of one peer', () => {
  /** A report that says which of its entries were made. */
  function watched(entries: Map<string, Record<string, unknown>>) {
    const looked: string[] = [];
    const report = {
      get: (id: string) => {
        looked.push(id);
        return entries.get(id);
      },
      *[Symbol.iterator]() {
        for (const entry of entries) {
          looked.push(entry[0]);
          yield entry;
        }
      },
    };
    return { looked, report: report as never };
  }
  const entries = (atMs: number, more = {}) =>
    new Map<string, Record<string, unknown>>([
      ...chromium(atMs, more),
      ...Array.from({ length: 50 }, (_, at) => [`codec${at}`, { id: `codec${at}`, type: 'codec' }] as const),
    ]);

  it('finds the same as one that looks at everything, and looks at few entries from the second time on', () => {
    const read = snapshotReader();
    for (const atMs of [1_000, 2_000, 3_000]) {
      const all = entries(atMs, { T: { bytesSent: atMs }, O: { framesSent: atMs } });
      const { looked, report } = watched(all);
      // This peer has no entry of the far candidate.
      all.get('P')!.remoteCandidateId = 'R2';
      all.set('R2', { id: 'R2', type: 'remote-candidate', candidateType: 'host' });
      expect(read(report)).toEqual(readSnapshot(all as never));
      if (atMs > 1_000) expect(looked.length).toBeLessThan(10);
    }
  });

  it('looks at everything again where an entry is gone, or where the browser marks the pair itself', () => {
    const read = snapshotReader();
    read(watched(entries(1_000)).report);
    const later = entries(2_000, { O: { frameWidth: 320 } });
    later.delete('R');
    expect(read(watched(later).report)).toEqual(readSnapshot(later as never));
  });
});
