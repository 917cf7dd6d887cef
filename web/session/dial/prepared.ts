/**
 * A peer connection that is ready to dial: credentials fetched, its offer set and, in ENH, the relay's allocation
 * under way, so that TCP, TLS and TURN's two round trips are behind us when the person taps.
 */
import type { Fetch } from '../../api/client';
import { fetchRelay, type Relay } from '../../api/turn';
import { Failure } from '../../errors/failure';
import type { Scope } from '../../time/scope';
import { Gathering } from './gathering';
import { equip, setOffer } from './offer';
import type { DialPlan } from './plan';

/** @param fresh the network has just changed: the peer must see its interfaces as they are now. */
export type PeerFactory = (configuration: RTCConfiguration, fresh: boolean) => RTCPeerConnection;

export type PeerDeps = { createPeer: PeerFactory; fetch: Fetch };

export type Prepared = {
  pc: RTCPeerConnection;
  relay: Relay;
  channel: RTCDataChannel;
  transceiver: RTCRtpTransceiver;
  gathering: Gathering;
  /** When it began to gather (epoch ms). */
  madeAtMs: number;
};

/**
 * @param track that it will send, or another in its place
 * @param options `known`: credentials that are still good, then nothing is fetched; `fresh`: as in
 * PeerFactory.
 * @throws Failure where the credentials cannot be had, or no peer can be made; the signal's reason once the scope
 * has ended. No peer stays then.
 */
export async function preparePeer(
  plan: DialPlan,
  track: MediaStreamTrack,
  deps: PeerDeps,
  scope: Scope,
  { known = null, fresh = false }: { known?: Relay | null; fresh?: boolean } = {},
): Promise<Prepared> {
  const relay = known ?? (await fetchRelay(deps.fetch, plan.turnConfigUrl, scope));
  scope.signal.throwIfAborted();
  const configuration: RTCConfiguration = {
    iceServers: relay.iceServers,
    iceTransportPolicy: plan.iceTransportPolicy,
    bundlePolicy: 'max-bundle',
  };
  const pc = makePeer(plan, () => deps.createPeer(configuration, fresh));
  try {
    const gathering = new Gathering(pc, scope.clock);
    const equipped = equip(pc, track, plan.picture !== null);
    await setOffer(pc);
    scope.signal.throwIfAborted();
    return { pc, relay, ...equipped, gathering, madeAtMs: scope.clock.now() };
  } catch (thrown) {
    pc.close();
    throw thrown;
  }
}

/** What a constructor throws at a list of servers (W3C webrtc §4.4.1.6): that says nothing of the browser. */
const SERVERS_REFUSED = new Set(['SyntaxError', 'InvalidAccessError']);

function makePeer({ enhanced }: DialPlan, make: () => RTCPeerConnection): RTCPeerConnection {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof DOMException) || !SERVERS_REFUSED.has(cause.name))
      throw new Failure('webrtc_missing', { cause });
    throw new Failure(enhanced ? 'turn_bad_answer' : 'proxy_bad_answer', { cause });
  }
}
