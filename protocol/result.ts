/**
 * What the worker says of one frame, and how to read it.
 * Source: Roboflow `inference` v1.5.0, webrtc_worker/entities.py:62-86 and serializers.py:77-258.
 */
import { Gunzip, strFromU8 } from 'fflate';
import { concat, MAX_MESSAGE_BYTES } from './framing';
import { isRecord, isSize } from './json';

export type VideoMetadata = {
  frame_id: number;
  received_at: string;
  pts: number | null;
  time_base: number | null;
  declared_fps: number | null;
  measured_fps: number | null;
  width: number;
  height: number;
  /** Of the embedded worker alone: what the frame looked like (protocol/fingerprint.ts). */
  fingerprint?: string;
};

export type TerminationReason = 'timeout_reached' | (string & {});

/** The JSON of one data-channel message, as the worker writes it. */
export type WorkerMessage = {
  serialized_output_data: Record<string, unknown> | null;
  video_metadata: VideoMetadata | null;
  errors: string[];
  processing_complete: boolean;
  termination_reason: TerminationReason | null;
};

/**
 * One thing seen, as a worker writes it. `x`, `y` are the box's centre; all four are pixels of the frame the
 * worker received.
 */
export type Prediction = {
  x: number;
  y: number;
  /** More than 0. */
  width: number;
  height: number;
  /** 0 to 1; null where the worker does not say. */
  confidence: number | null;
  class: string;
  /** The class's number in its model. */
  class_id?: number;
  detection_id: string;
  /** The text of a barcode or QR code. */
  data?: string;
  /** Outline in frame pixels, where the workflow segments; three points at least. */
  points?: { x: number; y: number }[];
};

/**
 * Reads one reassembled payload. Today's server gzips results and leaves the final message plain, so it
 * sniffs `1f 8b`.
 * @throws Error where the bytes are no such message.
 */
export function decodeMessage(payload: Uint8Array): WorkerMessage {
  const zipped = payload[0] === 0x1f && payload[1] === 0x8b;
  const value = parse(textOf(zipped ? unzip(payload) : payload));
  if (!isRecord(value)) throw new Error('A worker message must be a JSON object.');
  return {
    serialized_output_data: isRecord(value.serialized_output_data) ? value.serialized_output_data : null,
    video_metadata: isRecord(value.video_metadata) ? readMetadata(value.video_metadata) : null,
    errors: Array.isArray(value.errors) ? value.errors.map(asText) : [],
    processing_complete: value.processing_complete === true,
    termination_reason: typeof value.termination_reason === 'string' ? value.termination_reason : null,
  };
}

/**
 * What parsing makes of a byte, beside the byte itself: an object, a list, a key or a string takes some 50
 * bytes of memory, an entry of a list eight. 16 kB of gzip were 16 MB of "{}," and those took 570 MB of Node
 * and two seconds.
 */
const COSTS: Record<string, number> = { '{': 50, '[': 50, ':': 50, '"': 25, ',': 8 };
const DEAREST = Math.max(...Object.values(COSTS));
const COST_OF = Uint8Array.from({ length: 256 }, (_, code) => COSTS[String.fromCharCode(code)] ?? 0);
/** A depth map of 1280 × 720, 10 MB of digits, costs 8 MB; a hundred outlines of five hundred points 14. */
const MOST_COST = 48 * 1024 * 1024;

/**
 * Of anything short enough the length says enough: what comes with each frame is not counted byte by byte.
 */
function costOf(bytes: Uint8Array): number {
  const most = bytes.length * DEAREST;
  return most <= MOST_COST ? most : bytes.reduce((cost, byte) => cost + (COST_OF[byte] as number), 0);
}

/** @throws Error where parsing it would fill the memory */
function textOf(bytes: Uint8Array): string {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new Error('A worker message is too long.');
  if (costOf(bytes) > MOST_COST) throw new Error('A worker message has too many parts.');
  return strFromU8(bytes);
}

const SLICE_BYTES = 16 * 1024;

/**
 * In slices, so that what swells beyond all measure is met early. The length at its end is not asked: a wrong
 * one would be taken for room.
 */
function unzip(payload: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const gunzip = new Gunzip((part) => {
    length += part.length;
    if (length > MAX_MESSAGE_BYTES) throw new Error('A worker message is too long.');
    parts.push(part);
  });
  for (let at = 0; at < payload.length; at += SLICE_BYTES) {
    gunzip.push(payload.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= payload.length);
  }
  return concat(parts);
}

/**
 * Python writes numbers that are none as words (https://docs.python.org/3/library/json.html#json.dumps); one
 * must not cost the frame. A string without an end is taken as far as it goes: given up, it would be read
 * again from each escaped quote in it.
 */
const NO_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/gs;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(text.replace(NO_NUMBER, (token) => (token.startsWith('"') ? token : 'null')));
  }
}

/** Null where it does not say which frame this is, or of which size. */
function readMetadata(value: Record<string, unknown>): VideoMetadata | null {
  const number = (key: keyof VideoMetadata) => (Number.isFinite(value[key]) ? (value[key] as number) : null);
  const frameId = number('frame_id');
  const size = { width: value.width, height: value.height };
  if (frameId === null || !isSize(size)) return null;
  return {
    frame_id: frameId,
    received_at: typeof value.received_at === 'string' ? value.received_at : '',
    pts: number('pts'),
    time_base: number('time_base'),
    declared_fps: number('declared_fps'),
    measured_fps: number('measured_fps'),
    ...size,
    ...(typeof value.fingerprint === 'string' ? { fingerprint: value.fingerprint } : {}),
  };
}

/** `String(value)` would throw on `{"toString":1}`. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
