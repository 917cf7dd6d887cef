/** Keeps one peer prepared while the person looks at the viewfinder, so that LIVE only has to send the offer. */
import type { Relay } from '../../api/turn';
import { asFailure } from '../../errors/failure';
import { isFinal } from '../../errors/final';
import type { Clock } from '../../time/clock';
import { type DialPlan, isSameOffer } from './plan';
import { type PeerDeps, type Prepared, preparePeer } from './prepared';

/** What nobody uses, an allocation perhaps, is let go; the next touch warms it again. */
const IDLE_MS = 3 * 60_000;
/** Credentials with less life than this are not worth starting a session with. */
const LEAST_LIFE_MS = 20_000;
/** After a failure to warm: LIVE itself will say what is wrong, so there is no hurry. */
const RETRY_MS = 15_000;

/**
 * Firefox (153) keeps the way through a NAT open only once it is connected; a NAT may close it after as little as
 * 30 s.
 */
const UNTENDED_MS = 15_000;

export type WarmDeps = PeerDeps & {
  clock: Clock;
  /** What would be sent; null while the camera is off. */
  cameraTrack(): MediaStreamTrack | null;
};

export class Warmer {
  private plan: DialPlan | null = null;
  private prepared: Prepared | null = null;
  /** What is under way; null once it is there or has failed. */
  private coming: Promise<Prepared> | null = null;
  /** Ends with the plan. */
  private life = new AbortController();
  /** Ends with each fetch and what hangs on it. */
  private round = new AbortController();

  /** @param onRelay hears of the credentials that a peer was prepared with */
  constructor(
    private readonly deps: WarmDeps,
    private readonly onRelay: (plan: DialPlan, relay: Relay) => void,
  ) {}

  /**
   * Warms for this plan, unless that is done. Costs no offer and no GPU. @param known credentials still good.
   */
  warm(plan: DialPlan, known: Relay | null = null): void {
    if (this.serves(plan) && !this.isStale) return;
    this.drop();
    this.plan = plan;
    this.life = new AbortController();
    this.deps.clock.after(IDLE_MS, () => this.drop(), this.life.signal);
    this.begin(plan, known);
  }

  /**
   * Hands the prepared peer over, or the promise of it; the caller closes it. @returns null where there is none fit
   * for the plan.
   */
  take(plan: DialPlan): Prepared | Promise<Prepared> | null {
    const fits = this.serves(plan) && !this.isStale;
    const taken = fits ? (this.prepared ?? this.coming) : null;
    if (taken !== null) this.release();
    this.drop();
    return taken;
  }

  get isFree(): boolean {
    return this.plan === null;
  }

  /** Whether what is ready, or getting so, is for this plan. */
  private serves(plan: DialPlan): boolean {
    return this.plan !== null && isSameOffer(this.plan, plan);
  }

  /** Idempotent: no peer, timer or request stays. */
  drop(): void {
    this.life.abort();
    this.round.abort();
    this.prepared?.pc.close();
    this.prepared = null;
    this.coming = null;
    this.plan = null;
  }

  /** Drops what is warm in `ms`, unless it is taken before. */
  dropAfter(ms: number): void {
    this.deps.clock.after(ms, () => this.drop(), this.life.signal);
  }

  /** What is ready, or getting so, is somebody else's from now on. */
  private release(): void {
    this.prepared = null;
    if (this.coming !== null) this.round = new AbortController();
    this.coming = null;
  }

  private begin(plan: DialPlan, known: Relay | null = null): void {
    const { clock } = this.deps;
    const track = this.deps.cameraTrack();
    if (!track) return this.drop();
    this.round.abort();
    this.round = new AbortController();
    const { signal } = this.round;
    const coming = preparePeer(plan, track, this.deps, { clock, signal }, { known });
    this.coming = coming;
    coming.then(
      (prepared) => {
        if (this.coming === coming) this.keep(prepared, plan, signal);
        else if (signal.aborted) prepared.pc.close();
      },
      (thrown) => {
        if (this.coming !== coming) return;
        this.coming = null;
        // Where only a person can help, LIVE will say so; asking again would only fill the log.
        if (!isFinal(asFailure(thrown, 'relay_unreachable')))
          clock.after(RETRY_MS, () => this.begin(plan), signal);
      },
    );
  }

  private keep(prepared: Prepared, plan: DialPlan, signal: AbortSignal): void {
    this.onRelay(plan, prepared.relay);
    this.coming = null;
    this.prepared = prepared;
    const { expiresAtMs } = prepared.relay;
    if (expiresAtMs === null) return;
    const freshForMs = Math.max(1_000, expiresAtMs - this.deps.clock.now() - LEAST_LIFE_MS);
    this.deps.clock.after(freshForMs, () => this.renew(plan), signal);
  }

  private renew(plan: DialPlan): void {
    this.prepared?.pc.close();
    this.prepared = null;
    this.begin(plan);
  }

  /** What is ready had better not be dialled with any more. */
  get isStale(): boolean {
    if (this.prepared === null) return false;
    const { pc, relay, madeAtMs } = this.prepared;
    const nowMs = this.deps.clock.now();
    return !isFresh(relay, nowMs) || (!tendsMappings(pc) && nowMs - madeAtMs > UNTENDED_MS);
  }
}

/** Whether it asks the STUN server again and again before it is connected: whoever has a pool to keep does. */
const tendsMappings = (pc: RTCPeerConnection) => 'iceCandidatePoolSize' in pc.getConfiguration();

/** Whether these credentials have life enough to start a session with. */
function isFresh({ expiresAtMs }: Relay, nowMs: number): boolean {
  return expiresAtMs === null || expiresAtMs - nowMs >= LEAST_LIFE_MS;
}
