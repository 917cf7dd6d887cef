/**
 * One peer connection to one worker session: dialled, read, and closed for good. The worker cannot restart
 * ICE.
 */
import type { OfferContext } from '../../../protocol/api';
import { decoysFor } from '../../../protocol/decoys';
import type { Relay } from '../../api/turn';
import { asFailure, Failure, type FailureCode, type FailureFacts } from '../../errors/failure';
import type { LiveResult } from '../../results/live';
import type { Clock } from '../../time/clock';
import { childScope, type Scope, within } from '../../time/scope';
import { endOf, readResults } from './channel';
import { connected, hasPath } from './connect';
import type { Gathered, Gathering, Wanted } from './gathering';
import { leave } from './hangUp';
import { exchange, paramsOf } from './offer';
import type { DialPlan } from './plan';
import { type PeerDeps, type Prepared, preparePeer } from './prepared';
import { type PathStats, readPath } from './route';
import { hasCandidate, offerSdp } from './sdp/offerSdp';
import { fitSize, longSideFor, replaceCameraTrack, START_LONG_SIDE_PX } from './sender';

/** A warm worker answers in well under a second; later than this it is starting up. */
const WAKING_AFTER_MS = 3_000;
/**
 * The worker's own limit for a cold start is 60 s, the proxy's 65 s; this lets the proxy's answer come first.
 */
const ANSWER_DEADLINE_MS = 75_000;
/** ICE checks towards an open path take a few round trips; one that is still silent now will stay so. */
const DIRECT_ICE_DEADLINE_MS = 3_500;
/** A direct path that works has answered by now on all but the slowest networks. */
const DIRECT_LATE_MS = 1_000;
const RELAY_ICE_DEADLINE_MS = 15_000;
/** From ICE to the open channel: DTLS and SCTP, four round trips. */
const OPEN_DEADLINE_MS = 10_000;
/** From the open channel to the first result: the first key frame must cross, and the model must run once. */
const RESULT_DEADLINE_MS = 15_000;
/** The workflow's picture, which somebody looks at. */
const PICTURE_KBPS = 800;

export type LinkDeps = PeerDeps & {
  clock: Clock;
  /** The round trip (ms) to the proxy, as far as it is known. */
  roundTripMs(): number | null;
};

export type DialOptions = {
  /** A peer that is ready, or getting so; the link owns it from now on. */
  warm: Prepared | Promise<Prepared> | null;
  /** Credentials that are still good: nothing is fetched then. */
  known: Relay | null;
  /** The network has just changed. */
  fresh: boolean;
  /**
   * The proxy's word that this dial continues a session that it has charged already; null for a first one.
   */
  lineage: string | null;
  /**
   * A session that went by the relay waits for this one: no offer without a relay, and no long wait for it.
   */
  hurry: boolean;
};

export type LinkEvents = {
  /** What the peer is made with. */
  onRelay(relay: Relay): void;
  /** The offer goes out now: this is what a worker session, and money, hangs on. */
  onOffer(): void;
  /** The offer has been out for longer than a warm worker needs. */
  onWaking(): void;
  /** The direct path has not answered yet; most likely it never will. */
  onLate(): void;
  /** Each frame's, those that failed among them. The first that is well means that the link works. */
  onResult(result: LiveResult): void;
  /** Once, and last: the dial failed or the link broke. Never after `close()`. */
  onLost(failure: Failure): void;
};

/** `peer`: tells one peer's counters from another's. */
export type PeerStats = { peer: object; report: RTCStatsReport; iceServers: RTCIceServer[] };

export class Link {
  /** What went wrong without stopping the dial: ENH asked for a relay, none came, and direct worked. */
  notice: FailureFacts | null = null;
  /** What the peer was made with; null until it is. */
  relay: Relay | null = null;
  /** What the next dial of this visit brings along; null where the deployment keeps no budgets. */
  lineage: string | null = null;
  /** When the offer went out (epoch ms): the granted session time runs from here. */
  offeredAtMs: number | null = null;
  private readonly ended = new AbortController();
  private readonly scope: Scope;
  private pc: RTCPeerConnection | null = null;
  /** Frames that came back, those that failed among them. */
  answered = 0;
  /** How many were well. */
  private results = 0;
  /** The first frame is small, so that it is across sooner. */
  private longSidePx = START_LONG_SIDE_PX;
  /** What the worker said of the newest frame that failed. */
  private reason: string | null = null;
  private transceiver: RTCRtpTransceiver | null = null;
  /** Settles once the peer has taken the answer to its offer; null until the offer is out. */
  private taken: Promise<unknown> | null = null;

