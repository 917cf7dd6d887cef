import { frameChunks } from '../../protocol/framing';

/** The hosted worker gives this label to video files sent by chunks; it never carries results. */
const UPLOAD_LABEL = 'video_upload';

/**
 * Above this many bytes unsent, results wait. About a second of them at 30 a second: more in the pipe would only
 * be older news. (The hosted worker lets 32 MiB pile up, webrtc.py:169.)
 */
const HIGH_WATER_BYTES = 12 * 1024;

/** A control message is a line of JSON; more is not meant for us. */
const MAX_CONTROL_CHARS = 64 * 1024;

export type ResultChannelEvents = {
  opened(): void;
  /** The channel that carries results is gone. */
  closed(): void;
  /** The text of a control message. */
  control(text: string): void;
};

/** Where results go: the newest channel that the client opened, whatever its label. */
export class ResultChannel {
  private channel: RTCDataChannel | null = null;

  constructor(private readonly events: ResultChannelEvents) {}

  adopt(channel: RTCDataChannel): void {
    if (channel.label === UPLOAD_LABEL) return;
    this.channel = channel;
    channel.onopen = () => this.events.opened();
    channel.onmessage = ({ data }: MessageEvent) => {
      const isControl = typeof data === 'string' && data.length <= MAX_CONTROL_CHARS;
      if (isControl && this.channel === channel) this.events.control(data);
    };
    channel.onclose = () => {
      if (this.channel !== channel) return;
      this.channel = null;
      this.events.closed();
    };
    if (channel.readyState === 'open') this.events.opened();
  }

  /** Whether a result sent now would leave soon. */
  get isClear(): boolean {
    return this.channel?.readyState === 'open' && this.channel.bufferedAmount <= HIGH_WATER_BYTES;
  }

  /** @returns false where there is no open channel, or it broke while sending. */
  send(frameId: number, payload: Uint8Array): boolean {
    if (this.channel?.readyState !== 'open') return false;
    try {
      for (const chunk of frameChunks(frameId, payload)) this.channel.send(chunk);
      return true;
    } catch {
      // Between readyState and send the other side may have gone; `onclose` follows.
      return false;
    }
  }

  release(): void {
    const { channel } = this;
    this.channel = null;
    if (!channel) return;
    channel.onopen = null;
    channel.onmessage = null;
    channel.onclose = null;
  }
}
