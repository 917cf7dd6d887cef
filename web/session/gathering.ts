/**
 * When to send the offer. Never at "complete": with UDP blocked libwebrtc gives up on STUN only after 39.75 s
 * (STUN_TOTAL_TIMEOUT). The worker takes one offer and no trickle, so what is worth having must be in it.
 */
import type { FailureCode } from '../errors/failure';
import { relayTransport } from './route';
import { childScope, type Scope } from './within';

/**
 * After a relay candidate over TCP or TLS: room for the one over UDP. That one needs a round trip less than TCP and two
 * less than TLS, so where it is not there yet it is most likely blocked. Once it is there, nothing better can come.
 */
const RELAY_GRACE_MS = 30;
/** TCP, TLS and two TURN round trips on a slow cellular link, with a lost SYN (1 s). */
const RELAY_DEADLINE_MS = 6_000;
/** After the first server-reflexive candidate the list is as good as it gets without a relay. */
const REFLEXIVE_GRACE_MS = 50;
/** A STUN server that has not answered by now is blocked; host candidates may still do. */
const REFLEXIVE_DEADLINE_MS = 1_500;

export type Gathered = {
  relay: boolean;
  /** Why no relay candidate came; null where one did. */
  relayFailure: Extract<FailureCode, 'relay_unreachable' | 'relay_refused_credentials'> | null;
};

/** Below 700 stands what the relay itself answered (RFC 8656 §19); 700 and up is the browser's word that nothing came back. */
const BROWSER_ERRORS_FROM = 700;

/** Resolves when the offer is worth sending. @param wantRelay ENH: a relay candidate is what we wait for. */
export function gathered(pc: RTCPeerConnection, wantRelay: boolean, parent: Scope): Promise<Gathered> {
  const scope = childScope(parent);
  const errors: number[] = [];
  let relay = false;
  return new Promise<Gathered>((resolve) => {
    const finish = () => {
      scope.end();
      resolve({ relay, relayFailure: relay ? null : relayFailure(errors) });
    };
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (candidate?.type === 'relay') relay = true;
      const graceMs = candidate && graceAfter(candidate, wantRelay);
      if (graceMs !== null) scope.clock.after(graceMs, finish, scope.signal);
    };
    const onComplete = () => pc.iceGatheringState === 'complete' && finish();
    const listening = { signal: scope.signal };
    pc.addEventListener('icecandidate', onCandidate, listening);
    pc.addEventListener('icecandidateerror', ({ errorCode }) => errors.push(errorCode), listening);
    pc.addEventListener('icegatheringstatechange', onComplete, listening);
    scope.clock.after(wantRelay ? RELAY_DEADLINE_MS : REFLEXIVE_DEADLINE_MS, finish, scope.signal);
    onComplete();
  });
}

/** How long (ms) to go on listening after this candidate; null where it is not one that was waited for. */
function graceAfter(candidate: RTCIceCandidate, wantRelay: boolean): number | null {
  if (!wantRelay) return candidate.type === 'srflx' ? REFLEXIVE_GRACE_MS : null;
  if (candidate.type !== 'relay') return null;
  return relayTransport(candidate) === 'UDP' ? 0 : RELAY_GRACE_MS;
}

function relayFailure(errors: number[]): NonNullable<Gathered['relayFailure']> {
  return errors.some((code) => code < BROWSER_ERRORS_FROM)
    ? 'relay_refused_credentials'
    : 'relay_unreachable';
}
