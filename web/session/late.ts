/**
 * The session whose code comes behind the first paint. What is asked of it before is kept, and done once it is
 * there, so that a tap is never lost.
 */
import type { FailureFacts } from '../errors/failure';
import type { PeerStats } from './dial/link';
import type { DialPlan } from './dial/plan';
import { SessionNews } from './news';
import { IDLE, type SessionEvent, transition } from './transitions';
import type { LiveSession, Picture, SessionState } from './types';

export type LateDeps = {
  /** Fetches and makes the session. Asked again where that has failed. */
  load(): Promise<LiveSession>;
  /** Epoch ms. */
  now(): number;
  /** What to tell of code that does not come. */
  missing(): FailureFacts;
};

/** `warm`: has the code fetched, so that a tap finds it there. */
export type LateLiveSession = LiveSession & { warm(): void };

export function createLateSession(deps: LateDeps): LateLiveSession {
  return new LateSession(deps);
}

class LateSession extends SessionNews implements LateLiveSession {
  private session: LiveSession | null = null;
  private early: SessionState = IDLE;
  private coming = false;
  /** What LIVE was pressed for, and what is only followed. */
  private asked: DialPlan | null = null;
  private followed: DialPlan | null = null;

  constructor(private readonly deps: LateDeps) {
    super();
  }

  get state(): SessionState {
    return this.session?.state ?? this.early;
  }

  get picture(): Picture | null {
    return this.session?.picture ?? null;
  }

  warm(): void {
    if (!this.session) void this.load();
  }

  start(plan: DialPlan): void {
    if (this.session) {
      this.early = IDLE;
      return this.session.start(plan);
    }
    this.asked = plan;
    this.become({ type: 'dialed', enhanced: plan.enhanced, nowMs: this.deps.now() });
    void this.load();
  }

  follow(plan: DialPlan): void {
    if (this.session) return this.session.follow(plan);
    this.followed = plan;
    // Changed between the tap and the code for it.
    if (this.asked) this.asked = plan;
  }

  arm(): void {
    if (this.session) this.session.arm();
    else this.warm();
  }

  networkChanged(): void {
    this.session?.networkChanged();
  }

  stop(): void {
    this.asked = null;
    this.session?.stop();
    this.become({ type: 'stopped' });
  }

  dismiss(): void {
    this.session?.dismiss();
    this.become({ type: 'dismissed' });
  }

  async readStats(): Promise<PeerStats | null> {
    return (await this.session?.readStats()) ?? null;
  }

  private async load(): Promise<void> {
    if (this.coming) return;
    this.coming = true;
    const session = await this.deps.load().catch(() => null);
    this.coming = false;
    if (session) this.take(session);
    else this.miss();
  }

  private take(session: LiveSession): void {
    this.session = session;
    // Code that did not come is told of until the person has answered, though it may have come since.
    if (this.early.phase !== 'failed') this.early = IDLE;
    session.onState((state) => this.states.tell(state));
    session.onResult((result) => this.results.tell(result));
    session.onPicture((picture) => this.pictures.tell(picture));
    session.onTraffic((traffic) => this.traffic.tell(traffic));
    if (this.asked) session.start(this.asked);
    else if (this.followed) session.follow(this.followed);
    this.asked = null;
  }

  private miss(): void {
    const { asked } = this;
    this.asked = null;
    if (asked) this.become({ type: 'failed', enhanced: asked.enhanced, failure: this.deps.missing() });
  }

  private become(event: SessionEvent): void {
    const state = transition(this.early, event);
    if (state === this.early) return;
    this.early = state;
    this.states.tell(state);
  }
}
