/**
 * The viewfinder's frames, small and grey, as they come onto the screen. At `requestVideoFrameCallback`, which
 * runs before the animation frame that shows them; where a browser has none, at each animation frame.
 */

/** One plane of luma, row after row. Its buffer is used again for the next frame. */
export type GreyPlane = { width: number; height: number; luma: Uint8Array };

/** Of the picture's longer side: a tracker finds a box to a tenth of such a px. */
const LONGER_SIDE_PX = 240;
/** A capture time further from now than this (ms) is not one of this clock. */
const MOST_AGE_MS = 500;

/**
 * @param isWanted asked at each frame: reading pixels costs
 * @param onFrame also gets when the frame was captured, ms as `performance.now()`
 * @returns what ends it
 */
export function watchGreyFrames(
  video: HTMLVideoElement,
  isWanted: () => boolean,
  onFrame: (plane: GreyPlane, capturedMs: number) => void,
): () => void {
  const grab = grabber(video);
  const times = new CaptureTimes();
  let lastMs = Number.NEGATIVE_INFINITY;
  const look = (nowMs: number, captured: FrameTimes) => {
    const capturedMs = times.of(nowMs, captured);
    const plane = isWanted() && capturedMs > lastMs ? grab?.() : null;
    if (!plane) return;
    lastMs = capturedMs;
    onFrame(plane, capturedMs);
  };
  return 'requestVideoFrameCallback' in video ? onVideoFrames(video, look) : onAnimationFrames(video, look);
}

/** `mediaTime`: seconds, from an origin of its own. `captureTime`: ms, where the browser tells it. */
type FrameTimes = { mediaTime: number; captureTime?: number };

function onVideoFrames(
  video: HTMLVideoElement,
  look: (nowMs: number, times: FrameTimes) => void,
): () => void {
  const next: VideoFrameRequestCallback = (nowMs, metadata) => {
    id = video.requestVideoFrameCallback(next);
    look(nowMs, metadata);
  };
  let id = video.requestVideoFrameCallback(next);
  return () => video.cancelVideoFrameCallback(id);
}

function onAnimationFrames(
  video: HTMLVideoElement,
  look: (nowMs: number, times: FrameTimes) => void,
): () => void {
  let mediaTime = -1;
  const next = (nowMs: number) => {
    id = requestAnimationFrame(next);
    if (video.currentTime === mediaTime) return;
    mediaTime = video.currentTime;
    look(nowMs, { mediaTime });
  };
  let id = requestAnimationFrame(next);
  return () => cancelAnimationFrame(id);
}

/** @returns null where there is no canvas to be had. What it returns gives null before the first picture. */
function grabber(video: HTMLVideoElement): (() => GreyPlane | null) | null {
  const canvas = document.createElement('canvas');
  // Without it each look would fetch the pixels back from the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) return null;
  let plane: GreyPlane = { width: 0, height: 0, luma: new Uint8Array() };
  return () => {
    const { width, height } = smallSize(video.videoWidth, video.videoHeight);
    if (width === 0 || height === 0) return null;
    if (plane.width !== width || plane.height !== height) {
      canvas.width = width;
      canvas.height = height;
      plane = { width, height, luma: new Uint8Array(width * height) };
    }
    context.drawImage(video, 0, 0, width, height);
    toGrey(context.getImageData(0, 0, width, height).data, plane.luma);
    return plane;
  };
}

function smallSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGER_SIDE_PX / Math.max(width, height, 1));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** ITU-R BT.601: the luma that a camera's frames are sent in. */
function toGrey(rgba: Uint8ClampedArray, luma: Uint8Array): void {
  for (let at = 0, from = 0; at < luma.length; at += 1, from += 4)
    luma[at] =
      (77 * (rgba[from] as number) + 150 * (rgba[from + 1] as number) + 29 * (rgba[from + 2] as number)) >> 8;
}

/**
 * When frames were captured, on the clock of `performance.now()`. Without the browser's own word the media's
 * clock tells how far two frames are apart, and the frame that was quickest to the screen where it stands.
 */
class CaptureTimes {
  private offsetMs: number | null = null;

  of(nowMs: number, { mediaTime, captureTime }: FrameTimes): number {
    if (captureTime !== undefined && captureTime <= nowMs && captureTime > nowMs - MOST_AGE_MS)
      return captureTime;
    const offsetMs = nowMs - mediaTime * 1_000;
    const isOther = this.offsetMs === null || Math.abs(offsetMs - this.offsetMs) > MOST_AGE_MS;
    // It may creep up again: two clocks never run quite alike.
    this.offsetMs = isOther ? offsetMs : Math.min(offsetMs, (this.offsetMs as number) + 0.01);
    return mediaTime * 1_000 + (this.offsetMs as number);
  }
}