  constructor(
    readonly plan: DialPlan,
    private readonly deps: LinkDeps,
    private readonly events: LinkEvents,
  ) {
    this.scope = { clock: deps.clock, signal: this.ended.signal };
  }

  /** Begins the dial. Says what comes of it through the events and never throws. */
  dial(track: MediaStreamTrack, options: DialOptions): void {
    this.run(track, options).catch((thrown) => this.lose(thrown, 'connection_failed'));
  }

  /**
   * Idempotent: nothing is told any more, and no peer, timer or listener stays. But a dial whose offer is out
   * hangs up properly: its peer, without the camera, stays until it has the answer.
   */
  close(): void {
    const { pc, sender, taken } = this;
    this.end();
    if (pc) leave({ pc, sender, taken, answerMs: ANSWER_DEADLINE_MS }, this.deps.clock);
  }

  /**
   * The workflow's picture as it comes back, once the worker has answered. Null: the plan asks for none, or
   * the worker sends none.
   */
  get picture(): MediaStreamTrack | null {
    const { transceiver, plan } = this;
    const comesBack = plan.picture !== null && transceiver?.currentDirection === 'sendrecv';
    return comesBack ? transceiver.receiver.track : null;
  }

  /** What is sent, and by what; null while there is no peer. */
  get media(): { pc: RTCPeerConnection; sender: RTCRtpSender } | null {
    const { pc, sender } = this;
    return pc && sender && { pc, sender };
  }

