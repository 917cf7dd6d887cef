/**
 * Who stands where. All public addresses are from the documentation ranges (RFC 5737, RFC 3849): should a
 * packet ever leave the namespaces, no host on earth would answer to it.
 */

/** Every namespace's name begins so; the sweep touches nothing else. */
export const PREFIX = 'sl-';

export const NAMESPACES = {
  internet: 'sl-net',
  client: 'sl-client',
  /** The access router of the first and of the second (handover) network. */
  routers: ['sl-nat1', 'sl-nat2'],
  workerRouter: 'sl-wnat',
  worker: 'sl-worker',
} as const;

/** Servers in the internet namespace. The two probe hosts are the self-test's alone. */
export const HOSTS = {
  app: '203.0.113.10',
  /** Another deployment, whose ENH takes the Roboflow account's own relay. */
  account: '203.0.113.11',
  relay: '203.0.113.20',
  /** STUN servers apart from the relay: how a NAT maps shows only to two. */
  stun: '203.0.113.30',
  secondStun: '203.0.113.31',
  probeOne: '203.0.113.51',
  probeTwo: '203.0.113.52',
} as const;

/** Outside and inside of the worker's NAT. */
export const WORKER = {
  outside: '192.0.2.2',
  outsideGateway: '192.0.2.1',
  inside: '10.9.0.2',
  insideGateway: '10.9.0.1',
  port: 9001,
  name: 'worker.sightline.test',
} as const;

export const NAMES = {
  'app.sightline.test': HOSTS.app,
  'account.sightline.test': HOSTS.account,
  'relay.sightline.test': HOSTS.relay,
  'stun.sightline.test': HOSTS.stun,
  'second.sightline.test': HOSTS.secondStun,
  [WORKER.name]: WORKER.outside,
  'one.sightline.test': HOSTS.probeOne,
  'two.sightline.test': HOSTS.probeTwo,
} as const;

export const APP_ORIGIN = 'https://app.sightline.test';
export const ACCOUNT_ORIGIN = 'https://account.sightline.test';

/** Where a name resolves by /etc/hosts: in the internet and at the worker, outside of what is tested. */
export const HOSTS_FILE = `127.0.0.1 localhost\n::1 localhost\n${Object.entries(NAMES)
  .map(([name, address]) => `${address} ${name}`)
  .join('\n')}\n`;

/** One resolver address in every access network: a handover leaves the client's resolv.conf alone. */
export const RESOLVER = { v4: '10.53.53.53', v6: '2001:db8:53::53' } as const;

/** Network-specific (RFC 6052 §2.2), as carriers have it; tayga keeps the well-known one from LANs. */
export const NAT64 = {
  prefix: '2001:db8:64::/96',
  pool: '192.168.255.0/24',
  ownV4: '192.168.255.1',
  ownV6: '2001:db8:1::64',
} as const;

/** Addresses of access network `n` (0, 1). `routed`: an address of the client's own, without NAT. */
export function accessAddresses(n: number) {
  return {
    outside: `198.51.100.${1 + 128 * n}`,
    outsideNet: `198.51.100.${128 * n}/25`,
    natted: { client: `192.168.${10 + n}.2`, gateway: `192.168.${10 + n}.1`, bits: 24 },
    routed: { client: `198.51.100.${6 + 128 * n}`, gateway: `198.51.100.${5 + 128 * n}`, bits: 30 },
    v6: { client: '2001:db8:1::2', gateway: '2001:db8:1::1', bits: 64 },
    clientDevice: `eth${n}`,
    wire: { near: 'wire', far: `acc${n}` },
  };
}
