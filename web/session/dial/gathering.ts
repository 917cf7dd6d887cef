/**
 * When to send the offer. Never at "complete": with UDP blocked libwebrtc gives up on STUN only after 39.75 s
 * (STUN_TOTAL_TIMEOUT). The worker takes one offer and no trickle, so what is worth having must be in it.
 */
import type { FailureCode } from '../../errors/failure';
import { childScope, type Scope } from '../../time/scope';
import { relayTransport } from './route';

/**
 * After a relay candidate over TCP or TLS: room for the one over UDP. That one needs a round trip less than
 * TCP and two less than TLS, so where it is not there yet it is most likely blocked. Once it is there,
 * nothing better can come.
 */
const RELAY_GRACE_MS = 30;
/** A warm peer hands over at once what its pool has gathered long ago; this only lets the burst be over. */
const WARM_GRACE_MS = 5;
/** TCP, TLS and two TURN round trips on a slow cellular link, with a lost SYN (1 s). */
const RELAY_DEADLINE_MS = 6_000;
/** The same in a hurry: a round trip of 400 ms still fits. */
const HURRIED_DEADLINE_MS = 2_500;
/** After the first server-reflexive candidate the list is as good as it gets without a relay. */
const REFLEXIVE_GRACE_MS = 50;
/** A STUN server that has not answered by now is blocked; host candidates may still do. */
const REFLEXIVE_DEADLINE_MS = 1_500;

export type Gathered = {
  relay: boolean;
  /** Why no relay candidate came; null where one did. */
  relayFailure: Extract<FailureCode, 'relay_unreachable' | 'relay_refused_credentials'> | null;
};

/** Below 700 stands what the relay itself answered (RFC 8656 §19); from there on nothing came back. */
const BROWSER_ERRORS_FROM = 700;

/** Whether an ICE candidate error's code is what a server answered: then the way to it is open. */
export const isFromServer = (errorCode: number) => errorCode < BROWSER_ERRORS_FROM;

export type Wanted = {
  /** ENH: a relay candidate is what we wait for. */
  relay: boolean;
  /** The peer's pool has been gathering since long before. */
  warm: boolean;
  /**
   * A session waits for this dial, and the proxy has just answered: what takes long had better be tried anew.
   */
  hurry: boolean;
};

/** Resolves when the offer is worth sending. */
export function gathered(pc: RTCPeerConnection, wanted: Wanted, parent: Scope): Promise<Gathered> {
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
      const graceMs = candidate && graceAfter(candidate, wanted);
      if (graceMs !== null) scope.clock.after(graceMs, finish, scope.signal);
    };
    const onComplete = () => pc.iceGatheringState === 'complete' && finish();
    const listening = { signal: scope.signal };
    pc.addEventListener('icecandidate', onCandidate, listening);
    pc.addEventListener('icecandidateerror', ({ errorCode }) => errors.push(errorCode), listening);
    pc.addEventListener('icegatheringstatechange', onComplete, listening);
    scope.clock.after(deadlineFor(wanted), finish, scope.signal);
    onComplete();
  });
}

function deadlineFor({ relay, hurry }: Wanted): number {
  if (!relay) return REFLEXIVE_DEADLINE_MS;
  return hurry ? HURRIED_DEADLINE_MS : RELAY_DEADLINE_MS;
}

/** How long (ms) to go on listening after this candidate; null where it is not one that was waited for. */
function graceAfter(candidate: RTCIceCandidate, wanted: Wanted): number | null {
  if (!wanted.relay && candidate.type !== 'srflx') return null;
  if (!wanted.relay) return wanted.warm ? WARM_GRACE_MS : REFLEXIVE_GRACE_MS;
  if (candidate.type !== 'relay') return null;
  if (relayTransport(candidate) === 'UDP') return 0;
  return wanted.warm ? WARM_GRACE_MS : RELAY_GRACE_MS;
}

function relayFailure(errors: number[]): NonNullable<Gathered['relayFailure']> {
  return errors.some(isFromServer) ? 'relay_refused_credentials' : 'relay_unreachable';
}
