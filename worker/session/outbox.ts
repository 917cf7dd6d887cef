/**
 * A channel, whether it is open and how much it has yet to send. Both are known here without asking: with
 * @roamhq/wrtc 0.10 each question goes to another of libwebrtc's threads and waits for it. `readyState`,
 * asked five times a frame, took 1.2 ms of every frame's way; `bufferedAmount`, asked twice, 0.8 ms of CPU.
 * And it waits on a channel that the far end may just then be ending there, which is where node-webrtc is
 * known to crash (node-webrtc/node-webrtc#391, #325). So the one is never asked once the channel is there,
 * and the other only where what was sent since the last answer could make a difference.
 */
export class Outbox {
  /** Bytes: no more than this many are unsent. */
  private atMost = 0;
  private state: RTCDataChannelState;

  constructor(readonly channel: RTCDataChannel) {
    this.state = channel.readyState;
  }

  /** Whether it has been opened and nobody has heard of its end. */
  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** To be called with the channel's events of these names. */
  opened(): void {
    this.state = 'open';
  }

  closed(): void {
    this.state = 'closed';
  }

  /** @throws where the other side has gone, before the event has come. */
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
