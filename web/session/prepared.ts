/** A peer connection that is ready to dial: credentials fetched and, in ENH, the relay's allocation under way. */
import type { Fetch } from './api';
import { fetchRelay } from './turn';
import type { DialPlan } from './types';
import type { Scope } from './within';

export type PeerFactory = (configuration: RTCConfiguration) => RTCPeerConnection;

export type Prepared = {
  pc: RTCPeerConnection;
  /** When its relay credentials end (epoch ms); null where it has none. */
  expiresAtMs: number | null;
};

/** What a prepared peer must have in common with a plan to serve it. */
export function servesSameRoute(a: DialPlan, b: DialPlan): boolean {
  return a.turnConfigUrl === b.turnConfigUrl && a.iceTransportPolicy === b.iceTransportPolicy;
}

/**
 * A pool of one gathers from construction on, so TCP, TLS and TURN's two round trips are behind us when the person
 * taps. More than one would allocate on the relay many times over (telnyx webrtc 774), and only ENH has a relay to warm.
 * @throws Failure where the credentials cannot be had.
 */
export async function preparePeer(
  plan: DialPlan,
  deps: { fetch: Fetch; createPeer: PeerFactory },
  scope: Scope,
): Promise<Prepared> {
  const { iceServers, expiresAtMs } = await fetchRelay(deps.fetch, plan.turnConfigUrl, scope);
  scope.signal.throwIfAborted();
  const pc = deps.createPeer({
    iceServers,
    iceTransportPolicy: plan.iceTransportPolicy,
    iceCandidatePoolSize: plan.enhanced ? 1 : 0,
    bundlePolicy: 'max-bundle',
  });
  return { pc, expiresAtMs };
}
