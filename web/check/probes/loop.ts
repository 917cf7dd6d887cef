/** Two peers of this page that reach each other through one relay alone: what it carries, and how well. */

import type { IceServer } from '../../../protocol/api';
import { childScope, eventually, type Scope, within } from '../../time/scope';
import { type CreatePeer, type Gathering, probePeer, wasRefused, watchGathering } from './gather';

/** DNS, TCP, TLS and two TURN round trips at 400 ms; the page itself gives a relay as long when in a hurry. */
const ALLOCATE_MS = 4_000;
/** The other peer's allocation, ICE, DTLS and SCTP, a third of the packets lost. */
const OPEN_MS = 6_000;

export type Allocation = { kind: 'allocated' | 'refused' | 'closed' | 'silent'; afterMs: number };

export type Loop = {
  near: RTCPeerConnection;
  far: RTCPeerConnection;
  out: RTCDataChannel;
  back: RTCDataChannel;
  allocation: Promise<Allocation>;
  /** The two descriptions are exchanged. */
  ready: Promise<void>;
};

/** @throws what the browser says to an address that it does not take. */
export function openLoop(create: CreatePeer, server: IceServer, scope: Scope): Loop {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const near = probePeer(create, configuration, scope);
  const far = probePeer(create, configuration, scope);
  // No second try for a packet that is lost: this is what counts them.
  const init = { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 };
  const [out, back] = [near.createDataChannel('check', init), far.createDataChannel('check', init)];
  const allocation = allocate(near, scope);
  return { near, far, out, back, allocation, ready: join(near, far, scope) };
}

/** Whether a relay takes us, without going round by it. Never throws. */
export async function tryAllocation(
  create: CreatePeer,
  server: IceServer,
  parent: Scope,
): Promise<Allocation> {
  const scope = childScope(parent);
  try {
    const pc = probePeer(create, { iceServers: [server], iceTransportPolicy: 'relay' }, scope);
    const allocation = allocate(pc, scope);
    pc.createDataChannel('check');
    await pc.setLocalDescription(await pc.createOffer());
    return await allocation;
  } catch {
    return { kind: 'closed', afterMs: 0 };
  } finally {
    scope.end();
  }
}

/** @throws Failure `relay_unreachable` where the loop does not open in time. */
export async function opened({ out, ready }: Loop, scope: Scope & { endMs: number }): Promise<void> {
  const open = eventually(out, 'open', () => out.readyState === 'open', scope.signal);
  await within(
    ready.then(() => open),
    Math.min(OPEN_MS, Math.max(0, scope.endMs - scope.clock.now())),
    'relay_unreachable',
    scope,
  );
}

async function allocate(pc: RTCPeerConnection, scope: Scope): Promise<Allocation> {
  const fromMs = scope.clock.now();
  const limit = { ms: ALLOCATE_MS, late: 'silent' as const };
  let failedAfterMs: number | null = null;
  const look = (seen: Gathering) => {
    failedAfterMs = seen.failedAfterMs;
    return judge(seen);
  };
  const kind = await watchGathering<Allocation['kind']>(pc, look, limit, scope);
  return { kind, afterMs: failedAfterMs ?? scope.clock.now() - fromMs };
}

/** A connection that fails is told at once; where nothing comes back, browsers wait longer than we do. */
function judge(seen: Gathering): Allocation['kind'] | null {
  if (seen.candidates.some(({ type }) => type === 'relay')) return 'allocated';
  if (wasRefused(seen)) return 'refused';
  return seen.settled ? 'closed' : null;
}

async function join(near: RTCPeerConnection, far: RTCPeerConnection, scope: Scope): Promise<void> {
  const described = exchange(near, far);
  const hand = (from: RTCPeerConnection, to: RTCPeerConnection) =>
    from.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        // A peer that was closed meanwhile takes none.
        if (candidate) described.then(() => to.addIceCandidate(candidate)).catch(() => {});
      },
      { signal: scope.signal },
    );
  hand(near, far);
  hand(far, near);
  await described;
}

async function exchange(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const offer = await near.createOffer();
  await near.setLocalDescription(offer);
  await far.setRemoteDescription(offer);
  const answer = await far.createAnswer();
  await far.setLocalDescription(answer);
  await near.setRemoteDescription(answer);
}
