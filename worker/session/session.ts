import type { EndReason, SessionRequest } from '../ipc/messages';
import { refusedBecause } from '../ipc/refused';
import { isTooLarge, videoTooLarge } from '../media/frame-size';
import { NewestSlot } from '../media/newest-slot';
import { createPeer, openSink, openVideoBack, type VideoBack, type VideoFrame } from '../media/wrtc';
import type { SessionCounts } from '../metrics/metrics';
import { completionMessage, encodeMessage, type FrameTime } from '../results/message';
import {
  type OutputMode,
  type StreamMode,
  switchStream,
  toOutputMode,
  toStreamMode,
} from '../results/outputs';
import { answerOffer } from './answer';
import { parseControl } from './control';
import { type Arrived, type Finished, type FrameWorkOptions, workOnFrame } from './frame-work';
import { type Lifetime, limitsFor, startLifetime } from './lifetime';
import { ResultChannel } from './result-channel';
import { UPLOADS_REFUSED } from './uploads';

type SessionOptions = Omit<SessionRequest, 'workflow'> &
  FrameWorkOptions & { counts: SessionCounts; onEnd: (reason: EndReason) => void };

function openPeer(iceServers: RTCIceServer[]): RTCPeerConnection {
  try {
    return createPeer(iceServers);
  } catch {
    // Its words are "ICE server parse failed", and say no more.
    throw refusedBecause('iceServers');
  }
}

/** How long the final message may take to leave, or the client to hang up on it. */
const DRAIN_MS = 2000;
/**
 * Video comes two round trips before the channel opens. So many of its frames are worked on meanwhile, so that
 * a result is there when it does; a client that never opens one costs no more.
 */
const EARLY_FRAMES = 8;
/** An older result would be shown where the thing has been: the next one is a frame away. */
const HELD_MS = 250;
const CLOCK_ORIGIN_MS = performance.timeOrigin;

/**
 * One client: its peer, the newest of its frames, and what it is told of them. Ends by itself, and only once.
 */
export class Session {
  private readonly peer: RTCPeerConnection;
  private readonly channel: ResultChannel;
  private readonly slot = new NewestSlot<Arrived>();
  private lifetime: Lifetime | null = null;
  private sink: { stop(): void } | null = null;
  private video: VideoBack | null = null;
  private mode: OutputMode;
  /** Meaningless without `video`. */
  private stream: StreamMode | null;
  private state: 'open' | 'draining' | 'ended' = 'open';
  private isDetecting = false;
  /** Made before anybody could be told. */
  private held: Finished | null = null;
  private early = 0;
  private lastFrameId = 0;
  private acknowledged: number | null = null;
  private firstFrameAtMs: number | null = null;
  private drainTimer: NodeJS.Timeout | undefined;
  /** What the client is to be told of its video, once it can be. */
  private tooLarge: string | null = null;
  /** What the next result has to tell besides. */
  private readonly notices: string[] = [];

  /** @throws Refused where an ICE server's URL is not understood. */
  constructor(private readonly options: SessionOptions) {
    this.mode = toOutputMode(options.dataOutput);
    this.stream = toStreamMode(options.streamOutput);
    this.channel = new ResultChannel({
      opened: () => this.onChannelOpened(),
      closed: () => this.onChannelClosed(),
      control: (text) => this.onControl(text),
      alive: () => this.lifetime?.frame(),
      uploadRefused: () => this.refuseUpload(),
    });
    this.peer = openPeer(options.iceServers);
    this.peer.ontrack = ({ track }) => this.onTrack(track);
    this.peer.ondatachannel = ({ channel }) => this.channel.adopt(channel);
    this.peer.onconnectionstatechange = () => this.onConnectionState();
  }

