/** The live session: which peer is in use, which one is being dialled, and what the screen is told. Outside React. */
import type { FrameResult } from '../../protocol/result';
import type { Camera, CameraState } from '../camera/types';
import { Failure } from '../errors/failure';
import { every } from './clock';
import { Link, type LinkDeps } from './link';
import { IDLE, isActive, type SessionEvent, transition } from './transitions';
import type { DialPlan, LiveSession, SessionState } from './types';

const ROUTE_INTERVAL_MS = 1_000;

export type SessionDeps = LinkDeps & { camera: Camera };

export function createSession(deps: SessionDeps): LiveSession {
  return new CameraSession(deps);
}

class CameraSession implements LiveSession {
  state: SessionState = IDLE;
  private plan: DialPlan | null = null;
  /** The peer whose results are shown. */
  private current: Link | null = null;
  /** The peer being dialled; takes over with its first result. */
  private next: Link | null = null;
  private watching = new AbortController();
  private readonly stateListeners = new Set<(state: SessionState) => void>();
  private readonly resultListeners = new Set<(result: FrameResult) => void>();

  constructor(private readonly deps: SessionDeps) {
    deps.camera.subscribe((state) => this.onCamera(state));
  }

  start(plan: DialPlan): void {
    this.plan = plan;
    const { camera } = this.deps;
    if (camera.state.phase === 'on') return this.dial(plan, camera.state.track);
    this.dispatch({ type: 'dialed', enhanced: plan.enhanced, nowMs: this.deps.clock.now() });
    void camera.open(); // Its new state comes through onCamera, which dials.
  }

  follow(plan: DialPlan): void {
    if (!isActive(this.state)) return;
    if (this.state.phase === 'paused') this.plan = plan;
    else if (this.current && isSameRoom(this.current.plan, plan)) this.keepCurrent(plan);
    else if (!this.plan || !isSameRoom(this.plan, plan)) this.start(plan);
  }

  stop(): void {
    this.plan = null;
    this.closeLinks();
    this.dispatch({ type: 'stopped' });
  }

  dismiss(): void {
    this.dispatch({ type: 'dismissed' });
  }

  onState(listener: (state: SessionState) => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  onResult(listener: (result: FrameResult) => void): () => void {
    this.resultListeners.add(listener);
    return () => this.resultListeners.delete(listener);
  }

  private dial(plan: DialPlan, track: MediaStreamTrack): void {
    this.next?.close();
    const link = new Link(plan, this.deps, {
      onWaking: () => this.dispatch({ type: 'waking' }),
      onResult: (result) => this.onLinkResult(link, result),
      onLost: (failure) => this.onLinkLost(link, failure),
    });
    this.next = link;
    const { enhanced } = plan;
    if (this.current) this.dispatch({ type: 'redialed', enhanced });
    else this.dispatch({ type: 'dialed', enhanced, nowMs: this.deps.clock.now() });
    link.dial(track);
  }

  private onLinkResult(link: Link, result: FrameResult): void {
    if (link === this.next) this.promote(link);
    if (link !== this.current) return;
    for (const listener of this.resultListeners) listener(result);
  }

  /** Make before break: the old peer goes only now that the new one has delivered. */
  private promote(link: Link): void {
    this.current?.close();
    this.current = link;
    this.next = null;
    this.dispatch({ type: 'connected', enhanced: link.plan.enhanced, notice: link.notice });
    this.watchRoute(link);
  }

  private onLinkLost(link: Link, failure: Failure): void {
    if (link === this.next) this.onDialFailed(failure);
    else if (link === this.current) this.onCurrentLost(failure);
  }

  private onDialFailed(failure: Failure): void {
    const enhanced = this.next?.plan.enhanced ?? false;
    this.next = null;
    if (!this.current) return this.fail(enhanced, failure);
    this.dispatch({ type: 'keptOld', enhanced: this.current.plan.enhanced, notice: failure.facts });
  }

  /** Where a second dial is under way it carries on by itself; otherwise this is the end. */
  private onCurrentLost(failure: Failure): void {
    const enhanced = this.current?.plan.enhanced ?? false;
    this.current = null;
    this.watching.abort();
    if (!this.next) this.fail(enhanced, failure);
  }

  private fail(enhanced: boolean, failure: Failure): void {
    this.closeLinks();
    this.dispatch({ type: 'failed', enhanced, failure });
  }

  /** The mode was switched back before the other peer was up. */
  private keepCurrent(plan: DialPlan): void {
    this.plan = plan;
    if (!this.next) return;
    this.next.close();
    this.next = null;
    this.dispatch({ type: 'keptOld', enhanced: plan.enhanced, notice: null });
  }

  private onCamera(camera: CameraState): void {
    if (!isActive(this.state) || !this.plan) return;
    if (camera.phase === 'on') return this.onTrack(camera.track, this.plan);
    if (camera.phase === 'failed') return this.fail(this.plan.enhanced, camera.failure);
    // 'opening' is a flip or a return: the peers wait for the new track.
    if (camera.phase === 'off') this.pause();
  }

  private onTrack(track: MediaStreamTrack, plan: DialPlan): void {
    if (!this.current && !this.next) return this.dial(plan, track);
    const cannotReplace = (cause: unknown) =>
      this.fail(plan.enhanced, new Failure('camera_failed', { cause }));
    for (const link of [this.current, this.next]) link?.replaceTrack(track).catch(cannotReplace);
  }

  private pause(): void {
    this.closeLinks();
    this.dispatch({ type: 'paused' });
  }

  private closeLinks(): void {
    this.watching.abort();
    this.current?.close();
    this.next?.close();
    this.current = null;
    this.next = null;
  }

  private watchRoute(link: Link): void {
    this.watching.abort();
    this.watching = new AbortController();
    const { signal } = this.watching;
    const read = () => {
      const route = link.readRoute().catch(() => null); // A peer closed meanwhile has no route.
      void route.then((found) => !signal.aborted && this.dispatch({ type: 'routeRead', route: found }));
    };
    read();
    every(this.deps.clock, ROUTE_INTERVAL_MS, read, signal);
  }

  private dispatch(event: SessionEvent): void {
    const state = transition(this.state, event);
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener(state);
  }
}

/** Plans that lead to the same kind of session: no reason to dial again. */
function isSameRoom(a: DialPlan, b: DialPlan): boolean {
  return a.enhanced === b.enhanced && a.wrtcParams.workflowId === b.wrtcParams.workflowId;
}
