/** What stands on the screen, frame by frame: the picture that the video shows, and the box drawn over it. */
import type { Box } from '../scenes/scenes';

/** `frame`: the number in the picture (`BITS`). `box`: the last one drawn, CSS px of the canvas. */
export type Shown = { frame: number; box: Box | null };

declare global {
  interface Window {
    __shown: Shown[];
    /** From camera to screen of each frame that the first video showed, ms. */
    __ages: number[];
  }
}

/**
 * For `addInitScript`: after each animation frame, notes what is shown. A box is what is drawn with
 * `roundRect`, 40 px wide or more.
 */
export function installShownBoxes({ count, side }: { count: number; side: number }): void {
  window.__shown = [];
  window.__ages = [];
  let box: Shown['box'] = null;
  const { roundRect, clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.roundRect = function (x, y, width, height, radii) {
    if (width >= 40 && height >= 40) box = { x, y, width, height };
    roundRect.call(this, x, y, width, height, radii);
  };
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (this.canvas.dataset.testid === 'overlay') box = null;
    clearRect.apply(this, area);
  };
  const canvas = Object.assign(document.createElement('canvas'), { width: count, height: 1 });
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const numberOf = (video: HTMLVideoElement) => {
    brush?.drawImage(video, side / 4, side / 2, count * side, 1, 0, 0, count, 1);
    const { data } = brush?.getImageData(0, 0, count, 1) ?? { data: [] };
    return Array.from({ length: count }, (_, bit) => ((data[bit * 4] ?? 0) > 128 ? 1 << bit : 0)).reduce(
      (a, b) => a + b,
      0,
    );
  };
  let timed: HTMLVideoElement | null = null;
  const time: VideoFrameRequestCallback = (_, { captureTime, expectedDisplayTime }) => {
    if (captureTime !== undefined) window.__ages.push(expectedDisplayTime - captureTime);
    timed?.requestVideoFrameCallback(time);
  };
  const look = () => {
    const video = document.querySelector('video');
    if (video !== timed) {
      timed = video;
      video?.requestVideoFrameCallback(time);
    }
    if (video && video.videoWidth > 0) window.__shown.push({ frame: numberOf(video), box });
    if (window.__shown.length > 3_000) window.__shown.shift();
  };
  const tick = () => {
    requestAnimationFrame(tick);
    // After all others' callbacks of this frame.
    queueTask(look);
  };
  const { port1, port2 } = new MessageChannel();
  let task: (() => void) | null = null;
  port1.onmessage = () => task?.();
  const queueTask = (next: () => void) => {
    task = next;
    port2.postMessage(null);
  };
  requestAnimationFrame(tick);
}
