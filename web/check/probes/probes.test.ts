import { describe, expect, it } from 'vitest';
import { mapsAlike } from '../../session/dial/mapping';
import { lookAtDevice } from './device';
import { joined, qualityOf, qualityOfChecks, rateOf } from './quality';
import { tlsFault } from './routes';
import { plainTwin, relaysOf, stunOf } from './servers';

const CREDENTIALS = { username: 'u', credential: 'c' };
const VENDOR = [
  { urls: ['stun:stun.example:3478'] },
  {
    urls: [
      'turn:Relay.example:3478?transport=udp',
      'turns:relay.example:443?transport=tcp',
      'turn:relay.example:443?transport=tcp',
    ],
    ...CREDENTIALS,
  },
];

describe('the servers to ask', () => {
  it('are each way to the relay, with its own credentials', () => {
    expect(relaysOf(VENDOR).map(({ transport, port }) => [transport, port])).toEqual([
      ['UDP', 3478],
      ['TLS', 443],
      ['TCP', 443],
    ]);
    expect(relaysOf(VENDOR)[1]?.server).toEqual({
      urls: ['turns:relay.example:443?transport=tcp'],
      ...CREDENTIALS,
    });
  });

  it('are all that answer STUN over UDP, each once, the relay among them', () => {
    const own = [{ urls: ['stun:stun.example', 'stun:other.example:19302'] }];
    expect(stunOf([...own, ...VENDOR])).toEqual([
      'stun:stun.example:3478',
      'stun:other.example:19302',
      'stun:relay.example:3478',
    ]);
    expect(stunOf([{ urls: ['turns:relay.example', 'turn:relay.example?transport=tcp'] }])).toEqual([]);
  });

  it('are none of what is no address, and not many', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      urls: [`turn:h${at}`, 'turn:', 'http://x', 'turn:a:b', 'turn:[::1]:3478'],
    }));
    expect(relaysOf(many)).toHaveLength(4);
    expect(stunOf(many)).toHaveLength(3);
    expect(relaysOf([{ urls: ['turn:', 'turn:a:b', 'stuns:a', ''] }])).toEqual([]);
    expect(relaysOf([{ urls: ['turns:[2001:db8::1]'] }])[0]).toMatchObject({
      transport: 'TLS',
      host: '[2001:db8::1]',
      port: 5349,
    });
  });

  it('have a plain twin, for comparison', () => {
    const [, tls] = relaysOf(VENDOR);
    expect(plainTwin(tls!).server).toEqual({
      urls: ['turn:relay.example:443?transport=tcp'],
      ...CREDENTIALS,
    });
  });
});

describe('a TLS that fails at once', () => {
  const closed = (afterMs: number) => ({ kind: 'closed', afterMs }) as const;
  it.each([
    ['the relay speaks plain TCP there', closed(160), { kind: 'allocated', afterMs: 300 }, 'certificate'],
    ['it refuses the pass in plain TCP', closed(160), { kind: 'refused', afterMs: 300 }, 'certificate'],
    ['plain TCP is taken, and then nothing', closed(160), { kind: 'silent', afterMs: 4_000 }, 'certificate'],
    ['nobody listens there', closed(82), closed(81), 'closed'],
    ['nobody listens there, on this machine', closed(3), closed(1), 'closed'],
    ['plain TCP is refused a round trip earlier', closed(170), closed(84), 'certificate'],
  ] as const)('where %s', (_what, tls, plain, fault) => expect(tlsFault(tls, plain)).toBe(fault));
});

describe('the mapping of a NAT', () => {
  const seen = (address: string, port: number, relatedPort = 5_000, relatedAddress = '192.168.1.2') => ({
    address,
    port,
    relatedAddress,
    relatedPort,
  });
  const hidden = (address: string, port: number) => seen(address, port, 0, '0.0.0.0');
  it.each([
    ['one answer for both servers', [seen('198.51.100.1', 5_000)], true],
    ['two ports', [seen('198.51.100.1', 5_000), seen('198.51.100.1', 61_234)], false],
    ['two addresses of a carrier', [seen('198.51.100.1', 5_000), seen('198.51.100.2', 5_000)], false],
    [
      'two interfaces, each with one',
      [seen('198.51.100.1', 5_000), seen('198.51.100.9', 6_000, 6_000)],
      true,
    ],
    ['IPv4 and IPv6, both hidden', [hidden('198.51.100.1', 5_000), hidden('2001:db8::1', 5_001)], true],
    ['two ports, hidden', [hidden('198.51.100.1', 1), hidden('198.51.100.1', 2)], false],
    ['no NAT', [], true],
  ])('by %s', (_what, candidates, alike) => expect(mapsAlike(candidates)).toBe(alike));
});

