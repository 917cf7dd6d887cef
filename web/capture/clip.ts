/** Some seconds of what the viewfinder shows, as a video to keep. Nothing of it runs before it is asked for. */
import type { Clock } from '../time/clock';
import { capturedFile } from './file';
import { drawLayers, sizeOf } from './layers';

/** ms */
const MOST_MS = 10_000;
/** px, the longer side. A phone encodes the live session's video at the same time. */
const LONGEST = 1_280;
const FPS = 25;
const BITS_PER_SECOND = 2_500_000;
/** Where an encoder does not keep to that: the clip ends. */
const MOST_BYTES = 8_000_000;
const CHUNK_MS = 500;

/** What can be sent on to most phones first. */
const TYPES = ['video/mp4;codecs=avc1.42E01F', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'] as const;

/** `done`: the file. Rejects where the browser gives none. */
export type Clip = { stop(): void; done: Promise<File> };

/** @returns null where this browser records no canvas in a known form */
export function clipType(recorder = globalThis.MediaRecorder): string | null {
  return TYPES.find((type) => recorder?.isTypeSupported(type)) ?? null;
}

/**
 * Records until it is stopped, the page is hidden, or it has become as long or as large as it may.
 * @param signal when it aborts, nothing is kept
 * @throws where there is no picture yet, or this browser cannot record
 */
export function recordClip(area: HTMLElement, clock: Clock, signal: AbortSignal): Clip {
  const canvas = document.createElement('canvas');
  const { clientWidth: width, clientHeight: height } = area;
  Object.assign(canvas, sizeOf({ width, height }, Math.max(1, devicePixelRatio), LONGEST));
  const context = canvas.getContext('2d', { alpha: false });
  const mimeType = clipType();
  if (!context || !mimeType || !drawLayers(area, context)) throw new Error('There is nothing to record.');
  const stream = canvas.captureStream(FPS);
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
  const ended = new AbortController();
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  const done = fileOf(recorder, stop).finally(() => {
    ended.abort();
    for (const track of stream.getTracks()) track.stop();
    canvas.width = 0;
  });
  drawEach(1_000 / FPS, () => drawLayers(area, context), ended.signal);
  clock.after(MOST_MS, stop, ended.signal);
  document.addEventListener('visibilitychange', () => document.hidden && stop(), { signal: ended.signal });
  signal.addEventListener('abort', stop, { signal: ended.signal });
  recorder.start(CHUNK_MS);
  return { stop, done };
}

function fileOf(recorder: MediaRecorder, stop: () => void): Promise<File> {
  return new Promise((resolve, reject) => {
    const parts: Blob[] = [];
    let bytes = 0;
    recorder.ondataavailable = ({ data }) => {
      parts.push(data);
      bytes += data.size;
      if (bytes >= MOST_BYTES) stop();
    };
    recorder.onerror = () => reject(new Error('The recorder failed.'));
    recorder.onstop = () =>
      bytes > 0
        ? resolve(capturedFile(parts, recorder.mimeType))
        : reject(new Error('Nothing was recorded.'));
  });
}

/** On animation frames at least so far apart (ms), give or take a few, until `signal` aborts. */
function drawEach(apartMs: number, draw: () => void, signal: AbortSignal): void {
  const SLACK_MS = 5;
  let drawnMs = performance.now();
  const frame = (nowMs: number) => {
    if (signal.aborted) return;
    requestAnimationFrame(frame);
    if (nowMs - drawnMs < apartMs - SLACK_MS) return;
    drawnMs = nowMs;
    draw();
  };
  requestAnimationFrame(frame);
}
