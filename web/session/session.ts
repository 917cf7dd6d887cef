/**
 * The live session: what to dial when, and what the screen is told. Outside React; media and time are
 * injected.
 */

import type { Camera, CameraState } from '../camera/types';
import { Failure, type FailureFacts } from '../errors/failure';
import type { LiveResult } from '../results/live';
import type { Scope } from '../time/scope';
import type { Attend } from './attend';
import type { Link, LinkDeps, PeerStats } from './dial/link';
import { type DialPlan, isSameMode, isSameSession } from './dial/plan';
import type { PathStats } from './dial/route';
import { Meter } from './meter';
import { SessionNews } from './news';
import { Peers } from './peers';
import { Readiness } from './readiness';
import type { Health } from './recovery/health';
import type { Ask } from './recovery/reach';
import { type Reason, Redialer } from './recovery/redialer';
import { OfferBudget } from './recovery/redialPolicy';
import { Watch } from './recovery/watch';
import { IDLE, isActive, type SessionEvent, transition } from './transitions';
import type { LiveSession, Picture, SessionState } from './types';

/** While the screen offers ENH in place of a blocked direct path, the relay stays ready for that one tap. */
const OFFERED_MS = 15_000;
const METER_INTERVAL_MS = 1_000;

export type SessionDeps = LinkDeps & {
  camera: Camera;
  /** Whether the browser has what a live session needs; asked before anybody else is. */
  canSendVideo(): boolean;
  /** Asks the proxy for a sign of life. */
  ask: Ask;
  random: () => number;
  /** A session that has sent and received more bytes than this ends; null: none does. Asked each second. */
  mostBytes(): number | null;
  /** Looks after the peer in use, as long as the signal lasts, by what is loaded once there is one. */
  attend: Attend;
};

export function createSession(deps: SessionDeps): LiveSession {
  return new CameraSession(deps);
}

class CameraSession extends SessionNews implements LiveSession {
  state: SessionState = IDLE;
  picture: Picture | null = null;
  private plan: DialPlan | null = null;
  private readonly peers: Peers;
  private readonly readiness: Readiness;
  private readonly redialer: Redialer;
  private watch: Watch | null = null;
  /** Whether the peer in use, or the last one, went by a relay. */
  private relayed = false;
  /** A peer that is dialled for a direct path, while the one in use is well on the relay. */
  private move: Link | null = null;
  private meter = new Meter();
  private meterDueMs = 0;

  constructor(private readonly deps: SessionDeps) {
    super();
    const budget = new OfferBudget();
    this.readiness = new Readiness({ ...deps, cameraTrack: () => this.cameraTrack });
    this.redialer = new Redialer(
      { ...deps, budget, reach: () => ({ ask: deps.ask, sign: this.readiness.sign() }) },
      {
        onReachable: (plan) => this.readiness.warmAgain(plan),
        onAttempt: ({ enhanced }) => this.dispatch({ type: 'redialed', enhanced }),
        dial: (plan, scope) => this.redial(plan, scope),
        onDone: (plan, failure) => failure && this.onRecoveryFailed(plan, failure),
      },
    );
    this.peers = new Peers(deps, {
      onRelay: (plan, relay) => this.readiness.credentials.keep(plan, relay),
      onRefused: (plan) => this.readiness.credentials.forget(plan),
      onOffer: () => budget.spend(deps.clock.now()),
      onWaking: () => this.dispatch({ type: 'waking' }),
      onLate: () => this.warmFallback(),
      onPromoted: (link) => this.onPromoted(link),
      onResult: (result) => this.deliver(result),
      onCurrentLost: () => this.onCurrentLost(),
    });
    deps.camera.subscribe((state) => this.onCamera(state));
  }

  start(plan: DialPlan): void {
    this.redialer.end();
    if (!isActive(this.state)) this.resetMeter();
    this.plan = plan;
    const { cameraTrack } = this;
    if (!this.deps.canSendVideo()) return this.fail(plan.enhanced, { code: 'webrtc_missing' });
    if (cameraTrack) return this.dial(plan, cameraTrack);
    this.dispatch({ type: 'dialed', enhanced: plan.enhanced, nowMs: this.deps.clock.now() });
    void this.deps.camera.open(); // Its new state comes through onCamera, which dials.
  }

  follow(plan: DialPlan): void {
    const before = this.plan;
    const { current } = this.peers;
    if (!isActive(this.state)) {
      this.plan = plan;
      this.getReady();
    } else if (this.state.phase === 'paused') this.plan = plan;
    else if (current && !this.redialer.isActive && isSameSession(current.plan, plan)) this.keepCurrent(plan);
    else if (!before || !isSameMode(before, plan)) this.start(plan);
    else if (before.picture !== plan.picture) this.changePicture(plan);
    // The next dial knows what has become known since.
    else this.plan = plan;
  }

