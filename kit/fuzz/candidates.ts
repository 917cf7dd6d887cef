/** ICE candidates that no honest page sends, and some that one does. */
import fc from 'fast-check';

/**
 * Where a worker must not be made to knock: its own machine, its own cable, many at once, whatever a name
 * leads to.
 */
const REFUSED = [
  '127.0.0.1',
  '127.8.9.10',
  '::1',
  '::',
  '0.0.0.0',
  '169.254.169.254',
  'fe80::1',
  'fe80::1%eth0',
  '224.0.0.251',
  'ff02::fb',
  '255.255.255.255',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:169.254.169.254',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '127.1',
  '2130706433',
  '0x7f000001',
  'localhost',
  'm4rk3r.example',
  'm4rk3r.local',
];
const HONEST = ['10.0.0.1', '192.168.1.20', '100.64.0.9', '203.0.113.9', 'fd00::7', '2001:db8::7'];
const MDNS = '5d943223-646e-4f58-8387-4073d7c07e28.local';

const address = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...REFUSED) },
  { weight: 2, arbitrary: fc.constantFrom(...HONEST, MDNS) },
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
  fc.string({ maxLength: 20 }),
);
const transport = fc.constantFrom('udp', 'udp', 'UDP', 'tcp', 'TCP', 'ssltcp', 'sctp', '');
const port = fc.oneof(fc.constantFrom(0, 9, 22, 53, 80, 443, 65_535, 65_536, -1, 1e12, 'x'), fc.nat(65_535));
const rest = fc.oneof(
  fc.constantFrom(
    'typ host',
    'typ srflx raddr 0.0.0.0 rport 0',
    'typ relay raddr 127.0.0.1 rport 1',
    'typ host tcptype passive',
    'typ host tcptype active',
    'typ other',
    'typ',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const head = fc.constantFrom(
  'a=candidate:',
  'a=candidate:',
  'a=candidate',
  'A=CANDIDATE:',
  'a=x\u2028a=candidate:',
  'a=x\ra=candidate:',
);
const space = fc.constantFrom(' ', ' ', ' ', ' ', '  ', '\t', '\u00a0', '\u001f');

const line = fc
  .tuple(head, space, transport, address, port, rest)
  .map(([start, gap, over, host, at, end]) =>
    [`${start}1`, '1', over, '2122260223', host, at, end].join(gap).replaceAll('\n', ''),
  );

/** None, some, or a thousand. */
export const oddCandidates: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(line, { maxLength: 6 }) },
  { weight: 1, arbitrary: line.map((one) => Array<string>(1000).fill(one)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...HONEST, ...REFUSED)
      .map((host) =>
        Array.from({ length: 1000 }, (_, at) => `a=candidate:1 1 udp 1 ${host} ${1024 + at} typ host`),
      ),
  },
);

/**
 * What of an SDP a worker must not be handed: written anew, so that it does not agree with the code by being
 * the code.
 */
export function forbiddenIn(sdp: string): string[] {
  const candidates = sdp.split(/[^ -~]+/).filter((each) => /^a=candidate/i.test(each));
  const wrong = candidates.filter((each) => {
    const [, , over, , host = ''] = each.split(/\s+/);
    return (
      over?.toLowerCase() !== 'udp' ||
      REFUSED.includes(host.toLowerCase()) ||
      (/[g-z]/i.test(host) && host !== MDNS)
    );
  });
  return candidates.length > 64 ? [...wrong, `${candidates.length} candidates`] : wrong;
}
