import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopeOf } from './address';
import { type CandidateReader, withUsableCandidates } from './candidates';
import firefox from './fixtures/firefox-offer.json';

const HEAD =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n';
const TAIL = 'a=end-of-candidates\r\na=ice-ufrag:x\r\n';
const line = (address: string, port: number | string = 50_000, transport = 'udp', rest = 'typ host') =>
  `a=candidate:1 1 ${transport} 2122260223 ${address} ${port} ${rest}\r\n`;
const offer = (...candidates: string[]) => `${HEAD}${candidates.join('')}${TAIL}`;
const usable = (sdp: string, reader: CandidateReader = 'libwebrtc') => withUsableCandidates(sdp, reader);
const MDNS = '5d943223-646e-4f58-8387-4073d7c07e28.local';

describe('where an address leads', () => {
  it.each([
    ['192.168.1.20', 'unicast'],
    ['10.0.0.1', 'unicast'],
    ['100.64.3.4', 'unicast'],
    ['203.0.113.5', 'unicast'],
    ['fd00::1', 'unicast'],
    ['2001:db8::1', 'unicast'],
    ['2001:DB8:0:0:0:0:0:1', 'unicast'],
    ['::ffff:192.168.1.20', 'unicast'],
    ['64:ff9b::8.8.8.8', 'unicast'],
    ['127.0.0.1', 'loopback'],
    ['127.255.3.4', 'loopback'],
    ['::1', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::FFFF:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:127.0.0.1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['::ffff:0.0.0.0', 'unspecified'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['224.0.0.251', 'multicast'],
    ['255.255.255.255', 'multicast'],
    ['ff02::fb', 'multicast'],
    ['::ffff:224.0.0.1', 'multicast'],
  ])('%s: %s', (text, scope) => expect(scopeOf(text)).toBe(scope));

  it.each([
    '',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.0.0.01',
    '127.0.0.1.',
    '256.0.0.1',
    '1.2.3',
    '１２７.0.0.1',
    'fe80::1%eth0',
    '[::1]',
    '::1::',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '::g',
    '1.2.3.4:80',
    'a.b',
  ])('%j is no address', (text) => expect(scopeOf(text)).toBeNull());

  it('is told of any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void scopeOf(text)));
    fc.assert(fc.property(fc.ipV6(), (text) => void expect(scopeOf(text)).not.toBeNull()));
    fc.assert(fc.property(fc.ipV4(), (text) => void expect(scopeOf(text)).not.toBeNull()));
  });
});

describe('an honest offer', () => {
  it('of Firefox loses its TCP candidates alone, and to libwebrtc the names that it would ask a DNS server for', () => {
    const without = (pattern: RegExp) => firefox.sdp.replace(pattern, '');
    expect(usable(firefox.sdp, 'any')).toBe(without(/^a=candidate:.* TCP .*\r\n/gm));
    expect(usable(firefox.sdp)).toBe(without(/^a=candidate:.*\r\n/gm));
  });

  it('of Chromium and Safari is as it was, byte for byte', () => {
    const more = ' generation 0 ufrag 4xAi network-id 1 network-cost 999';
    const sdp = offer(
      line('192.168.1.20', 53_124, 'udp', `typ host${more}`),
      line('2001:db8::5', 53_125, 'udp', `typ host${more}`),
      line('203.0.113.9', 41_000, 'udp', `typ srflx raddr 192.168.1.20 rport 53124${more}`),
      // Safari hides what it may not tell.
      line('203.0.113.9', 41_001, 'udp', `typ srflx raddr 0.0.0.0 rport 0${more}`),
      line('198.51.100.7', 61_000, 'udp', `typ relay raddr 203.0.113.9 rport 41000${more}`),
    );
    expect(usable(sdp)).toBe(sdp);
    expect(usable(sdp.replaceAll('\r\n', '\n'))).toBe(sdp.replaceAll('\r\n', '\n'));
  });

  it('keeps every decoy, in its place', () => {
    const relay = line('198.51.100.7', 61_000, 'udp', 'typ relay raddr 0.0.0.0 rport 0');
    const hosts = Array.from({ length: 20 }, (_, at) => line(`10.0.0.${at}`));
    // protocol/decoys.ts puts in 24 at most.
    const decoys = Array<string>(24).fill(line('198.51.100.7', 9));
    const sdp = offer(...hosts, ...decoys, relay);
    expect(usable(sdp)).toBe(sdp);
  });
});

describe('a candidate', () => {
  it.each([
    line('127.0.0.1'),
    line('::ffff:127.0.0.1'),
    line('169.254.169.254', 80),
    line('0.0.0.0'),
    line('224.0.0.251', 5353),
    line('attacker.example'),
    line('localhost'),
    line('x.local'),
    line('127.1'),
    line('10.0.0.1', 0),
    line('10.0.0.1', 65_536),
    line('10.0.0.1', 9, 'tcp', 'typ host tcptype active'),
    line('10.0.0.1', 22, 'tcp', 'typ host tcptype passive'),
    line('10.0.0.1', 443, 'ssltcp'),
    line('10.0.0.1', 80, 'udp', 'typ other'),
    line('127.0.0.1').replace('a=', 'A='),
    line('10.0.0.1').replace('udp ', 'udp  '),
    line('10.0.0.1').replace(' udp', '\tudp'),
    line('10.0.0.1').replace('candidate:1', 'candidate:1\u001f1'),
    line('10.0.0.1 127.0.0.1'),
    'a=candidate:\r\n',
    'a=candidate:1 1 udp\r\n',
    'a=candidate\r\n',
    `a=candidate:1 1 udp 1 127.0.0.1 9 typ host\u2028\r\n`,
  ])('%j goes', (candidate) => expect(usable(offer(candidate), 'any')).toBe(offer()));

  it.each(['\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029'])(
    'behind what ends a line for Python alone goes, too (%j)',
    (end) => {
      const sdp = offer(`a=x:1${end}a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n`);
      expect(usable(sdp)).not.toContain('candidate:');
    },
  );

  it('of mDNS stays for a worker that asks the local network', () => {
    expect(usable(offer(line(MDNS)), 'any')).toBe(offer(line(MDNS)));
    expect(usable(offer(line(MDNS)))).toBe(offer());
  });

  it('beyond the sixty-fourth goes; those that go are not counted', () => {
    const many = Array.from({ length: 1000 }, (_, at) => [line('127.0.0.1'), line('10.0.0.1', 1000 + at)]);
    const kept = many.slice(0, 64).map(([, usable]) => usable as string);
    expect(usable(offer(...many.flat()))).toBe(offer(...kept));
  });
});

it('any text loses lines of candidates alone, and loses nothing the second time', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      HEAD,
      TAIL,
      line('10.0.0.1'),
      line('::1'),
      line(MDNS),
      'a=candidate',
      '\r',
      '\n',
      '\u2028',
    ),
    fc.string(),
    fc.ipV6().map((address) => line(address)),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const sdp = pieces.join('');
      const once = usable(sdp, 'any');
      expect(usable(once, 'any')).toBe(once);
      const others = (text: string) =>
        text.split(/(?<=\n)/).filter((each) => each !== '' && !/a=candidate/i.test(each));
      expect(others(once)).toEqual(others(sdp));
      for (const [, address = ''] of once.matchAll(/^a=candidate:\S+ \d+ \S+ \d+ (\S+)/gim))
        expect(address === MDNS ? 'unicast' : scopeOf(address)).toBe('unicast');
    }),
  );
});
