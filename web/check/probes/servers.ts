/** Which servers there are to ask, read out of the lists that the page dials with. */
import type { IceServer } from '../../../protocol/api';
import type { Transport } from '../evidence';

/** One way to a relay. `host` is for comparing alone: it goes into no evidence. */
export type RelayServer = { transport: Transport; host: string; port: number; server: IceServer };

/** RFC 7064 and 7065. */
const ADDRESS = /^(stun|turns?):(\[[^\]]+\]|[^:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;
/** Each is a pair of peers with an allocation of its own; the proxy gives three of a vendor's. */
const MOST_RELAYS = 4;
/** Two tell how a NAT maps; a third stands in for one that is down. */
const MOST_STUN = 3;

type Address = { scheme: 'stun' | 'turn' | 'turns'; host: string; port: number; tcp: boolean };

/** One entry for each relay URL. */
export function relaysOf(servers: readonly IceServer[]): RelayServer[] {
  const all = servers.flatMap(({ urls, username = '', credential = '' }) =>
    urls.flatMap((url) => {
      const address = addressOf(url);
      if (!address || address.scheme === 'stun') return [];
      const { host, port } = address;
      return [{ transport: transportOf(address), host, port, server: { urls: [url], username, credential } }];
    }),
  );
  return all.slice(0, MOST_RELAYS);
}

/** The addresses that answer STUN over UDP: a TURN server does, too, and asks for no password (RFC 8656 §3). */
export function stunOf(servers: readonly IceServer[]): string[] {
  const addresses = servers.flatMap(({ urls }) => urls).map(addressOf);
  const open = addresses.filter((one) => one !== null && one.scheme !== 'turns' && !one.tcp);
  return [...new Set(open.map((one) => `stun:${one?.host}:${one?.port}`))].slice(0, MOST_STUN);
}

/** The same host and port in plain TCP: what a TLS that fails is compared with. */
export function plainTwin({ host, port, server }: RelayServer): RelayServer {
  const urls = [`turn:${host}:${port}?transport=tcp`];
  return { transport: 'TCP', host, port, server: { ...server, urls } };
}

function addressOf(url: string): Address | null {
  const [, scheme, host, port, transport] = ADDRESS.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return null;
  const name = scheme.toLowerCase() as Address['scheme'];
  const usual = name === 'turns' ? 5349 : 3478;
  const tcp = name !== 'stun' && transport?.toLowerCase() === 'tcp';
  return { scheme: name, host: host.toLowerCase(), port: port === undefined ? usual : Number(port), tcp };
}

function transportOf({ scheme, tcp }: Address): Transport {
  if (scheme === 'turns') return 'TLS';
  return tcp ? 'TCP' : 'UDP';
}
