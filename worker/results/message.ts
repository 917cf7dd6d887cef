/** The bytes of one data-channel message, as `webrtc_worker/entities.py:62-86` lays it out. */
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import type { VideoMetadata, WorkerMessage } from '../../protocol/result';

/** RTP's video clock, 90 kHz: the unit of `pts`. */
const TICKS_PER_SECOND = 90_000;

/** When a frame came in: ms since the epoch, with a fraction, and since the stream's first frame. */
export type FrameTime = { receivedAtMs: number; sinceFirstMs: number };

export function frameMetadata(
  frameId: number,
  time: FrameTime,
  size: { width: number; height: number },
  declaredFps: number | null,
  fingerprint: string,
): VideoMetadata {
  return {
    frame_id: frameId,
    received_at: naiveLocalTime(time.receivedAtMs),
    // libwebrtc's sink does not hand over RTP timestamps; the time of arrival, in the same ticks, is what
    // there is.
    pts: Math.round((time.sinceFirstMs * TICKS_PER_SECOND) / 1000),
    time_base: 1 / TICKS_PER_SECOND,
    declared_fps: declaredFps,
    measured_fps: null,
    width: size.width,
    height: size.height,
    // Time of arrival holds all that the network added; by this the page finds the very frame.
    fingerprint,
  };
}

export function resultMessage(
  data: Record<string, unknown> | null,
  metadata: VideoMetadata,
  errors: string[],
): WorkerMessage {
  return {
    serialized_output_data: data,
    video_metadata: metadata,
    errors,
    processing_complete: false,
    termination_reason: null,
  };
}

/** The final message speaks of no frame: its metadata holds the count and the time alone. */
export type FinalMessage = Omit<WorkerMessage, 'video_metadata'> & {
  video_metadata: { [Key in keyof VideoMetadata]: VideoMetadata[Key] | null };
};

/** @param lastFrameId of the last result; 0 where there was none. @param nowMs since the epoch. */
export function completionMessage(
  reason: 'timeout_reached' | null,
  lastFrameId: number,
  nowMs: number,
  errors: string[] = [],
): FinalMessage {
  return {
    serialized_output_data: null,
    video_metadata: {
      frame_id: lastFrameId,
      received_at: naiveLocalTime(nowMs),
      pts: null,
      time_base: null,
      declared_fps: null,
      measured_fps: null,
      width: null,
      height: null,
    },
    errors,
    processing_complete: true,
    termination_reason: reason,
  };
}

/**
 * A message has a few hundred bytes: zlib's usual 32 KB of window and 128 KB of tables take longer to set up
 * than it to squeeze.
 */
const SMALL = { windowBits: 12, memLevel: 5, chunkSize: 4096 };

export function encodeMessage(message: WorkerMessage | FinalMessage, zipped: boolean): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(message));
  return zipped ? gzipSync(bytes, SMALL) : bytes;
}

const gzipInBackground = promisify(gzip);

/** The same for a message with pictures in it, which takes milliseconds to squeeze: on libuv's threads. */
export async function encodeInBackground(message: WorkerMessage, zipped: boolean): Promise<Uint8Array> {
  const bytes = encodeMessage(message, false);
  return zipped ? gzipInBackground(bytes) : bytes;
}

/** Python's `datetime.now().isoformat()`: local, without a zone, with microseconds. */
export function naiveLocalTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const micros = date.getMilliseconds() * 1000 + Math.floor((ms - Math.floor(ms)) * 1000);
  return `${day}T${time}.${String(micros).padStart(6, '0')}`;
}