  arm(): void {
    const { warmer } = this.readiness;
    // What is ready besides a direct peer is the relay that was offered in its place.
    if (this.plan?.enhanced || warmer.isFree || warmer.isStale) this.getReady();
  }

  networkChanged(): void {
    if (!isActive(this.state)) return this.readiness.networkChanged();
    if (this.state.phase === 'paused' || this.state.phase === 'dialing') return;
    this.readiness.networkChanged();
    if (this.plan) this.redialer.restart(this.plan, 'network');
  }

  stop(): void {
    this.closeAll();
    this.dispatch({ type: 'stopped' });
    // The next tap shall be as quick as the first. Without a relay the touch before it is soon enough.
    if (this.plan?.enhanced) this.arm();
  }

  dismiss(): void {
    this.dispatch({ type: 'dismissed' });
  }

  async readStats(): Promise<PeerStats | null> {
    return (await this.peers.current?.readStats()) ?? null;
  }

  private get cameraTrack(): MediaStreamTrack | null {
    const { state } = this.deps.camera;
    return state.phase === 'on' ? state.track : null;
  }

  private getReady(): void {
    if (this.plan && !isActive(this.state) && this.deps.canSendVideo()) this.readiness.warm(this.plan);
  }

  /** Boxes go on meanwhile, and nobody need be told: where the session is well, it is renewed. */
  private changePicture(plan: DialPlan): void {
    const { current, next } = this.peers;
    const isWell = this.state.phase === 'live' && current !== null && isSameMode(current.plan, plan);
    if (!isWell || (next && !this.redialer.isActive)) return this.start(plan);
    this.redialer.end();
    this.plan = plan;
    this.recover('renewal');
  }

  /** A dial the person asked for: it fails once and says why. */
  private dial(plan: DialPlan, track: MediaStreamTrack): void {
    const { enhanced } = plan;
    if (this.peers.current) this.dispatch({ type: 'redialed', enhanced });
    else this.dispatch({ type: 'dialed', enhanced, nowMs: this.deps.clock.now() });
    const dialed = this.peers.dial(plan, track, this.readiness.take(plan));
    void dialed.then((failure) => failure && this.onDialFailed(plan, failure));
  }

  private onDialFailed(plan: DialPlan, failure: Failure): void {
    // The next tap starts anew: what failed may be the relay that these credentials are for.
    this.readiness.credentials.forget(plan);
    const { current } = this.peers;
    if (!current) return this.fail(plan.enhanced, failure.facts);
    this.plan = current.plan;
    this.dispatch({ type: 'keptOld', enhanced: current.plan.enhanced, notice: failure.facts });
    if (this.watch?.health === 'dead') this.recover('trouble');
  }

  /** No try is left. A session that is still well goes on to its own end. */
  private onRecoveryFailed(plan: DialPlan, failure: Failure): void {
    if (this.watch?.health === 'well') this.onDialFailed(plan, failure);
    else this.fail(plan.enhanced, failure.facts);
  }

  private onPromoted(link: Link): void {
    this.watch?.end();
    this.readiness.warmer.drop();
    const silent = (this.redialer.isSilent || link === this.move) && this.state.phase === 'live';
    this.move = null;
    if (!silent) this.dispatch({ type: 'connected', enhanced: link.plan.enhanced, notice: link.notice });
    this.showPicture(link.plan.picture === null ? null : { track: link.picture });
    const watch = new Watch(link, this.deps.clock, {
      onPath: (path) => this.onPath(link, path),
      onHealth: (health) => this.onHealth(health),
      onRenew: () => this.recover('renewal'),
    });
    this.watch = watch;
    const isRelayed = () => this.relayed;
    const events = { isRelayed, onRest: watch.rest, onDirect: () => this.moveOver(link) };
    this.deps.attend(link, events, watch.life);
  }

  /** A direct path may be there by now. Nobody is told before there is one, and nothing comes of it where not. */
  private moveOver({ plan }: Link): void {
    const { cameraTrack } = this;
    const isFree = this.state.phase === 'live' && !this.redialer.isActive && !this.peers.next;
    if (!isFree || !cameraTrack || this.watch?.health !== 'well') return;
    const options = { ...this.readiness.takeAgain(plan), hurry: false };
    const dialed = this.peers.dial(plan, cameraTrack, options);
    this.move = this.peers.next;
    void dialed.then((failure) => {
      this.move = null;
      if (failure && this.watch?.health !== 'well') this.recover('trouble');
    });
  }

  private get isMoving(): boolean {
    return this.move !== null && this.move === this.peers.next;
  }

  private warmFallback(): void {
    const fallback = this.plan?.fallback;
    if (fallback && !this.peers.current) this.readiness.warm(fallback);
  }

