/** An access network: the client's device, the router with NAT and filter, the wire, the resolver. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child } from '../../kit/process/child';
import { accessAddresses, NAMES, NAMESPACES, NAT64, RESOLVER } from './addresses';
import { addNamespace, removeNamespace } from './namespaces';
import type { Filter, Network } from './networks';
import { daemon, inNamespace, ip, nft } from './shell';
import { layWire, type Wire } from './wire/wire';

const NAME_SERVER = fileURLToPath(new URL('wire/names.py', import.meta.url));
const { client, internet, routers } = NAMESPACES;

export type Access = {
  network: Network;
  wire: Wire;
  /** Makes this the client's way out (up, default route), or takes the client's device down. */
  attach(): Promise<void>;
  detach(): Promise<void>;
  /** The firewall lets everything out from now on; nobody is told. */
  open(): Promise<void>;
  close(): Promise<void>;
};

/** Ends of one access network: what `accessAddresses` plans, and which inner addresses it takes. */
function ends(network: Network, index: 0 | 1) {
  const plan = accessAddresses(index);
  const v6 = network.mapping === 'nat64';
  const inner = v6 ? plan.v6 : network.mapping === 'none' ? plan.routed : plan.natted;
  return { ...plan, v6, inner, router: routers[index] };
}
type Ends = ReturnType<typeof ends>;

const FILTERS: Record<Filter, string> = {
  all: 'accept',
  'no-udp': 'meta l4proto udp drop\n    accept',
  '443-only': 'tcp dport 443 accept',
};

/** Forwards what the filter lets out and what answers to it; never speaks for itself to the outside. */
function ruleset({ mapping, filter }: Network): string {
  const translate =
    mapping === 'none' ? '' : `oifname "wire" masquerade${mapping === 'cone' ? '' : ' random,fully-random'}`;
  return `
table ip nat {
  chain post {
    type nat hook postrouting priority srcnat;
    ${translate}
  }
}
table ip filter {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname "wire" drop
  }
  chain forward {
    type filter hook forward priority filter; policy ${mapping === 'none' ? 'accept' : 'drop'};
    ct state established,related accept
    iifname { "lan", "nat64" } oifname "wire" jump outward
    iifname "wire" oifname "nat64" drop
    ${mapping === 'nat64' ? 'iifname "nat64" oifname "lan" accept' : ''}
  }
  chain outward {
    ${FILTERS[filter]}
  }
}
`;
}

const OPENED = 'flush chain ip filter outward\nadd rule ip filter outward accept\n';

async function connectClient({ router, inner, clientDevice, v6 }: Ends): Promise<void> {
  const nodad = v6 ? ' nodad' : '';
  await ip(router, [
    `link add lan type veth peer name ${clientDevice} netns ${client}`,
    `addr add ${inner.gateway}/${inner.bits} dev lan${nodad}`,
    'link set lan up',
    `addr add ${v6 ? `${RESOLVER.v6}/128` : `${RESOLVER.v4}/32`} dev lo`,
  ]);
}

async function connectWire({ router, outside, outsideNet, wire }: Ends): Promise<Wire> {
  const link = await layWire(
    { namespace: router, device: wire.near },
    { namespace: internet, device: wire.far },
  );
  await ip(router, [
    `addr add ${outside}/32 dev wire`,
    'link set wire up txqueuelen 2000',
    'route add default dev wire',
  ]);
  await ip(internet, [
    `link set ${wire.far} up txqueuelen 2000`,
    `route replace ${outsideNet} dev ${wire.far}`,
  ]);
  return link;
}

/** Stateless translation by tayga, v6 to an address of the pool; the masquerade makes it stateful. */
async function startNat64({ router }: Ends): Promise<Child> {
  const file = join('/etc/netns', router, 'tayga.conf');
  writeFileSync(
    file,
    [
      'tun-device nat64',
      `ipv4-addr ${NAT64.ownV4}`,
      `ipv6-addr ${NAT64.ownV6}`,
      `prefix ${NAT64.prefix}`,
      `dynamic-pool ${NAT64.pool}`,
      '',
    ].join('\n'),
  );
  await inNamespace(router, 'tayga', ['--mktun', '-c', file]);
  await ip(router, [
    'link set nat64 up',
    `route add ${NAT64.pool} dev nat64`,
    `route add ${NAT64.prefix} dev nat64`,
    `route add ${NAT64.ownV6}/128 dev nat64`,
  ]);
  return daemon('tayga', ['-d', '--nodetach', '-c', file], { namespace: router });
}

async function startResolver({ router, v6 }: Ends): Promise<Child> {
  const table = Object.entries(NAMES).map(([name, address]) => `${name}=${address}`);
  const at = v6 ? RESOLVER.v6 : RESOLVER.v4;
  const resolver = daemon('python3', [NAME_SERVER, at, v6 ? NAT64.prefix : '-', ...table], {
    namespace: router,
  });
  await resolver.until(/ready/);
  return resolver;
}

async function attach({ clientDevice, inner, v6 }: Ends): Promise<void> {
  await ip(client, [
    `addr flush dev ${clientDevice}`,
    `link set ${clientDevice} up`,
    `addr add ${inner.client}/${inner.bits} dev ${clientDevice}${v6 ? ' nodad' : ''}`,
    `route replace default via ${inner.gateway} dev ${clientDevice}`,
  ]);
}

/** Address and routes go with the link, as when a phone leaves a Wi-Fi. */
async function detach({ clientDevice }: Ends): Promise<void> {
  await ip(client, [`addr flush dev ${clientDevice}`, `link set ${clientDevice} down`]);
}

async function close({ router }: Ends, daemons: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(daemons.map((one) => one.stop()));
  // Its devices in the client's and the internet's namespace go with their peers in the router's.
  removeNamespace(router);
}

/** Built but not attached. `index`: 0 for the first access network, 1 for the one that a handover goes to. */
export async function buildAccess(network: Network, index: 0 | 1): Promise<Access> {
  const at = ends(network, index);
  await addNamespace(at.router, {}, true);
  await connectClient(at);
  const wire = await connectWire(at);
  const nat64 = at.v6 ? [await startNat64(at)] : [];
  await nft(at.router, ruleset(network));
  const resolver = await startResolver(at);
  await wire.set({ up: network.up, down: network.down });
  await wire.inspect(network.inspected);
  return {
    network,
    wire,
    attach: () => attach(at),
    detach: () => detach(at),
    open: () => nft(at.router, OPENED).then(() => undefined),
    close: () => close(at, [resolver, wire, ...nat64]),
  };
}

/** The client itself, without any network yet. */
export async function addClient(v6: boolean): Promise<void> {
  const resolver = v6 ? RESOLVER.v6 : RESOLVER.v4;
  await addNamespace(
    client,
    {
      'resolv.conf': `nameserver ${resolver}\noptions timeout:2 attempts:2\n`,
      hosts: '127.0.0.1 localhost\n::1 localhost\n',
    },
    false,
  );
}
