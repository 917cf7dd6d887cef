/**
 * The viewfinder's frames, small and grey, as they come onto the screen. At `requestVideoFrameCallback`, which
 * runs before the animation frame that shows them; where a browser has none, at each animation frame.
 */

import { isSameSize } from '../pixels/pixels';
import { Shrinker } from '../pixels/shrinker';
import type { Plane, Size } from '../pixels/types';

/** Of the picture's longer side: a tracker finds a box to a tenth of such a px. */
const LONGER_SIDE_PX = 240;
/** A capture time further from now than this (ms) is not one of this clock. */
const MOST_AGE_MS = 500;

/** Takes the picture of the moment; null where there is none. One at a time. */
type Grab = () => Promise<Plane | null>;

/**
 * @param isWanted asked at each frame: reading pixels costs
 * @param onFrame also gets when the frame was captured, ms as `performance.now()`; the plane is the next frame's,
 * too
 * @returns what ends it
 */
export function watchGreyFrames(
  video: HTMLVideoElement,
  isWanted: () => boolean,
  onFrame: (plane: Plane, capturedMs: number) => void,
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
  const fromFrame = typeof VideoFrame === 'function' ? frameGrabber(video) : null;
  const fromCanvas = canvasGrabber(video);
  return async () => {
    const size = smallSize(video.videoWidth, video.videoHeight);
    if (size.width === 0 || size.height === 0) return null;
    return (await fromFrame?.(size)) ?? fromCanvas(size);
  };
}

/** Formats that begin with a plane of luma (W3C webcodecs VideoPixelFormat). */
const LUMA_FIRST = /^(I4|NV12$)/;

/** @returns what gives null where a frame is not to be read so. */
function frameGrabber(video: HTMLVideoElement): (size: Size) => Promise<Plane | null> {
  const shrinker = new Shrinker();
  return async (size) => {
    let frame: VideoFrame | null = null;
    try {
      frame = new VideoFrame(video);
      const { format, visibleRect } = frame;
      // A phone's frame may be stored on its side, or lie in the graphics card.
      const isUpright = visibleRect?.width === video.videoWidth && visibleRect.height === video.videoHeight;
      if (!isUpright || !format || !LUMA_FIRST.test(format)) return null;
      const bytes = shrinker.room(visibleRect, frame.allocationSize(), size);
      const [layout] = await frame.copyTo(bytes);
      return layout ? shrinker.shrink(layout.offset, layout.stride) : null;
    } catch {
      return null;
    } finally {
      frame?.close();
    }
  };
}

function canvasGrabber(video: HTMLVideoElement): (size: Size) => Plane | null {
  let plane: Plane = { width: 0, height: 0, luma: new Uint8Array() };
  const canvas = document.createElement('canvas');
  // Without it each look would fetch the pixels back from the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  return ({ width, height }) => {
    if (!context) return null;
    if (!isSameSize(plane, { width, height }))
      plane = { width, height, luma: new Uint8Array(width * height) };
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    toGrey(context.getImageData(0, 0, width, height).data, plane.luma);
    return plane;
  };
}

function smallSize(width: number, height: number): Size {
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
