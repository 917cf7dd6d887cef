import * as v from 'valibot';
import { controlMessage } from '../../protocol/worker';
import { NewestSlot } from '../media/newest-slot';
import { createPeer, openSink, type VideoFrame } from '../media/wrtc';
import type { Metrics } from '../metrics';
import type { Workflow } from '../workflows/types';
import { answerOffer } from './answer';
import { type EndReason, type Lifetime, limitsFor, startLifetime } from './lifetime';
import {
  completionMessage,
  encodeMessage,
  type FrameTime,
  frameMetadata,
  predictionSet,
  resultMessage,
} from './message';
import { type OutputMode, selectOutputs, toOutputMode } from './outputs';
import { ResultChannel } from './result-channel';

export type SessionOptions = {
  offer: { type: string; sdp: string };
  iceServers: RTCIceServer[];
  workflow: Workflow;
  dataOutput: readonly (string | null)[] | null;
  declaredFps: number | null;
  /** Whole seconds. */
  processingTimeout: number;
  /** Off: the client paces the worker by acknowledging results. */
  realtime: boolean;
  gzip: boolean;
  metrics: Metrics;
  onEnd: (reason: EndReason) => void;
};

type Arrived = { frame: VideoFrame; time: FrameTime };

/** How long the final message may take to leave, or the client to hang up on it. */
const DRAIN_MS = 2000;
const CLOCK_ORIGIN_MS = performance.timeOrigin;

/** One client: its peer, the newest of its frames, and what it is told of them. Ends by itself, and only once. */
export class Session {
  private readonly peer: RTCPeerConnection;
  private readonly channel: ResultChannel;
  private readonly slot = new NewestSlot<Arrived>();
  private lifetime: Lifetime | null = null;
  private sink: { stop(): void } | null = null;
  private mode: OutputMode;
  private state: 'open' | 'draining' | 'ended' = 'open';
  private isDetecting = false;
  private lastFrameId = 0;
  private acknowledged: number | null = null;
  private firstFrameAtMs: number | null = null;
  private drainTimer: NodeJS.Timeout | undefined;

  /** @throws where an ICE server's URL is not understood. */
  constructor(private readonly options: SessionOptions) {
    this.mode = toOutputMode(options.dataOutput);
    this.channel = new ResultChannel({
      opened: () => this.lifetime?.channelOpened(),
      closed: () => this.onChannelClosed(),
      control: (text) => this.onControl(text),
    });
    this.peer = createPeer(options.iceServers);
    this.peer.ontrack = ({ track }) => this.onTrack(track);
    this.peer.ondatachannel = ({ channel }) => this.channel.adopt(channel);
    this.peer.onconnectionstatechange = () => this.onConnectionState();
  }

  /** @returns the answer's SDP; from then on the session's clocks run. @throws where the offer is unusable, or `signal` aborts. */
  async answer(signal: AbortSignal): Promise<string> {
    const limits = limitsFor(this.options.processingTimeout);
    const sdp = await answerOffer(this.peer, this.options.offer, this.options.iceServers, signal);
    if (this.state === 'ended') throw new Error('The session ended before its answer was ready.');
    this.lifetime = startLifetime(limits, (reason) => this.onLimit(reason));
    this.onConnectionState();
    return sdp;
  }

