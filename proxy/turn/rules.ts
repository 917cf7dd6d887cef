/** The one place that decides which STUN and TURN addresses a browser gets. */
import type { IceServer } from '../../protocol/api';
import { formatIceUrl, type IceUrl, parseIceUrl } from './iceUrl';

/** One address with what is needed to use it. */
type Entry = { url: IceUrl; username?: string; credential?: string };
type Kind = 'stun' | 'udp' | 'tls' | 'tcp';

/**
 * Port 53 is blocked by Chrome and Firefox, which then log an error for each try. The end of the match spares
 * :5349.
 */
const PORT_53 = /:53(\?|$)/;

/**
 * Whatever a provider sent, made fit for RTCPeerConnection: no legacy `url`, `urls` always arrays, no address
 * that a browser refuses, no relay without credentials. Order and choice stay as they were. Never throws.
 */
export function cleanList(servers: unknown): IceServer[] {
  return group(readEntries(servers));
}

/**
 * The list for a vendor's relay: one STUN address and at most three ways to the relay, best first. Every
 * relay address is one more allocation at each start, used or not (Chrome gathers from three servers in
 * 200-300 ms, from six in 300-400, Firefox in up to 13 s: wire-webapp#4457), so one of a kind must do:
 * 1. UDP, the lowest delay where it passes;
 * 2. TLS on 443, which passes wherever the web does;
 * 3. plain TCP, 443 if there is one, for a network that breaks open or resets TLS it cannot read.
 */
export function vendorList(servers: unknown): IceServer[] {
  const entries = readEntries(servers);
  const relays = withTls443(entries.filter(({ url }) => url.scheme.startsWith('turn')));
  const chosen = [
    best(entries, 'stun', []),
    best(relays, 'udp', [3478]),
    best(relays, 'tls', [443]),
    best(relays, 'tcp', [443, 80]),
  ];
  return group(chosen.filter((entry) => entry !== undefined));
}

/**
 * The list for the worker's own allocation: the same relays, those over TCP first. aiortc uses the first TURN
 * address alone (rtcicetransport.py:96-138), and WORKER_RELAY is for a worker that has no UDP to the relay.
 */
export function workerRelayList(servers: IceServer[]): IceServer[] {
  const relays = readEntries(servers).filter(({ url }) => url.scheme.startsWith('turn'));
  return group(
    (['tls', 'tcp', 'udp'] as const).flatMap((wanted) => relays.filter((entry) => kind(entry) === wanted)),
  );
}

export function hasRelay(servers: IceServer[]): boolean {
  return servers.some(({ urls }) => urls.some((url) => url.startsWith('turn')));
}

/**
 * Twilio's list has no TLS: its 443 is plain TCP, which a firewall that looks inside drops. The host answers
 * TLS there with the same credentials (iceperf-agent PR 1). Cloudflare lists it, and this then adds nothing.
 */
function withTls443(relays: Entry[]): Entry[] {
  const [first] = relays;
  if (!first || relays.some(({ url }) => url.scheme === 'turns' && url.port === 443)) return relays;
  return [
    ...relays,
    { ...first, url: { scheme: 'turns', host: first.url.host, port: 443, transport: 'tcp' } },
  ];
}

/** The first entry of a kind, one on a preferred port before others. */
function best(entries: Entry[], wanted: Kind, ports: number[]): Entry | undefined {
  const ofKind = entries.filter((entry) => kind(entry) === wanted);
  const preferred = ports.map((port) => ofKind.find(({ url }) => url.port === port));
  return preferred.find((entry) => entry !== undefined) ?? ofKind[0];
}

function kind({ url }: Entry): Kind | undefined {
  if (url.scheme === 'turns') return 'tls';
  if (url.scheme === 'turn') return url.transport;
  return url.scheme === 'stun' ? 'stun' : undefined;
}

function readEntries(servers: unknown): Entry[] {
  const list = Array.isArray(servers) ? servers.flatMap(readServer) : [];
  const seen = new Set<string>();
  return list.filter(({ url }) => {
    const name = formatIceUrl(url);
    if (seen.has(name) || PORT_53.test(name)) return false;
    seen.add(name);
    return true;
  });
}

/** `urls` as text or list (W3C), or Twilio's legacy `url`. */
function readServer(server: unknown): Entry[] {
  if (typeof server !== 'object' || server === null) return [];
  const { urls, url, username, credential } = server as Record<string, unknown>;
  const texts = [urls ?? url].flat().filter((text) => typeof text === 'string');
  const parsed = texts.map(parseIceUrl).filter((address) => address !== null);
  return parsed.flatMap((address) => {
    if (address.scheme.startsWith('stun')) return [{ url: address }];
    // A browser throws InvalidAccessError for a relay without both.
    if (typeof username !== 'string' || typeof credential !== 'string') return [];
    return [{ url: address, username, credential }];
  });
}

/** Neighbours with the same credentials become one server. */
function group(entries: Entry[]): IceServer[] {
  const servers: IceServer[] = [];
  for (const { url, username, credential } of entries) {
    const last = servers.at(-1);
    if (last && last.username === username && last.credential === credential)
      last.urls.push(formatIceUrl(url));
    else
      servers.push(
        username === undefined
          ? { urls: [formatIceUrl(url)] }
          : { urls: [formatIceUrl(url)], username, credential },
      );
  }
  return servers;
}