  private deliver(result: LiveResult): void {
    this.watch?.onFrame(result.well);
    this.results.tell(result);
  }

  private onPath(link: Link, { route, counted }: PathStats): void {
    this.relayed = route.kind === 'relay';
    this.dispatch({ type: 'routeRead', route });
    if (counted) this.meter.add(link, route.kind, counted);
    const now = this.deps.clock.now();
    if (now < this.meterDueMs) return;
    this.meterDueMs = now + METER_INTERVAL_MS;
    this.traffic.tell(this.meter.traffic);
    if (this.meter.total > (this.deps.mostBytes() ?? Number.POSITIVE_INFINITY))
      this.fail(link.plan.enhanced, { code: 'data_limit_reached' });
  }

  private resetMeter(): void {
    this.meter = new Meter();
    this.meterDueMs = 0;
    this.traffic.tell(this.meter.traffic);
  }

  private showPicture(picture: Picture | null): void {
    if (picture === null && this.picture === null) return;
    this.picture = picture;
    this.pictures.tell(picture);
  }

  private onHealth(health: Health): void {
    if (health === 'well') return this.onWell();
    if (health === 'stalled') this.dispatch({ type: 'stalled' });
    if (this.isMoving) this.peers.dropNext();
    // A stall gets everything ready; only a dead path is worth an offer.
    if (!this.peers.next) this.recover('trouble', health === 'dead');
  }

  /** The peer in use delivers again before another took its place: its trouble is no reason to change over. */
  private onWell(): void {
    this.redialer.settle();
    if (!this.redialer.isActive) this.readiness.warmer.drop();
    const { current, next } = this.peers;
    if (current && (!next || this.redialer.isSilent))
      this.dispatch({ type: 'recovered', enhanced: current.plan.enhanced });
  }

  private onCurrentLost(): void {
    this.watch?.end();
    this.watch = null;
    this.showPicture(null);
    if (this.plan) this.dispatch({ type: 'redialed', enhanced: this.plan.enhanced });
    if (this.redialer.isActive || !this.peers.next) this.recover('trouble');
  }

  private recover(reason: Reason, go = true): void {
    if (this.plan) this.redialer.start(this.plan, reason, go);
  }

  private redial(plan: DialPlan, { signal }: Scope): Promise<Failure | null> {
    const { cameraTrack } = this;
    if (!cameraTrack) return Promise.resolve(new Failure('camera_lost'));
    const options = { ...this.readiness.takeAgain(plan), hurry: plan.enhanced && this.relayed };
    const dialed = this.peers.dial(plan, cameraTrack, options);
    signal.addEventListener('abort', () => this.peers.dropNext(), { once: true });
    return dialed;
  }

  /** The mode was switched back before the other peer was up. */
  private keepCurrent(plan: DialPlan): void {
    this.plan = plan;
    if (!this.peers.next || this.isMoving) return;
    this.peers.dropNext();
    this.dispatch({ type: 'keptOld', enhanced: plan.enhanced, notice: null });
  }

  private onCamera(camera: CameraState): void {
    if (!isActive(this.state)) return this.onIdleCamera(camera);
    if (!this.plan) return;
    if (camera.phase === 'on') return this.onTrack(camera.track, this.plan);
    if (camera.phase === 'failed') return this.fail(this.plan.enhanced, camera.failure);
    // 'opening' is a flip or a return: the peers wait for the new track.
    if (camera.phase === 'off') this.pause();
  }

  private onIdleCamera(camera: CameraState): void {
    if (camera.phase !== 'on') this.readiness.warmer.drop();
    // Credentials are spent on a person's wish alone; a direct peer needs none.
    else if (!this.plan?.enhanced) this.arm();
  }

  private onTrack(track: MediaStreamTrack, plan: DialPlan): void {
    const { current, next } = this.peers;
    if (!current && !next && !this.redialer.isActive) return this.dial(plan, track);
    this.peers.replaceTrack(track).catch(() => this.fail(plan.enhanced, { code: 'camera_failed' }));
  }

  private pause(): void {
    this.closeAll();
    this.dispatch({ type: 'paused' });
  }

  private fail(enhanced: boolean, failure: FailureFacts): void {
    this.endPeers();
    if (failure.code === 'direct_blocked') this.readiness.warmer.dropAfter(OFFERED_MS);
    else this.readiness.warmer.drop();
    this.dispatch({ type: 'failed', enhanced, failure });
  }

  private closeAll(): void {
    this.endPeers();
    this.readiness.warmer.drop();
  }

  private endPeers(): void {
    this.redialer.end();
    this.watch?.end();
    this.watch = null;
    this.peers.closeAll();
    this.showPicture(null);
  }

  private dispatch(event: SessionEvent): void {
    const state = transition(this.state, event);
    if (state === this.state) return;
    this.state = state;
    this.states.tell(state);
  }
}
