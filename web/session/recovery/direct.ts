/**
 * Whether a direct path may have become possible while a session goes by the relay: a firewall opened, another
 * network behind the same address. A few STUN requests tell; a dial, which costs a session, only when they say
 * something new.
 */
import { type Clock, every } from '../../time/clock';
import { childScope, type Scope } from '../../time/scope';
import { mapsAlike } from '../dial/mapping';
import type { PeerFactory } from '../dial/prepared';

/** What STUN servers see of this network. `hopeful`: UDP passes, and one address and port is seen by all. */
export type Outlook = 'hopeful' | 'hopeless';

/** The route has been read by then. */
const FIRST_PROBE_MS = 1_500;
const PROBE_EVERY_MS = 20_000;
/** Gathering that is not through by now waits for an answer that will not come. */
const PROBE_MS = 2_500;
/** Between two moves; twice as long after each that ended on the relay again. */
const LEAST_WAIT_MS = 60_000;
const MOST_WAIT_MS = 32 * 60_000;

/**
 * When to dial for a direct path. It lasts over the peers of a visit. At first what blocked direct is still
 * there, whatever STUN says: only a change for the better is worth a dial.
 */
export class Opportunity {
  private outlook: Outlook | null = null;
  private isOpen = false;
  private movedMs = Number.NEGATIVE_INFINITY;
  private waitMs = LEAST_WAIT_MS;

  /** @returns whether to dial now */
  look(outlook: Outlook, nowMs: number): boolean {
    if (outlook === 'hopeless') this.isOpen = false;
    else if (this.outlook === 'hopeless') this.isOpen = true;
    this.outlook = outlook;
    if (!this.isOpen || nowMs - this.movedMs < this.waitMs) return false;
    this.isOpen = false;
    this.waitMs = Math.min(MOST_WAIT_MS, 2 * this.waitMs);
    this.movedMs = nowMs;
    return true;
  }

  /** The session goes by a direct path: what was learned of the relay's network is of no more use. */
  direct(): void {
    this.outlook = null;
    this.isOpen = false;
    this.waitMs = LEAST_WAIT_MS;
  }
}

type Watching = {
  opportunity: Opportunity;
  /** Asked before each probe. */
  isRelayed(): boolean;
  /** It is worth a dial. */
  onDirect(): void;
};

/** Probes now and then, as long as the signal lasts. @param iceServers what the peer was made with */
export function watchForDirect(
  deps: { createPeer: PeerFactory; clock: Clock },
  iceServers: readonly RTCIceServer[],
  { opportunity, isRelayed, onDirect }: Watching,
  signal: AbortSignal,
): void {
  const servers = stunServers(iceServers);
  const scope = { clock: deps.clock, signal };
  const look = async () => {
    if (!isRelayed()) return opportunity.direct();
    const outlook = await outlookOf(deps.createPeer, servers, scope).catch(() => null);
    if (outlook === null || signal.aborted || !isRelayed()) return;
    if (opportunity.look(outlook, deps.clock.now())) onDirect();
  };
  if (servers.length === 0) return;
  deps.clock.after(FIRST_PROBE_MS, () => void look(), signal);
  every(deps.clock, PROBE_EVERY_MS, () => void look(), signal);
}

/**
 * The same servers without credentials: a TURN server answers STUN, too, and two that stand apart show how a
 * NAT maps.
 */
export function stunServers(iceServers: readonly RTCIceServer[]): RTCIceServer[] {
  const urls = iceServers.flatMap((server) => server.urls);
  const hosts = urls.flatMap((url) => /^(?:stun|turn):([^?]+)(?:\?transport=udp)?$/i.exec(url)?.[1] ?? []);
  return [...new Set(hosts)].map((host) => ({ urls: [`stun:${host}`] }));
}

/** @throws the scope's reason once it ends, or what the browser says where no peer can be made */
async function outlookOf(
  createPeer: PeerFactory,
  iceServers: RTCIceServer[],
  parent: Scope,
): Promise<Outlook> {
  const scope = childScope(parent);
  const pc = createPeer({ iceServers }, false);
  try {
    const { isOpen, mapped } = await gatheredOf(pc, scope);
    return (isOpen || mapped.length > 0) && mapsAlike(mapped) ? 'hopeful' : 'hopeless';
  } finally {
    scope.end();
    pc.close();
  }
}

/**
 * `isOpen`: all servers have answered. Where there is no NAT that is all there is to see, for what they say is
 * known (RFC 8445 §5.1.3). `mapped`: what they say where there is one.
 */
type Seen = { isOpen: boolean; mapped: RTCIceCandidate[] };

function gatheredOf(pc: RTCPeerConnection, { clock, signal }: Scope): Promise<Seen> {
  const mapped: RTCIceCandidate[] = [];
  const failed: Event[] = [];
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    const listening = { signal };
    const through = () =>
      pc.iceGatheringState === 'complete' && resolve({ isOpen: failed.length === 0, mapped });
    const keep = (candidate: RTCIceCandidate | null) => candidate?.type === 'srflx' && mapped.push(candidate);
    pc.addEventListener('icecandidate', ({ candidate }) => keep(candidate), listening);
    pc.addEventListener('icecandidateerror', (event) => failed.push(event), listening);
    pc.addEventListener('icegatheringstatechange', through, listening);
    clock.after(PROBE_MS, () => resolve({ isOpen: false, mapped }), signal);
    pc.createDataChannel('probe');
    pc.setLocalDescription().catch(reject);
  });
}
