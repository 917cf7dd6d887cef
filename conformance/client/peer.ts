/** A client of the protocol: a libwebrtc peer whose camera shows what the suite draws. */
import { setTimeout as pause } from 'node:timers/promises';
import wrtc from '@roamhq/wrtc';
import { type Chunk, Collector, type Message, toChunk } from './messages';
import { type Scene, toI420 } from './scene';

type VideoSource = {
  createTrack(): MediaStreamTrack;
  onFrame(frame: { width: number; height: number; data: Uint8Array }): void;
};
/** A decoded frame: I420, planes of brightness and two of colour. */
export type Frame = { width: number; height: number; data: Uint8Array };
type VideoSink = { onframe: ((event: { frame: Frame }) => void) | null; stop(): void };

export type PeerOptions = { label?: string; video?: boolean | 'sendonly'; channel?: boolean };

export class Peer {
  readonly connection = new wrtc.RTCPeerConnection({ iceServers: [] });
  readonly collector = new Collector();
  readonly channel: RTCDataChannel | null = null;
  /** Frames that the server sent back. */
  framesBack = 0;
  /** The newest of them. */
  backNow: Frame | null = null;
  closedAtMs: number | null = null;
  /** Frames that left the camera. */
  filmed = 0;
  private readonly source = new wrtc.nonstandard.RTCVideoSource() as unknown as VideoSource;
  private readonly track = this.source.createTrack();
  private readonly sinks: VideoSink[] = [];
  private readonly watchers = new Set<() => void>();
  private camera: NodeJS.Timeout | undefined;

  constructor({ label = 'conformance', video = true, channel = true }: PeerOptions = {}) {
    if (video === true) this.connection.addTrack(this.track);
    if (video === 'sendonly') this.connection.addTransceiver(this.track, { direction: 'sendonly' });
    if (channel) this.channel = this.openChannel(label);
    this.connection.ontrack = ({ track }) => this.watchVideo(track);
  }

  /** Results of one channel arrive under its label. */
  openChannel(label: string): RTCDataChannel {
    const channel = this.connection.createDataChannel(label, { ordered: true });
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => this.take(toChunk(label, data));
    channel.onopen = () => this.wakeAll();
    channel.onclose = () => {
      this.closedAtMs ??= performance.now();
      this.wakeAll();
    };
    return channel;
  }

  /** A complete offer: this peer does not trickle. */
  async offer(): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    while (this.connection.iceGatheringState !== 'complete') await pause(10);
    return this.connection.localDescription?.sdp ?? '';
  }

  /** Sends what `next` draws, `fps` times a second. */
  film(next: (index: number) => Scene, fps = 10): void {
    clearInterval(this.camera);
    const shoot = () => {
      const scene = next(this.filmed);
      this.filmed += 1;
      this.source.onFrame({ width: scene.width, height: scene.height, data: toI420(scene) });
    };
    this.camera = setInterval(shoot, 1000 / fps);
  }

  stopFilming(): void {
    clearInterval(this.camera);
  }

  send(control: unknown): void {
    this.channel?.send(typeof control === 'string' ? control : JSON.stringify(control));
  }

  get messages(): Message[] {
    return this.collector.messages;
  }

  get isHungUp(): boolean {
    return this.closedAtMs !== null || this.connection.sctp?.transport.state === 'closed';
  }

  /** Resolves with whether `holds` became true within `ms`; asked again whenever something arrives. */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    const start = performance.now();
    while (!holds()) {
      const left = start + ms - performance.now();
      if (left <= 0) return false;
      await this.somethingNew(Math.min(left, 100));
    }
    return true;
  }

  /** @returns the first message from the `from`th on that fits, or null after `ms`. */
  async next(fits: (message: Message) => boolean, ms: number, from = 0): Promise<Message | null> {
    let found: Message | undefined;
    await this.until(() => {
      found = this.messages.slice(from).find(fits);
      return found !== undefined;
    }, ms);
    return found ?? null;
  }

  close(): void {
    clearInterval(this.camera);
    for (const sink of this.sinks) sink.stop();
    this.track.stop();
    this.connection.close();
    this.wakeAll();
  }

  private take(chunk: Chunk): void {
    this.collector.push(chunk);
    this.wakeAll();
  }

  private watchVideo(track: MediaStreamTrack): void {
    if (track.kind !== 'video') return;
    const sink = new wrtc.nonstandard.RTCVideoSink(track) as unknown as VideoSink;
    sink.onframe = ({ frame }) => {
      this.framesBack += 1;
      this.backNow = frame;
      this.wakeAll();
    };
    this.sinks.push(sink);
  }

  private somethingNew(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.watchers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.watchers.add(wake);
    });
  }

  private wakeAll(): void {
    for (const wake of [...this.watchers]) wake();
  }
}
