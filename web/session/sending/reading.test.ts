import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSending } from './reading';

type Given = { relay?: 'udp' | 'tls'; video?: object; transport?: object; far?: object };

/** As Chromium 156 reports a peer that sends (W3C webrtc-stats). */
function report({ relay, video = {}, transport = {}, far = {} }: Given = {}) {
  const local = relay ? { candidateType: 'relay', relayProtocol: relay } : { candidateType: 'host' };
  const sent = {
    bytesSent: 100_000,
    retransmittedBytesSent: 6_000,
    headerBytesSent: 3_000,
    framesSent: 90,
    packetsSent: 100,
    totalPacketSendDelay: 0.5,
  };
  const entries = [
    {
      id: 'T',
      type: 'transport',
      selectedCandidatePairId: 'P',
      bytesSent: 120_000,
      bytesReceived: 9,
      packetsSent: 130,
      ...transport,
    },
    {
      id: 'P',
      type: 'candidate-pair',
      transportId: 'T',
      localCandidateId: 'L',
      availableOutgoingBitrate: 600_000,
    },
    { id: 'L', type: 'local-candidate', protocol: 'udp', ...local },
    { id: 'V', type: 'outbound-rtp', kind: 'video', remoteId: 'R', ...sent, ...video },
    { id: 'R', type: 'remote-inbound-rtp', fractionLost: 0.02, ...far },
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

describe('what the statistics say of what is sent', () => {
  it('is every byte of the transport, and the headers around it', () => {
    expect(readSending(report(), null)?.reading).toEqual({
      bytes: 120_000 + 130 * 28,
      mediaBytes: 94_000,
      framesSent: 90,
      lostShare: 0.02,
      waitMs: null,
      availableBps: 600_000,
    });
  });

  it('a relay by TLS puts more around it', () => {
    expect(readSending(report({ relay: 'udp' }), null)?.reading.bytes).toBe(120_000 + 130 * 32);
    expect(readSending(report({ relay: 'tls' }), null)?.reading.bytes).toBe(120_000 + 130 * 85);
  });

  it('how long packets waited, since the last reading', () => {
    const first = readSending(report(), null);
    const next = report({ video: { packetsSent: 150, totalPacketSendDelay: 1.5 } });
    expect(readSending(next, first?.waited ?? null)?.reading.waitMs).toBeCloseTo(20);
    expect(readSending(report(), first?.waited ?? null)?.reading.waitMs).toBeNull();
  });

  it('is nothing before there is a path, a video or a counter', () => {
    expect(readSending([], null)).toBeNull();
    for (const left of ['T', 'V', 'L']) {
      const partial = report();
      partial.delete(left);
      expect(readSending(partial, null)).toBeNull();
    }
    expect(readSending(report({ transport: { bytesSent: 'many' } }), null)).toBeNull();
  });

  it('is numbers alone, whatever a browser says', () => {
    const odd = fc.dictionary(
      fc.constantFrom(
        'bytesSent',
        'packetsSent',
        'retransmittedBytesSent',
        'framesSent',
        'totalPacketSendDelay',
        'remoteId',
      ),
      fc.anything(),
    );
    fc.assert(
      fc.property(odd, odd, odd, (video, transport, far) => {
        const read = readSending(report({ video, transport, far }), { delayMs: 1, packets: 1 });
        const values = Object.values(read?.reading ?? {});
        expect(values.every((value) => value === null || (Number.isFinite(value) && value >= 0))).toBe(true);
      }),
    );
  });
});
