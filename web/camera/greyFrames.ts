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

/** Takes the picture of the moment; null where there is none. One at a time. */
type Grab = () => GreyPlane | null | Promise<GreyPlane | null>;

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
  let isBusy = false;
  let isOver = false;
  const look = async (nowMs: number, captured: FrameTimes) => {
    const capturedMs = times.of(nowMs, captured);
    if (isBusy || !isWanted() || capturedMs <= lastMs) return;
    lastMs = capturedMs;
    isBusy = true;
    const plane = await grab();
    isBusy = false;
    if (plane && !isOver) onFrame(plane, capturedMs);
  };
  const watch = 'requestVideoFrameCallback' in video ? onVideoFrames : onAnimationFrames;
  const unwatch = watch(video, (nowMs, captured) => void look(nowMs, captured));
  return () => {
    isOver = true;
    unwatch();
  };
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

/**
 * A camera's frame holds its luma as it is: copied, that takes a twentieth of the time of a canvas, which turns
 * all of it into colours first (measured in Chromium 156 without a graphics card).
 */
function grabber(video: HTMLVideoElement): Grab {
  let plane: GreyPlane = { width: 0, height: 0, luma: new Uint8Array() };
  const planeFor = ({ width, height }: { width: number; height: number }) => {
    if (plane.width !== width || plane.height !== height)
      plane = { width, height, luma: new Uint8Array(width * height) };
    return plane;
  };
  const fromFrame = frameGrabber(video);
  const fromCanvas = canvasGrabber(video);
  return async () => {
    const size = smallSize(video.videoWidth, video.videoHeight);
    if (size.width === 0 || size.height === 0) return null;
    const target = planeFor(size);
    return (await fromFrame?.(target)) || fromCanvas(target) ? target : null;
  };
}

/** Formats that begin with a plane of luma (W3C webcodecs VideoPixelFormat). */
const LUMA_FIRST = /^(I4|NV12$)/;

/** @returns null where the browser has no such frames. What it returns says whether it filled the plane. */
function frameGrabber(video: HTMLVideoElement): ((target: GreyPlane) => Promise<boolean>) | null {
  if (typeof VideoFrame !== 'function') return null;
  let bytes = new Uint8Array();
  return async (target) => {
    let frame: VideoFrame | null = null;
    try {
      frame = new VideoFrame(video);
      const { format, visibleRect } = frame;
      // A phone's frame may be stored on its side, or lie in the graphics card.
      const isUpright = visibleRect?.width === video.videoWidth && visibleRect.height === video.videoHeight;
      if (!isUpright || !format || !LUMA_FIRST.test(format)) return false;
      const size = frame.allocationSize();
      if (bytes.length < size) bytes = new Uint8Array(size);
      const [layout] = await frame.copyTo(bytes);
      if (!layout) return false;
      shrink(bytes.subarray(layout.offset), layout.stride, visibleRect, target);
      return true;
    } catch {
      return false;
    } finally {
      frame?.close();
    }
  };
}

/** Each px of the target is the mean of four in the middle of what it stands for. */
function shrink(
  luma: Uint8Array,
  stride: number,
  { width, height }: { width: number; height: number },
  target: GreyPlane,
): void {
  const stepY = height / target.height;
  const columns = columnsOf(width, target.width);
  for (let y = 0, out = 0; y < target.height; y += 1) {
    const row = Math.min(height - 2, Math.max(0, Math.round((y + 0.5) * stepY - 1))) * stride;
    for (let x = 0; x < target.width; x += 1, out += 1) {
      const at = row + (columns[x] as number);
      const sum =
        (luma[at] as number) +
        (luma[at + 1] as number) +
        (luma[at + stride] as number) +
        (luma[at + stride + 1] as number);
      target.luma[out] = (sum + 2) >> 2;
    }
  }
}

let columns = new Int32Array();
let columnsFor = { from: 0, to: 0 };

/** Where in a row of `from` px the four of each of `to` px begin; the same for each frame of a camera. */
function columnsOf(from: number, to: number): Int32Array {
  if (columnsFor.from === from && columnsFor.to === to) return columns;
  columnsFor = { from, to };
  columns = Int32Array.from({ length: to }, (_, x) =>
    Math.min(from - 2, Math.max(0, Math.round(((x + 0.5) * from) / to - 1))),
  );
  return columns;
}

function canvasGrabber(video: HTMLVideoElement): (target: GreyPlane) => boolean {
  const canvas = document.createElement('canvas');
  // Without it each look would fetch the pixels back from the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  return ({ width, height, luma }) => {
    if (!context) return false;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    toGrey(context.getImageData(0, 0, width, height).data, luma);
    return true;
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