  /** Idempotent: closes the peer and leaves no sink, channel or timer behind. */
  end(reason: EndReason): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.stopIntake();
    clearTimeout(this.drainTimer);
    this.channel.release();
    this.peer.ontrack = null;
    this.peer.ondatachannel = null;
    this.peer.onconnectionstatechange = null;
    this.peer.close();
    this.options.onEnd(reason);
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
    const nowMs = performance.now();
    this.firstFrameAtMs ??= nowMs;
    const time = { receivedAtMs: CLOCK_ORIGIN_MS + nowMs, sinceFirstMs: nowMs - this.firstFrameAtMs };
    this.lifetime?.frame();
    this.options.metrics.framesReceived += 1;
    if (this.slot.put({ frame, time })) this.options.metrics.framesReplaced += 1;
    this.pump();
  }

  /** Starts on the newest frame, where there is one, the last one is done, and a result could leave. */
  private pump(): void {
    if (this.state !== 'open' || this.isDetecting || this.slot.isEmpty || !this.mayReport()) return;
    this.isDetecting = true;
    void this.detect().finally(() => {
      this.isDetecting = false;
      this.pump();
    });
  }

  /** A clogged channel, or a client that has yet to acknowledge, would only get old news: its frames wait, and are replaced. */
  private mayReport(): boolean {
    const paced = !this.options.realtime && this.acknowledged !== null;
    return this.channel.isClear && (!paced || (this.acknowledged ?? 0) >= this.lastFrameId);
  }

  private async detect(): Promise<void> {
    let arrived: Arrived | null = null;
    const take = () => {
      arrived = this.state === 'open' ? this.slot.take() : null;
      return (arrived as Arrived | null)?.frame ?? null;
    };
    try {
      const sighting = await this.options.workflow.detector.detectNewest(take);
      if (sighting && arrived) this.report(arrived, sighting, predictionSet(sighting), []);
    } catch {
      // The reader's own words could quote the picture's content; the client learns what it can act on.
      if (arrived) this.report(arrived, sizeOf(arrived), null, ['Detection failed on this frame.']);
    }
  }

  private report(
    { time }: Arrived,
    size: { width: number; height: number },
    predictions: unknown,
    failures: string[],
  ): void {
    if (this.state !== 'open') return;
    const names = failures.length === 0 ? this.options.workflow.outputs : [];
    const outputs = Object.fromEntries(names.map((name) => [name, predictions]));
    const selected =
      failures.length === 0 ? selectOutputs(this.mode, outputs) : { data: null, errors: failures };
    const frameId = this.lastFrameId + 1;
    const metadata = frameMetadata(frameId, time, size, this.options.declaredFps);
    const message = resultMessage(selected.data, metadata, selected.errors);
    const zipped = this.options.gzip && this.mode.kind !== 'none';
    if (this.channel.isClear && this.channel.send(frameId, encodeMessage(message, zipped))) {
      this.lastFrameId = frameId;
      this.options.metrics.resultsSent += 1;
    } else {
      this.options.metrics.resultsDropped += 1;
    }
  }

  private onControl(text: string): void {
    const control = parseControl(text);
    if (control?.data_output) this.mode = toOutputMode(control.data_output);
    // Only an ack of a frame starts the pacing, as in the hosted worker (webrtc.py:366-389).
    if (control?.ack && control.ack > 0) this.acknowledged = Math.max(this.acknowledged ?? 0, control.ack);
    this.pump();
  }

  private onConnectionState(): void {
    const { connectionState } = this.peer;
    if (connectionState === 'failed') this.end('peer_failed');
    else if (connectionState === 'closed' || this.isHungUp()) this.end('peer_closed');
    else if (connectionState === 'connected') this.lifetime?.connected();
    else if (connectionState === 'disconnected') this.lifetime?.disconnected();
  }

  /**
   * After the far end's close(), libwebrtc's connectionState stays "connected" until consent expires, half a minute
   * later. Its DTLS transport knows at once: the close_notify ended it.
   */
  private isHungUp(): boolean {
    const transports = [this.peer.sctp?.transport, ...this.peer.getReceivers().map((each) => each.transport)];
    return transports.some((transport) => transport?.state === 'closed');
  }

  private onChannelClosed(): void {
    if (this.isHungUp() || this.state === 'draining') this.end('peer_closed');
    else this.lifetime?.channelClosed();
  }

  private onLimit(reason: EndReason): void {
    if (reason === 'timeout_reached') this.finish();
    else this.end(reason);
  }

  /** Says goodbye. A client that has read it hangs up, which ends the drain early and proves that it arrived. */
  private finish(): void {
    this.state = 'draining';
    this.stopIntake();
    const final = completionMessage('timeout_reached', this.lastFrameId, Date.now());
    const goodbye = encodeMessage(final, false);
    const sent = this.channel.send(this.lastFrameId + 1, goodbye);
    if (!sent) return this.end('timeout_reached');
    this.drainTimer = setTimeout(() => this.end('timeout_reached'), DRAIN_MS);
  }

  private stopIntake(): void {
    this.lifetime?.stop();
    this.sink?.stop();
    this.sink = null;
    this.slot.take();
  }
}

function sizeOf({ frame: { width, height, rotation } }: Arrived) {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

function parseControl(text: string) {
  try {
    const parsed = v.safeParse(controlMessage, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