  /**
   * @returns the answer's SDP; from then on the session's clocks run. @throws Refused where the offer is
   * unusable; `signal`'s reason where that aborts.
   */
  async answer(signal: AbortSignal): Promise<string> {
    const limits = limitsFor(this.options.processingTimeout);
    if (this.stream) this.video = openVideoBack(this.peer);
    const sdp = await answerOffer(this.peer, this.options.offer, this.options.iceServers, signal);
    if (this.state === 'ended') throw new Error('The session ended before its answer was ready.');
    if (!this.video?.isWanted()) this.stopVideo();
    this.lifetime = startLifetime(limits, (reason) => this.onLimit(reason));
    this.onConnectionState();
    return sdp;
  }

  /** Opens what its first frame will need: to be called when the answer is out, which it would hold up. */
  warm(): void {
    if (this.state === 'ended') return;
    this.options.workflow.detector.warm?.();
    if (this.video) this.options.painter.warm();
  }

  /** Idempotent: closes the peer and leaves no sink, channel or timer behind. */
  end(reason: EndReason): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.stopIntake();
    this.stopVideo();
    clearTimeout(this.drainTimer);
    this.channel.release();
    this.peer.ontrack = null;
    this.peer.ondatachannel = null;
    this.peer.onconnectionstatechange = null;
    this.peer.close();
    // Whoever reads the goodbye hangs up at once; the process has to know why all the same.
    this.options.onEnd(this.tooLarge === null ? reason : 'video_too_large');
  }

  private onTrack(track: MediaStreamTrack): void {
    if (this.state !== 'open' || track.kind !== 'video' || this.sink) {
      track.stop();
      return;
    }
    this.sink = openSink(track, (frame) => this.onFrame(frame));
  }

  private onFrame(frame: VideoFrame): void {
    if (this.state !== 'open') return;
    if (isTooLarge(frame)) return this.refuseVideo(frame);
    const nowMs = performance.now();
    this.firstFrameAtMs ??= nowMs;
    const time = { receivedAtMs: CLOCK_ORIGIN_MS + nowMs, sinceFirstMs: nowMs - this.firstFrameAtMs };
    this.lifetime?.frame();
    this.options.counts.framesReceived += 1;
    if (this.slot.put({ frame, time })) this.options.counts.framesReplaced += 1;
    this.pump();
  }

  /** Starts on the newest frame, where there is one, the last one is done, and a result could leave. */
  private pump(): void {
    if (this.state !== 'open' || this.isDetecting || this.slot.isEmpty || !this.mayReport()) return;
    this.run(this.detect());
  }

  private run(work: Promise<void>): void {
    this.isDetecting = true;
    void work.finally(() => {
      this.isDetecting = false;
      this.pump();
    });
  }

  /**
   * A clogged channel, or a client that has yet to acknowledge, would only get old news: its frames wait, and
   * are replaced.
   */
  private mayReport(): boolean {
    if (!this.channel.isOpen) return this.video !== null || this.early < EARLY_FRAMES;
    const paced = !this.options.realtime && this.acknowledged !== null;
    return this.channel.isClear && (!paced || (this.acknowledged ?? 0) >= this.lastFrameId);
  }

  private async detect(): Promise<void> {
    const take = () => (this.state === 'open' ? this.slot.take() : null);
    const modes = () => ({ data: this.mode, stream: this.video && this.stream });
    const finished = await workOnFrame(this.options, take, modes);
    if (!finished || this.state !== 'open') return;
    if (finished.video) this.video?.send(finished.video);
    if (this.channel.isOpen) return this.tell(finished);
    // Video alone, without a channel, has nobody to tell.
    this.early += 1;
    this.held = finished;
  }

  private async tell(finished: Finished): Promise<void> {
    const frameId = this.lastFrameId + 1;
    const payload = await finished.encode(frameId, this.notices.splice(0));
    if (this.state === 'open') await this.send(frameId, payload, finished.time);
  }

  private async send(frameId: number, payload: Uint8Array, { receivedAtMs }: FrameTime): Promise<void> {
    const { counts } = this.options;
    // Before the last chunk has left: the final message counts on from here, and stands in line behind them.
    const isSent = this.channel.isClear;
    if (isSent) this.lastFrameId = frameId;
    if (isSent && (await this.channel.send(frameId, payload))) {
      counts.resultsSent += 1;
      counts.resultAge.observe(CLOCK_ORIGIN_MS + performance.now() - receivedAtMs);
    } else {
      counts.resultsDropped += 1;
    }
  }

  private onControl(text: string): void {
    const control = parseControl(text);
    if (control?.data_output) this.mode = toOutputMode(control.data_output);
    if (control?.stream_output) this.stream = switchStream(control.stream_output);
    // Only an ack of a frame starts the pacing, as in the hosted worker (webrtc.py:366-389).
    if (control?.ack && control.ack > 0) this.acknowledged = Math.max(this.acknowledged ?? 0, control.ack);
    this.pump();
  }

  /**
   * Who sends a camera besides is told with its next frame; who came for the file alone has nothing to wait
   * for.
   */
  private refuseUpload(): void {
    if (this.sink) this.notices.push(UPLOADS_REFUSED);
    else this.finish('upload_refused', [UPLOADS_REFUSED]);
  }

  /**
   * From its first frame on no other is taken in: each is a copy, and the decoder behind it holds several
   * more until the peer is closed.
   */
  private refuseVideo(frame: VideoFrame): void {
    this.sink?.stop();
    this.tooLarge = videoTooLarge(frame);
    if (this.channel.isOpen) return this.finish('video_too_large', [this.tooLarge]);
    clearTimeout(this.drainTimer);
    this.drainTimer = setTimeout(() => this.end('video_too_large'), DRAIN_MS);
  }

  private onChannelOpened(): void {
    this.lifetime?.channelOpened();
    if (this.tooLarge !== null) return this.finish('video_too_large', [this.tooLarge]);
    const { held } = this;
    this.held = null;
    if (this.state !== 'open' || this.isDetecting) return;
    const isNews = held && CLOCK_ORIGIN_MS + performance.now() - held.time.receivedAtMs < HELD_MS;
    if (isNews) this.run(this.tell(held));
    else this.pump();
  }

  private onConnectionState(): void {
    const { connectionState } = this.peer;
    if (connectionState === 'failed') this.end('peer_failed');
    else if (connectionState === 'closed' || this.isHungUp()) this.end('peer_closed');
    else if (connectionState === 'connected') this.lifetime?.connected();
    else if (connectionState === 'disconnected') this.lifetime?.disconnected();
  }

  /**
   * After the far end's close(), libwebrtc's connectionState stays "connected" until consent expires, half a
   * minute later. Its DTLS transport knows at once: the close_notify ended it.
   */
  private isHungUp(): boolean {
    const transports = [this.peer.sctp?.transport, ...this.peer.getReceivers().map((each) => each.transport)];
    return transports.some((transport) => transport?.state === 'closed');
  }

  private onChannelClosed(): void {
    if (this.isHungUp() || this.state === 'draining') this.end('peer_closed');
    else if (!this.video) this.lifetime?.channelClosed();
  }

  private onLimit(reason: EndReason): void {
    if (reason === 'timeout_reached') this.finish(reason);
    else this.end(reason);
  }

  /**
   * Says goodbye. A client that has read it hangs up, which ends the drain early and proves that it arrived.
   */
  private finish(
    reason: 'timeout_reached' | 'upload_refused' | 'video_too_large',
    errors: string[] = [],
  ): void {
    if (this.state !== 'open') return;
    this.state = 'draining';
    this.stopIntake();
    if (!this.channel.isOpen) return this.end(reason);
    // The reason is the hosted worker's word for its time limit; any other end has none there.
    const told = reason === 'timeout_reached' ? reason : null;
    const goodbye = encodeMessage(completionMessage(told, this.lastFrameId, Date.now(), errors), false);
    void this.channel.send(this.lastFrameId + 1, goodbye);
    clearTimeout(this.drainTimer);
    this.drainTimer = setTimeout(() => this.end(reason), DRAIN_MS);
  }

  private stopIntake(): void {
    this.lifetime?.stop();
    this.sink?.stop();
    this.sink = null;
    this.slot.take();
  }

  private stopVideo(): void {
    this.video?.stop();
    this.video = null;
  }
}
