import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IceServer } from '../../protocol/api';
import { parseIceUrl } from './iceUrl';
import { cleanList, hasRelay, vendorList, workerRelayList } from './rules';

const login = { username: 'u', credential: 'c' };
const TWILIO = [
  { url: 'stun:global.stun.twilio.com:3478', urls: 'stun:global.stun.twilio.com:3478' },
  ...['3478?transport=udp', '3478?transport=tcp', '443?transport=tcp'].map((end) => ({
    url: `turn:global.turn.twilio.com:${end}`,
    urls: `turn:global.turn.twilio.com:${end}`,
    ...login,
  })),
];
const CLOUDFLARE = [
  { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] },
  {
    urls: [
      'turn:turn.cloudflare.com:3478?transport=udp',
      'turn:turn.cloudflare.com:53?transport=udp',
      'turn:turn.cloudflare.com:3478?transport=tcp',
      'turn:turn.cloudflare.com:80?transport=tcp',
      'turns:turn.cloudflare.com:5349?transport=tcp',
      'turns:turn.cloudflare.com:443?transport=tcp',
    ],
    ...login,
  },
];

describe('vendorList', () => {
  it('adds TLS on 443 to Twilio’s own list, before its plain 443', () => {
    expect(vendorList(TWILIO)).toEqual([
      { urls: ['stun:global.stun.twilio.com:3478'] },
      {
        urls: [
          'turn:global.turn.twilio.com:3478?transport=udp',
          'turns:global.turn.twilio.com:443?transport=tcp',
          'turn:global.turn.twilio.com:443?transport=tcp',
        ],
        ...login,
      },
    ]);
  });

  it('keeps one of a kind of Cloudflare’s', () => {
    expect(vendorList(CLOUDFLARE)).toEqual([
      { urls: ['stun:stun.cloudflare.com:3478'] },
      {
        urls: [
          'turn:turn.cloudflare.com:3478?transport=udp',
          'turns:turn.cloudflare.com:443?transport=tcp',
          'turn:turn.cloudflare.com:80?transport=tcp',
        ],
        ...login,
      },
    ]);
  });

  it.each([
    null,
    'text',
    {},
    [null],
    [{ urls: 7 }],
    [{ urls: ['http://x'] }],
    [{ urls: 'turn:no.login:3478' }],
  ])('finds nothing in %j', (nonsense) => {
    expect(vendorList(nonsense)).toEqual([]);
    expect(hasRelay(vendorList(nonsense))).toBe(false);
  });
});

describe('cleanList', () => {
  it('takes an owner’s addresses as they are but for what a browser refuses', () => {
    const urls = [
      'turns:a:5349',
      'turn:a:53',
      'turn:a:5300?transport=tcp',
      'stun:a:19302?transport=udp',
      'turn:a',
    ];
    expect(cleanList([{ urls, ...login }])).toEqual([
      { urls: ['turns:a:5349?transport=tcp', 'turn:a:5300?transport=tcp'], ...login },
      { urls: ['stun:a:19302'] },
      { urls: ['turn:a:3478?transport=udp'], ...login },
    ]);
  });
});

describe('workerRelayList', () => {
  it('puts what needs no UDP first, because aiortc uses the first address alone', () => {
    expect(workerRelayList(vendorList(TWILIO))[0]?.urls).toEqual([
      'turns:global.turn.twilio.com:443?transport=tcp',
      'turn:global.turn.twilio.com:443?transport=tcp',
      'turn:global.turn.twilio.com:3478?transport=udp',
    ]);
  });
});

describe('properties', () => {
  const host = fc.constantFrom('a.example', 'relay.example', '10.0.0.1', '[::1]');
  const port = fc.constantFrom('', ':53', ':80', ':443', ':3478', ':5349', ':19302');
  const query = fc.constantFrom('', '?transport=udp', '?transport=tcp', '?transport=tls', '?x');
  const url = fc
    .tuple(fc.constantFrom('stun', 'stuns', 'turn', 'turns', 'http'), host, port, query)
    .map(([scheme, name, at, end]) => `${scheme}:${name}${at}${end}`);
  const server = fc.record(
    {
      urls: fc.oneof(url, fc.array(url)),
      url,
      username: fc.constantFrom('u', 'v'),
      credential: fc.constant('c'),
    },
    { requiredKeys: [] },
  );
  const servers = fc.oneof(fc.array(fc.oneof(server, fc.jsonValue())), fc.jsonValue());
  const flat = (list: IceServer[]) => list.flatMap(({ urls }) => urls);

  it('both lists are fit for RTCPeerConnection, whatever came in', () => {
    fc.assert(
      fc.property(servers, (given) => {
        for (const list of [cleanList(given), vendorList(given)]) {
          for (const entry of list) {
            expect(
              Object.keys(entry).filter((key) => !['urls', 'username', 'credential'].includes(key)),
            ).toEqual([]);
            expect(entry.urls.length).toBeGreaterThan(0);
            const relay = entry.urls.some((text) => text.startsWith('turn'));
            if (relay)
              expect(entry).toMatchObject({ username: expect.any(String), credential: expect.any(String) });
          }
          expect(flat(list).filter((text) => parseIceUrl(text) === null)).toEqual([]);
          expect(flat(list).filter((text) => /^stuns?:.*\?|:53(\?|$)/.test(text))).toEqual([]);
          expect(new Set(flat(list)).size).toBe(flat(list).length);
        }
      }),
    );
  });

  it('a vendor’s list is short, has TLS on 443 wherever it has a relay, and stands in order', () => {
    fc.assert(
      fc.property(servers, (given) => {
        const list = vendorList(given);
        const ranks = flat(list).map((text) => {
          if (text.startsWith('stun:')) return 0;
          if (text.startsWith('turns:')) return 2;
          return text.endsWith('udp') ? 1 : 3;
        });
        expect(ranks).toEqual([...new Set(ranks)].sort());
        expect(flat(list).some((text) => /^turns:.*:443\?transport=tcp$/.test(text))).toBe(hasRelay(list));
        expect(vendorList(list)).toEqual(list);
      }),
    );
  });
});
