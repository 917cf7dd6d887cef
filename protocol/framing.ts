/**
 * How a result crosses the data channel: chunks of 48 KiB behind a 12-byte header, three unsigned
 * 32-bit little-endian numbers: frame id, chunk index, total chunks.
 * Source: Roboflow `inference` v1.5.0, core/interfaces/webrtc_worker/webrtc.py:88-100.
 */
export const HEADER_BYTES = 12;
export const CHUNK_BYTES = 48 * 1024;

/**
 * Frames that are still short of chunks; the channel is ordered, so more than a few means that the sender
 * lost its place.
 */
const MAX_PENDING_FRAMES = 8;
/**
 * Of one message, and of all that are still short of chunks together: far above any real result, far below
 * what hurts a phone.
 */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const MAX_CHUNKS = Math.ceil(MAX_MESSAGE_BYTES / CHUNK_BYTES);

type Pending = { chunks: (Uint8Array | undefined)[]; missing: number; bytes: number };

/** Cuts a payload into messages ready for `RTCDataChannel.send`. An empty payload is one message. */
export function frameChunks(frameId: number, payload: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const total = Math.max(1, Math.ceil(payload.length / CHUNK_BYTES));
  return Array.from({ length: total }, (_, index) => {
    const part = payload.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const message = new Uint8Array(HEADER_BYTES + part.length);
    const header = new DataView(message.buffer);
    header.setUint32(0, frameId, true);
    header.setUint32(4, index, true);
    header.setUint32(8, total, true);
    message.set(part, HEADER_BYTES);
    return message;
  });
}

/**
 * Puts chunks back together. Bounded in frames and in bytes, for a chunk may be of any size: a malformed or
 * never-ending frame is dropped, never kept, and the oldest goes first.
 */
export class Reassembler {
  private readonly pending = new Map<number, Pending>();

  /** Of all frames that are still short of chunks. */
  get heldBytes(): number {
    return [...this.pending.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * @returns the whole payload with this chunk, or null while chunks are missing or where the message is
   * malformed.
   */
  push(message: Uint8Array): { frameId: number; payload: Uint8Array } | null {
    if (message.byteLength < HEADER_BYTES) return null;
    const header = new DataView(message.buffer, message.byteOffset, HEADER_BYTES);
    const frameId = header.getUint32(0, true);
    const index = header.getUint32(4, true);
    const total = header.getUint32(8, true);
    if (total === 0 || total > MAX_CHUNKS || index >= total) return null;
    const part = message.subarray(HEADER_BYTES);
    if (total === 1) return { frameId, payload: part };
    return this.collect(frameId, index, total, part);
  }

  private collect(frameId: number, index: number, total: number, part: Uint8Array) {
    const frame = this.pending.get(frameId) ?? this.open(frameId, total);
    if (frame.chunks.length !== total) return null;
    const before = frame.chunks[index];
    if (before === undefined) frame.missing -= 1;
    frame.bytes += part.length - (before?.length ?? 0);
    frame.chunks[index] = part;
    if (frame.bytes > MAX_MESSAGE_BYTES) this.pending.delete(frameId);
    if (frame.missing > 0 || frame.bytes > MAX_MESSAGE_BYTES) return this.letGo();
    this.pending.delete(frameId);
    return { frameId, payload: concat(frame.chunks as Uint8Array[]) };
  }

  private open(frameId: number, total: number): Pending {
    if (this.pending.size >= MAX_PENDING_FRAMES) this.dropOldest();
    const frame = {
      chunks: new Array<Uint8Array | undefined>(total).fill(undefined),
      missing: total,
      bytes: 0,
    };
    this.pending.set(frameId, frame);
    return frame;
  }

  private letGo(): null {
    while (this.heldBytes > MAX_MESSAGE_BYTES) this.dropOldest();
    return null;
  }

  private dropOldest(): void {
    const oldest = this.pending.keys().next();
    if (!oldest.done) this.pending.delete(oldest.value);
  }
}

export function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
