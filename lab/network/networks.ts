/** The nine networks between the phone and the rest, as data. */

/**
 * How the access router maps.
 * 'none': the client has a public address.
 * 'cone': nftables' `masquerade` keeps the source port wherever it is free, and the router drops (never
 *   answers) what it did not ask for, so that no stray packet can take a port: one inner address and port is
 *   seen as one outer pair by everybody, which is endpoint-independent mapping (RFC 4787 §4.1). Filtering is
 *   conntrack's: address-and-port-dependent, so a port-restricted cone, the usual home router.
 * 'symmetric': `masquerade random,fully-random`: each new destination is given another random port.
 * 'nat64': the client has IPv6 alone; tayga translates, and what leaves is mapped as on 'symmetric'.
 */
type Mapping = 'none' | 'cone' | 'symmetric' | 'nat64';
/** What the router lets out. What it does not is dropped without a word, as most firewalls do. */
export type Filter = 'all' | 'no-udp' | '443-only';

/** One way over the wire. Without `rateKbit` there is no limit. */
export type Path = {
  delayMs: number;
  /** Uniform between 0 and this, on top of the delay; the order is kept. */
  jitterMs?: number;
  /** Share of packets that never arrive, 0 to 1. */
  loss?: number;
  rateKbit?: number;
  /** What the buffer before the bottleneck holds, in time at that rate. */
  queueMs?: number;
};

export type Network = {
  name: NetworkName;
  title: string;
  mapping: Mapping;
  filter: Filter;
  /** Drop flows to TCP 443 that do not begin with a TLS handshake. */
  inspected: boolean;
  up: Path;
  down: Path;
  /** Can a direct path to a worker behind a port-restricted NAT exist at all? */
  direct: boolean;
};

export const NETWORK_NAMES = [
  'open',
  'cone',
  'symmetric',
  'udp-blocked',
  '443-only',
  '443-inspected',
  'lossy-cellular',
  'slow-cellular',
  'nat64',
] as const;
export type NetworkName = (typeof NETWORK_NAMES)[number];

/** Half of the 80 ms round trip that all nine have in common. */
const ONE_WAY_MS = 40;

const even: Path = { delayMs: ONE_WAY_MS };
const shaky: Path = { delayMs: ONE_WAY_MS, jitterMs: 15, loss: 0.02, queueMs: 300 };
const slow: Path = { ...even, queueMs: 300 };

const network = (
  name: NetworkName,
  title: string,
  mapping: Mapping,
  rest: Partial<Network> = {},
): Network => ({
  ...{ name, title, mapping, filter: 'all', inspected: false, up: even, down: even, direct: false },
  ...rest,
});
const cellular = (path: Path, upKbit: number, downKbit: number) => ({
  up: { ...path, rateKbit: upKbit },
  down: { ...path, rateKbit: downKbit },
});
const STRICT = { filter: '443-only' } as const;

const ALL: Network[] = [
  network('open', 'open', 'none', { direct: true }),
  network('cone', 'cone NAT', 'cone', { direct: true }),
  network('symmetric', 'symmetric NAT', 'symmetric'),
  network('udp-blocked', 'UDP blocked', 'cone', { filter: 'no-udp' }),
  network('443-only', '443 only', 'cone', STRICT),
  network('443-inspected', '443 only, TLS inspected for', 'cone', { ...STRICT, inspected: true }),
  network('lossy-cellular', 'lossy cellular', 'symmetric', cellular(shaky, 1500, 10_000)),
  network('slow-cellular', 'slow cellular', 'symmetric', cellular(slow, 600, 4000)),
  network('nat64', 'IPv6 only, NAT64', 'nat64'),
];
export const NETWORKS = Object.fromEntries(ALL.map((each) => [each.name, each])) as Record<
  NetworkName,
  Network
>;
