/** Puts data-channel messages back together, and keeps what was odd about them for the rules to judge. */
import { gunzipSync } from 'node:zlib';
import { isRecord, type Json } from '../verdict';

export const HEADER_BYTES = 12;
/** `CHUNK_SIZE`, streamvision/webrtc_worker/webrtc.py:89. */
export const CHUNK_BYTES = 48 * 1024;
/** 16 MiB of chunks: a header that says more is read wrong, or written wrong. */
const MAX_CHUNKS = 342;

/** One data-channel message as it came. */
export type Chunk = {
  label: string;
  isText: boolean;
  bytes: Uint8Array;
  /** null where the message is too short to have one. */
  header: { frameId: number; index: number; total: number } | null;
};

/** One whole result. */
export type Message = {
  label: string;
  frameId: number;
  atMs: number;
  payload: Uint8Array;
  zipped: boolean;
  json: Json | null;
  /** Why `json` is null. */
  problem: string | null;
};

export function toChunk(label: string, data: unknown): Chunk {
  const isText = typeof data === 'string';
  const bytes = isText ? new TextEncoder().encode(data) : new Uint8Array(data as ArrayBuffer);
  if (isText || bytes.length < HEADER_BYTES) return { label, isText, bytes, header: null };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const word = (at: number) => view.getUint32(at, true);
  return { label, isText, bytes, header: { frameId: word(0), index: word(4), total: word(8) } };
}

export class Collector {
  readonly chunks: Chunk[] = [];
  readonly messages: Message[] = [];
  private readonly open = new Map<string, Uint8Array[]>();

  /** @returns the message that this chunk completes. */
  push(chunk: Chunk): Message | null {
    this.chunks.push(chunk);
    const { header, label } = chunk;
    if (!header || header.total === 0 || header.total > MAX_CHUNKS || header.index >= header.total)
      return null;
    const key = `${label} ${header.frameId}`;
    const parts = this.open.get(key) ?? [];
    parts[header.index] = chunk.bytes.subarray(HEADER_BYTES);
    this.open.set(key, parts);
    if (parts.filter(Boolean).length < header.total) return null;
    this.open.delete(key);
    const message = toMessage(label, header.frameId, Buffer.concat(parts));
    this.messages.push(message);
    return message;
  }
}

function toMessage(label: string, frameId: number, payload: Uint8Array): Message {
  const zipped = payload[0] === 0x1f && payload[1] === 0x8b;
  const common = { label, frameId, atMs: performance.now(), payload, zipped };
  try {
    const json: unknown = JSON.parse(Buffer.from(zipped ? gunzipSync(payload) : payload).toString('utf8'));
    if (isRecord(json)) return { ...common, json, problem: null };
    return { ...common, json: null, problem: 'JSON, but no object' };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'no JSON' : 'gzip that does not inflate';
    return { ...common, json: null, problem: zipped ? `behind 1f 8b: ${why}` : why };
  }
}