  /** Brings what is sent to its size, where a browser refused that before or a camera told its own late. */
  async fit(): Promise<void> {
    if (this.sender?.track) await fitSize(this.sender, this.sender.track, this.longSidePx);
  }

  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    if (this.sender) await replaceCameraTrack(this.sender, track, this.longSidePx);
  }

  /** ICE has lost its path, for now or for good (a relay's TCP connection that was reset, say). */
  get isDisconnected(): boolean {
    return this.pc?.iceConnectionState === 'disconnected' || this.pc?.iceConnectionState === 'failed';
  }

  /** Route and traffic of the selected pair; null before there is one. */
  async readPath(): Promise<PathStats | null> {
    const stats = await this.readStats();
    if (!stats) return null;
    const report = stats.report as unknown as Iterable<[string, { id: string; type: string }]>;
    return readPath(report, stats.iceServers);
  }

  /** All that the browser counts of this peer, and the servers it was made with. Null before there is one. */
  async readStats(): Promise<PeerStats | null> {
    const { pc } = this;
    if (!pc) return null;
    return { peer: pc, report: await pc.getStats(), iceServers: pc.getConfiguration().iceServers ?? [] };
  }

  private async run(
    track: MediaStreamTrack,
    { warm, lineage, hurry, ...options }: DialOptions,
  ): Promise<void> {
    const { pc, relay, channel, transceiver, gathering } = await this.prepare(track, warm, options);
    this.pc = pc;
    this.relay = relay;
    this.transceiver = transceiver;
    this.events.onRelay(relay);
    const firstResult = this.listen(pc, channel);
    // Another camera since it was got ready.
    if (this.sender?.track !== track) await this.replaceTrack(track);
    const gathered = await this.gather(gathering, { relay: this.plan.enhanced, hurry });
    await this.negotiate(pc, lineage);
    await this.connect(pc, gathered.relay);
    await within(firstResult, RESULT_DEADLINE_MS, 'no_results', this.scope).catch(this.blame);
    this.longSidePx = longSideFor(this.plan.workflow);
    await this.fit();
  }

  /** What was begun before the tap and has failed is tried anew. */
  private async prepare(
    track: MediaStreamTrack,
    warm: DialOptions['warm'],
    options: Pick<DialOptions, 'known' | 'fresh'>,
  ): Promise<Prepared> {
    const ready = await Promise.resolve(warm).catch(() => null);
    if (!ready) return preparePeer(this.plan, track, this.deps, this.scope, options);
    if (this.ended.signal.aborted) ready.pc.close();
    this.ended.signal.throwIfAborted();
    return ready;
  }

  /** Attaches to the channel before it opens. @returns what resolves with the first result that is well. */
  private listen(pc: RTCPeerConnection, channel: RTCDataChannel): Promise<void> {
    const { signal } = this.scope;
    channel.addEventListener('close', () => this.lose(new Failure('worker_gone'), 'worker_gone'), { signal });
    pc.addEventListener('connectionstatechange', () => this.onPeerState(pc), { signal });
    return new Promise((resolve) => {
      readResults(channel, this.plan.workflow, (result) => this.onResult(result, resolve), signal);
    });
  }

  private onResult(result: LiveResult, first: () => void): void {
    const [failure] = result.failures;
    if (failure) this.reason = failure.reason || failure.words;
    if (result.complete) return this.lose(this.endOf(result), 'worker_ended');
    this.answered += 1;
    if (result.well) {
      this.results += 1;
      first();
    }
    this.events.onResult(result);
  }

  private endOf(result: LiveResult): Failure {
    const end = endOf(result, this.results);
    return end.code === 'workflow_failed' ? this.failing() : end;
  }

  /** Frames came, and all of them failed: that is no lack of results. */
  private readonly blame = (thrown: unknown): never => {
    const isFailing = thrown instanceof Failure && thrown.code === 'no_results' && this.reason !== null;
    throw isFailing ? this.failing() : thrown;
  };

  private failing(): Failure {
    return new Failure('workflow_failed', { reason: this.reason ?? undefined });
  }

  private onPeerState(pc: RTCPeerConnection): void {
    if (pc.connectionState === 'failed') this.lose(new Failure(this.blockedCode()), 'connection_failed');
  }

  private async gather(gathering: Gathering, wanted: Wanted): Promise<Gathered> {
    const found = await gathering.enough(wanted, this.scope);
    const { relayFailure } = found;
    if (!wanted.relay || !relayFailure) return found;
    // The lost session went by the relay, most likely: an offer without it would cost seconds and lead
    // nowhere.
    if (wanted.hurry || this.plan.iceTransportPolicy === 'relay') throw new Failure(relayFailure);
    this.notice = { code: relayFailure };
    return found;
  }

  private async negotiate(pc: RTCPeerConnection, lineage: string | null): Promise<void> {
    const { clock } = this.scope;
    const waking = childScope(this.scope);
    clock.after(WAKING_AFTER_MS, () => this.events.onWaking(), waking.signal);
    const { sdp = '' } = pc.localDescription ?? {};
    if (!hasCandidate(sdp)) return this.giveUpUnoffered();
    this.offeredAtMs = clock.now();
    this.events.onOffer();
    const params = paramsOf(this.plan, lineage, this.sender?.track ?? null);
    const taken = exchange(this.plan.connector, pc, this.offered(sdp), params, {
      fetch: this.deps.fetch,
      scope: this.scope,
    });
    this.taken = taken;
    const answer = await within(taken, ANSWER_DEADLINE_MS, 'worker_timeout', this.scope).finally(waking.end);
    this.lineage = (answer.context as Partial<OfferContext> | undefined)?.lineage ?? lineage;
  }

  private offered(sdp: string): string {
    const backKbps = this.plan.picture === null ? null : PICTURE_KBPS;
    return offerSdp(sdp, decoysFor(this.deps.roundTripMs()), backKbps);
  }

  private async connect(pc: RTCPeerConnection, relay: boolean): Promise<void> {
    const { signal, clock } = this.scope;
    const tellLate = () => hasPath(pc) || this.events.onLate();
    if (!this.plan.enhanced) clock.after(DIRECT_LATE_MS, tellLate, signal);
    const iceMs = relay ? RELAY_ICE_DEADLINE_MS : DIRECT_ICE_DEADLINE_MS;
    await connected(pc, { iceMs, dtlsMs: OPEN_DEADLINE_MS, blocked: this.blockedCode() }, this.scope);
  }

  /** A relay may still do. @throws Failure */
  private giveUpUnoffered(): never {
    if (!this.plan.enhanced) this.events.onLate();
    throw new Failure(this.blockedCode());
  }

  /**
   * Without ENH a dead path most likely means that the network blocks direct video: the one thing ENH is for.
   */
  private blockedCode(): FailureCode {
    return this.plan.enhanced ? (this.notice?.code ?? 'connection_failed') : 'direct_blocked';
  }

  private get sender(): RTCRtpSender | null {
    return this.transceiver?.sender ?? null;
  }

  private end(): void {
    this.ended.abort();
    this.pc = null;
    this.transceiver = null;
  }

  private lose(thrown: unknown, otherwise: FailureCode): void {
    if (this.ended.signal.aborted) return;
    this.pc?.close();
    this.end();
    this.events.onLost(asFailure(thrown, otherwise));
  }
}