describe('the quality', () => {
  const sentMs = Array.from({ length: 50 }, (_, at) => at * 40);
  const arrive = (lost: (at: number) => boolean, delay: (at: number) => number) =>
    sentMs.flatMap((at, index) =>
      lost(index) ? [] : [{ at: at + delay(index), number: index + 1, delayMs: delay(index) }],
    );

  it('counts what did not come, of what was due', () => {
    const arrivals = arrive(
      (at) => at % 10 === 0,
      (at) => 80 + (at % 2) * 10,
    );
    const found = qualityOf({ sentMs, arrivals }, 50, 10_000);
    expect(found?.loss).toBeCloseTo(0.1);
    expect(found?.roundTripMs).toBe(90);
    expect(found?.jitterMs).toBeGreaterThan(5);
  });

  it('does not call lost what may still come, or was never sent', () => {
    const arrivals = arrive(
      (at) => at >= 40,
      () => 80,
    );
    expect(qualityOf({ sentMs, arrivals }, 50, 2_400)?.loss).toBe(0);
    expect(qualityOf({ sentMs, arrivals }, 40, 10_000)?.loss).toBe(0);
  });

  it('says nothing of too little', () => {
    expect(qualityOf({ sentMs: [], arrivals: [] }, 0, 0)).toBeNull();
    expect(qualityOf({ sentMs, arrivals: [] }, 50, 10_000)).toBeNull();
  });

  it('is told by ICE’s checks where the channel stands still', () => {
    const pair = {
      type: 'candidate-pair',
      requestsSent: 101,
      responsesReceived: 49,
      currentRoundTripTime: 0.2,
    };
    const found = qualityOfChecks([{ type: 'transport' }, { type: 'candidate-pair' }, pair]);
    expect(found).toMatchObject({ roundTripMs: 100, jitterMs: null, kbps: null });
    expect(found?.loss).toBeCloseTo(0.3);
    expect(qualityOfChecks([{ ...pair, requestsSent: 5, responsesReceived: 4 }])).toBeNull();
    expect(qualityOfChecks([{ ...pair, responsesReceived: 0 }])).toBeNull();
    expect(qualityOfChecks([{ ...pair, responsesReceived: 101 }])?.loss).toBe(0);
  });

  it('takes the smaller loss of the two: SCTP makes more of it than there is', () => {
    const channel = { roundTripMs: 90, jitterMs: 4, loss: 0.25, kbps: 142 };
    const checks = { roundTripMs: 80, jitterMs: null, loss: 0.04, kbps: null };
    expect(joined(channel, checks)).toEqual({ ...channel, loss: 0.04 });
    expect(joined({ ...channel, loss: 0.6 }, checks)?.loss).toBe(0.6);
    expect([joined(channel, null), joined(null, checks), joined(null, null)]).toEqual([
      channel,
      checks,
      null,
    ]);
  });

  it('knows the rate of a burst by its arrivals', () => {
    expect(rateOf(Array.from({ length: 41 }, (_, at) => ({ at: at * 10, bytes: 1_000 })))).toBe(800);
    expect(rateOf([{ at: 1, bytes: 1_000 }])).toBeNull();
    expect(rateOf([])).toBeNull();
  });
});

describe('a look at the device', () => {
  const browser = {
    isSecureContext: true,
    onLine: true,
    mediaDevices: { enumerateDevices: async () => [{ kind: 'videoinput' }] as MediaDeviceInfo[] },
    permissions: { query: async () => ({ state: 'prompt' }) },
    canSendVideo: () => true,
  };
  const camera = async (change: object) => (await lookAtDevice({ ...browser, ...change })).camera;

  it('asks for nothing', async () => {
    expect(await lookAtDevice(browser)).toEqual({
      webrtc: true,
      secure: true,
      camera: 'unasked',
      online: true,
    });
    expect(await camera({ permissions: { query: async () => ({ state: 'denied' }) } })).toBe('camera_denied');
    expect(await camera({ permissions: { query: async () => ({ state: 'granted' }) } })).toBe('allowed');
    expect(await camera({ mediaDevices: { enumerateDevices: async () => [] } })).toBe('camera_none');
    expect(await camera({ mediaDevices: undefined })).toBe('camera_insecure');
  });

  it('takes no for an answer of a browser that does not know the question', async () => {
    const refuses = () => Promise.reject(new TypeError('no such permission'));
    expect(await camera({ permissions: { query: refuses } })).toBe('unasked');
    expect(await camera({ permissions: undefined })).toBe('unasked');
    expect(await camera({ mediaDevices: { enumerateDevices: refuses } })).toBe('unasked');
  });
});
