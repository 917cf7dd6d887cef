import { describe, expect, it } from 'vitest';
import { readPath } from './route';

type Entry = { id: string; type: string } & Record<string, unknown>;

function report(local: Record<string, unknown>, pair: Record<string, unknown> = {}, transport = true) {
  const entries: Entry[] = [
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', ...pair },
    { id: 'L', type: 'local-candidate', ...local },
    { id: 'R', type: 'remote-candidate', candidateType: 'host' },
  ];
  if (transport) entries.push({ id: 'T', type: 'transport', selectedCandidatePairId: 'P' });
  return entries.map((entry): [string, Entry] => [entry.id, entry]);
}

const routeFromStats = (entries: [string, Entry][]) => readPath(entries)?.route ?? null;

describe('the bytes', () => {
  const counted = (pair: Record<string, unknown>, transport?: Record<string, unknown>) => {
    const entries = report({ candidateType: 'host' }, { transportId: 'T', selected: true, ...pair }, false);
    const entry = { id: 'T', type: 'transport', selectedCandidatePairId: 'P', ...transport };
    return readPath(transport ? [...entries, ['T', entry]] : entries)?.counted;
  };
  const both = (sent: unknown, received: unknown) => ({ bytesSent: sent, bytesReceived: received });

  it('are the transport’s, else the pair’s, else unknown', () => {
    expect(counted(both(1, 2), both(30, 40))).toEqual({ source: 'T', sent: 30, received: 40 });
    expect(counted(both(1, 2), {})).toEqual({ source: 'P', sent: 1, received: 2 });
    expect(counted(both(1, 2))).toEqual({ source: 'P', sent: 1, received: 2 });
    expect(counted({ bytesReceived: 2 })).toBeNull();
    expect(counted(both('1', 2), both(null, 40))).toBeNull();
  });
});

describe('the route', () => {
  it('names a relay over TLS with its port and round trip', () => {
    const local = {
      candidateType: 'relay',
      relayProtocol: 'tls',
      url: 'turns:turn.example:443?transport=tcp',
    };
    expect(routeFromStats(report(local, { currentRoundTripTime: 0.0841 }))).toEqual({
      kind: 'relay',
      transport: 'TLS',
      port: 443,
      rttMs: 84,
    });
  });

  it.each([
    [0, 'TLS'],
    [1, 'TCP'],
    [2, 'UDP'],
  ])('decodes Safari’s priority type preference %d as %s', (preference, transport) => {
    const local = { candidateType: 'relay', priority: preference * 2 ** 24 + 8191 };
    expect(routeFromStats(report(local))?.transport).toBe(transport);
  });

  it('names a direct path by its own protocol', () => {
    expect(routeFromStats(report({ candidateType: 'prflx', protocol: 'udp' }))).toEqual({
      kind: 'direct',
      transport: 'UDP',
      port: null,
      rttMs: null,
    });
  });

  it('finds Firefox’s selected pair, which no transport entry names', () => {
    expect(
      routeFromStats(report({ candidateType: 'host', protocol: 'udp' }, { selected: true }, false)),
    ).not.toBeNull();
    expect(routeFromStats(report({ candidateType: 'host', protocol: 'udp' }, {}, false))).toBeNull();
  });

  it('counts bytes and answered checks as signs of life', () => {
    const pair = { bytesReceived: 7, responsesReceived: 2, requestsSent: 3 };
    expect(readPath(report({ candidateType: 'host' }, pair))?.received).toEqual({
      bytes: 7,
      responses: 2,
      requestsSent: 3,
      silentMs: null,
    });
  });

  it.each([
    [{ timestamp: 9_000, lastPacketReceivedTimestamp: 8_600 }, 400],
    // A wall clock that was set back between the two.
    [{ timestamp: 9_000, lastPacketReceivedTimestamp: 9_500 }, 0],
    [{ timestamp: 9_000, lastPacketReceivedTimestamp: 0 }, null],
    [{ lastPacketReceivedTimestamp: 8_600 }, null],
  ])('reads how long nothing came by the report’s own clock: %j', (pair, silentMs) => {
    expect(readPath(report({ candidateType: 'host' }, pair))?.received).toMatchObject({ silentMs });
  });

  const firefox = { candidateType: 'relay', relayProtocol: 'tls', priority: 8265727, protocol: 'udp' };
  const portOf = (urls: string[]) => {
    const iceServers = [{ urls: 'stun:h:3478' }, { urls }];
    return readPath(report(firefox, { selected: true }), iceServers)?.route.port;
  };

  it('knows Firefox’s relay port by the servers that the peer was made with', () => {
    expect(portOf(['turn:h:3478', 'turns:h:443?transport=tcp', 'turn:h:80?transport=tcp'])).toBe(443);
    expect(portOf(['turns:h'])).toBe(5349);
    expect(portOf(['turns:h:443', 'turns:g:443?transport=tcp'])).toBe(443);
  });

  it('names no port where there could be two, or none', () => {
    expect(portOf(['turns:h:443', 'turns:h:5349'])).toBeNull();
    expect(portOf(['turn:h:443?transport=tcp'])).toBeNull();
    expect(portOf([])).toBeNull();
  });

  it('takes Firefox’s relay candidate over UDP for one, by its priority', () => {
    const local = { candidateType: 'relay', priority: 5 * 2 ** 24 + 8191 };
    expect(routeFromStats(report(local))?.transport).toBe('UDP');
  });

  it('knows the default ports of TURN URLs', () => {
    const port = (url: string) =>
      routeFromStats(report({ candidateType: 'relay', relayProtocol: 'udp', url }))?.port;
    expect([port('turn:h'), port('turns:h'), port('turn:h:80?transport=tcp')]).toEqual([3478, 5349, 80]);
  });
});
