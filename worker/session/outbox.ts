/**
 * A channel and how much it has yet to send. Asking it costs a visit to libwebrtc's network thread and back (0.4 ms of CPU
 * with @roamhq/wrtc 0.10, twice a frame it was a tenth of all the worker's own work), so it is asked only where what was
 * sent since the last answer could make a difference.
 */
export class Outbox {
  /** Bytes: no more than this many are unsent. */
  private atMost = 0;

  constructor(readonly channel: RTCDataChannel) {}

  get isOpen(): boolean {
    return this.channel.readyState === 'open';
  }

  /** @throws where the other side went between `isOpen` and this. */
  send(chunk: Uint8Array<ArrayBuffer>): void {
    this.channel.send(chunk);
    this.atMost += chunk.length;
  }

  /** Whether more than `bytes` are unsent. */
  holdsMoreThan(bytes: number): boolean {
    if (this.atMost > bytes) this.atMost = this.channel.bufferedAmount;
    return this.atMost > bytes;
  }
}
