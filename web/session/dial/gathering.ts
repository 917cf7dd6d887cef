/**
 * When to send the offer. Never at "complete": with UDP blocked libwebrtc gives up on STUN only after 39.75 s
 * (STUN_TOTAL_TIMEOUT). The worker takes one offer and no trickle, so what is worth having must be in it.
 */
import type { FailureCode } from '../../errors/failure';
import type { Clock } from '../../time/clock';
import { childScope, type Scope } from '../../time/scope';
import { relayTransport } from './route';

/**
 * After a relay candidate over TCP or TLS: room for the one over UDP. That one needs a round trip less than
 * TCP and two less than TLS, so where it is not there yet it is most likely blocked. Once it is there,
 * nothing better can come.
 */
const RELAY_GRACE_MS = 30;
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
  /**
   * A session waits for this dial, and the proxy has just answered: what takes long had better be tried anew.
   */
  hurry: boolean;
};

/** What a peer has found since it was made: it may have been gathering for minutes when its offer is wanted. */
export class Gathering {
  private readonly errors: number[] = [];
  private relay = false;
  /** When there will be nothing better to wait for (epoch ms), with a relay wanted and without. */
  private readonly enoughAtMs: { relay: number; direct: number };

  /** To be made before the peer's description is set: what it finds is told once. */
  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly clock: Clock,
  ) {
    this.enoughAtMs = { relay: Number.POSITIVE_INFINITY, direct: clock.now() + REFLEXIVE_DEADLINE_MS };
    pc.addEventListener('icecandidate', ({ candidate }) => candidate && this.add(candidate));
    pc.addEventListener('icecandidateerror', ({ errorCode }) => this.errors.push(errorCode));
  }

  /** Resolves when the offer is worth sending; never once the scope has ended. */
  enough(wanted: Wanted, parent: Scope): Promise<Gathered> {
    const scope = childScope(parent);
    return new Promise((resolve) => {
      const finish = () => {
        scope.end();
        resolve(this.found);
      };
      const look = () => {
        const waitMs = this.waitMs(wanted);
        if (waitMs <= 0) finish();
        else if (waitMs < Number.POSITIVE_INFINITY) scope.clock.after(waitMs, finish, scope.signal);
      };
      const listening = { signal: scope.signal };
      this.pc.addEventListener('icecandidate', look, listening);
      this.pc.addEventListener('icegatheringstatechange', look, listening);
      const { relay, hurry } = wanted;
      if (relay) scope.clock.after(hurry ? HURRIED_DEADLINE_MS : RELAY_DEADLINE_MS, finish, scope.signal);
      look();
    });
  }

  private get found(): Gathered {
    return { relay: this.relay, relayFailure: this.relay ? null : relayFailure(this.errors) };
  }

  private add(candidate: RTCIceCandidate): void {
    const nowMs = this.clock.now();
    const after = { relay: relayGraceMs(candidate), direct: reflexiveGraceMs(candidate) };
    this.relay ||= candidate.type === 'relay';
    this.enoughAtMs.relay = Math.min(this.enoughAtMs.relay, nowMs + after.relay);
    this.enoughAtMs.direct = Math.min(this.enoughAtMs.direct, nowMs + after.direct);
  }

  /** ms; infinite where no candidate has come that sets an end. */
  private waitMs({ relay }: Wanted): number {
    if (this.pc.iceGatheringState === 'complete') return 0;
    return this.enoughAtMs[relay ? 'relay' : 'direct'] - this.clock.now();
  }
}

/** How long (ms) to go on listening after this candidate; infinite where it is not one that was waited for. */
function relayGraceMs(candidate: RTCIceCandidate): number {
  if (candidate.type !== 'relay') return Number.POSITIVE_INFINITY;
  return relayTransport(candidate) === 'UDP' ? 0 : RELAY_GRACE_MS;
}

function reflexiveGraceMs({ type }: RTCIceCandidate): number {
  return type === 'srflx' ? REFLEXIVE_GRACE_MS : Number.POSITIVE_INFINITY;
}

function relayFailure(errors: number[]): NonNullable<Gathered['relayFailure']> {
  return errors.some(isFromServer) ? 'relay_refused_credentials' : 'relay_unreachable';
}
