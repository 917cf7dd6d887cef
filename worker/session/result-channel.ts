import { frameChunks } from '../../protocol/framing';
import { Outbox } from './outbox';
import { UPLOAD_LABEL, watchUploads } from './uploads';

/**
 * Above this many bytes unsent, results wait. About a second of them at 30 a second: more in the pipe would
 * only be older news. (The hosted worker lets 32 MiB pile up, webrtc.py:169.)
 */
const HIGH_WATER_BYTES = 12 * 1024;

/**
 * Within one result, chunks wait above the first and go on below the second. The hosted worker's are 32 and 8
 * MiB; libwebrtc holds 16 MiB at most, and `@roamhq/wrtc` 0.10 drops what comes beyond without a word
 * (measured).
 */
export const PAUSE_BYTES = 8 * 1024 * 1024;
export const RESUME_BYTES = 2 * 1024 * 1024;
const LOOK_AGAIN_MS = 20;
/** The hosted worker's patience (webrtc.py:171). */
const DRAIN_LIMIT_MS = 120_000;

/** A control message is a line of JSON; more is not meant for us. */
const MAX_CONTROL_CHARS = 64 * 1024;

export type ResultChannelEvents = {
  opened(): void;
  /** The channel that carries results is gone. */
  closed(): void;
  /** The text of a control message. */
  control(text: string): void;
  /** A keep-alive came on the channel for uploads. */
  alive(): void;
  /** Part of a file came there. */
  uploadRefused(): void;
};

/** Where results go: the newest channel that the client opened, whatever its label. */
export class ResultChannel {
  private outbox: Outbox | null = null;
  private uploads: { release(): void } | null = null;
  /** Results leave one after the other: a chunk of one never stands between two of another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly events: ResultChannelEvents) {}

  adopt(channel: RTCDataChannel): void {
    if (channel.label === UPLOAD_LABEL) {
      const { alive, uploadRefused } = this.events;
      this.uploads?.release();
      this.uploads = watchUploads(channel, { alive, refused: uploadRefused });
      return;
    }
    const outbox = new Outbox(channel);
    this.outbox = outbox;
    channel.onopen = () => {
      outbox.opened();
      this.events.opened();
    };
    channel.onmessage = ({ data }: MessageEvent) => {
      const isControl = typeof data === 'string' && data.length <= MAX_CONTROL_CHARS;
      if (isControl && this.outbox === outbox) this.events.control(data);
    };
    channel.onclose = () => {
      outbox.closed();
      if (this.outbox !== outbox) return;
      this.outbox = null;
      this.events.closed();
    };
    if (outbox.isOpen) this.events.opened();
  }

  get isOpen(): boolean {
    return this.outbox?.isOpen === true;
  }

  /** Whether a result sent now would leave soon. */
  get isClear(): boolean {
    return this.outbox?.isOpen === true && !this.outbox.holdsMoreThan(HIGH_WATER_BYTES);
  }

  /**
   * @returns whether all of it was handed over; false where there is no open channel, or it broke or clogged
   * meanwhile.
   */
  send(frameId: number, payload: Uint8Array): Promise<boolean> {
    const sent = this.last.then(() => sendChunks(this.outbox, frameId, payload));
    this.last = sent;
    return sent;
  }

  release(): void {
    const channel = this.outbox?.channel;
    this.outbox = null;
    this.uploads?.release();
    if (!channel) return;
    channel.onopen = null;
    channel.onmessage = null;
    channel.onclose = null;
  }
}

async function sendChunks(outbox: Outbox | null, frameId: number, payload: Uint8Array) {
  if (!outbox) return false;
  for (const chunk of frameChunks(frameId, payload)) {
    if (outbox.holdsMoreThan(PAUSE_BYTES) && !(await drained(outbox))) return false;
    if (!outbox.isOpen) return false;
    try {
      outbox.send(chunk);
    } catch {
      // The other side may have gone just now; `onclose` follows. In one of a few hundred such moments
      // @roamhq/wrtc crashes in place of throwing (../sessions/process-pool.ts).
      return false;
    }
  }
  return true;
}

async function drained(outbox: Outbox): Promise<boolean> {
  const deadlineMs = performance.now() + DRAIN_LIMIT_MS;
  while (outbox.isOpen && performance.now() < deadlineMs) {
    if (!outbox.holdsMoreThan(RESUME_BYTES)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return false;
}
