/**
 * Which path the media takes and whether anything comes back on it: the selected candidate pair (W3C
 * webrtc-stats).
 */
type Stats = { id: string; type: string } & Record<string, unknown>;

/** The path of the media, from the selected candidate pair (W3C webrtc-stats RTCIceCandidatePairStats). */
export type Route = {
  kind: 'direct' | 'relay';
  transport: 'UDP' | 'TCP' | 'TLS';
  /** The relay's port; null for a direct path or where the browser does not say. */
  port: number | null;
  rttMs: number | null;
};

/** What the transport has received so far, from the selected candidate pair. Growth is a sign of life. */
export type Received = {
  bytes: number;
  /** Answers to our ICE checks (RFC 8445 §7.2.5), and how many checks we sent. */
  responses: number;
  requestsSent: number;
  /** How long ago (ms) the last packet came in; null where the browser does not say (Safari). */
  silentMs: number | null;
};

/**
 * What one counter of the browser's has counted since it began (bytes, both ways). `source` tells it from
 * others of the same peer.
 */
export type Counted = { source: string; sent: number; received: number };

/** `counted`: null where the browser does not count. */
export type PathStats = { route: Route; received: Received; counted: Counted | null };

/**
 * @param iceServers what the peer was made with: the relay's port stands nowhere else in Firefox.
 * @returns null until a pair is selected.
 */
export function readPath(
  report: Iterable<[string, Stats]>,
  iceServers: readonly RTCIceServer[] = [],
): PathStats | null {
  const stats = new Map(report);
  const pair = selectedPair(stats);
  const local = stats.get(String(pair?.localCandidateId));
  if (!pair || !local) return null;
  const remote = stats.get(String(pair.remoteCandidateId));
  return {
    route: routeOf(pair, local, remote, iceServers),
    received: receivedBy(pair),
    counted: countedBy(stats.get(String(pair.transportId))) ?? countedBy(pair),
  };
}

/**
 * A transport counts on over a change of pairs; Firefox (153) counts at pairs alone. Neither counts the
 * headers of UDP, IP and TURN (W3C webrtc-stats §8.10).
 */
function countedBy(entry: Stats | undefined): Counted | null {
  if (typeof entry?.bytesSent !== 'number' || typeof entry.bytesReceived !== 'number') return null;
  return { source: entry.id, sent: entry.bytesSent, received: entry.bytesReceived };
}

function routeOf(
  pair: Stats,
  local: Stats,
  remote: Stats | undefined,
  iceServers: readonly RTCIceServer[],
): Route {
  const relayed = local.candidateType === 'relay';
  const over = relayed ? relayTransport(local) : transport(local.protocol);
  return {
    kind: relayed || remote?.candidateType === 'relay' ? 'relay' : 'direct',
    transport: over,
    port: relayed ? (relayPort(local.url) ?? onlyPort(iceServers, over)) : null,
    rttMs:
      typeof pair.currentRoundTripTime === 'number' ? Math.round(pair.currentRoundTripTime * 1000) : null,
  };
}

/** `bytesReceived` leaves ICE checks out; on an idle path they are the only sign of life. */
function receivedBy(pair: Stats): Received {
  const count = (name: string) => (typeof pair[name] === 'number' ? pair[name] : 0);
  const { lastPacketReceivedTimestamp: last, timestamp } = pair;
  const told = typeof last === 'number' && last > 0 && typeof timestamp === 'number';
  return {
    bytes: count('bytesReceived'),
    responses: count('responsesReceived'),
    requestsSent: count('requestsSent'),
    // Both by the clock of the report, which need not be the page's.
    silentMs: told ? Math.max(0, timestamp - last) : null,
  };
}

function selectedPair(stats: Map<string, Stats>): Stats | undefined {
  const all = [...stats.values()];
  const transportStats = all.find((entry) => entry.type === 'transport' && entry.selectedCandidatePairId);
  if (transportStats) return stats.get(String(transportStats.selectedCandidatePairId));
  // Firefox had no transport entry with a selected pair until lately; it marks the pair itself.
  return all.find(
    (entry) => entry.type === 'candidate-pair' && (entry.selected === true || isNominated(entry)),
  );
}

function isNominated(entry: Stats): boolean {
  return entry.nominated === true && entry.state === 'succeeded';
}

/**
 * How the browser talks to the relay. Safari has no `relayProtocol` (WebKit pull 58549), but libwebrtc writes
 * it into the top byte of a relay candidate's priority: 0 TLS, 1 TCP, 2 UDP.
 */
export function relayTransport(candidate: object): Route['transport'] {
  const { relayProtocol, priority } = candidate as { relayProtocol?: unknown; priority?: unknown };
  if (typeof relayProtocol === 'string') return transport(relayProtocol);
  const preference = typeof priority === 'number' ? priority >>> 24 : 2;
  return preference === 0 ? 'TLS' : preference === 1 ? 'TCP' : 'UDP';
}

function transport(name: unknown): Route['transport'] {
  const upper = String(name).toUpperCase();
  return upper === 'TLS' || upper === 'TCP' ? upper : 'UDP';
}

/** The port that all relays over this transport have; Firefox (153) has no `url` in a candidate's stats. */
function onlyPort(iceServers: readonly RTCIceServer[], over: Route['transport']): number | null {
  const urls = iceServers.flatMap((server) => server.urls).filter((url) => urlTransport(url) === over);
  const ports = new Set(urls.map(relayPort));
  const [port = null] = ports;
  return ports.size === 1 ? port : null;
}

/** RFC 7065: TLS where the scheme says so, else what `transport` says, else UDP. Null for STUN. */
function urlTransport(url: string): Route['transport'] | null {
  if (url.startsWith('turns:')) return 'TLS';
  if (!url.startsWith('turn:')) return null;
  return /\?transport=tcp$/i.test(url) ? 'TCP' : 'UDP';
}

/** The port in a TURN URL (RFC 7065), with its scheme's default. */
function relayPort(url: unknown): number | null {
  if (typeof url !== 'string') return null;
  const port = /:(\d+)(?:\?|$)/.exec(url)?.[1];
  if (port) return Number(port);
  return url.startsWith('turns:') ? 5349 : 3478;
}
