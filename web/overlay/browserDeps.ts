/** What the overlay needs of the browser, for one canvas over one video element. */
import { prefersReducedMotion } from '../platform/motion';
import type { LabelRoom } from './labels';
import type { OverlayDeps } from './overlay';

/**
 * At 3 device px to one of CSS there are twice as many to clear and fill as at 2, and no eye sees the
 * difference.
 */
const MAX_PIXEL_RATIO = 2;

/**
 * @returns null where the browser gives no 2D context (old iPhones, out of canvas memory): no boxes, but a
 * camera.
 */
export function browserOverlayDeps(canvas: HTMLCanvasElement, video: HTMLVideoElement): OverlayDeps | null {
  const context = canvas.getContext('2d');
  if (!context) return null;
  // Asked for at each drawing, it would have the page laid out anew each time that something else changed it.
  let room = roomOf(canvas);
  return {
    canvas,
    context,
    view: () => ({ ...room, pixelRatio: Math.min(window.devicePixelRatio || 1, MAX_PIXEL_RATIO) }),
    video: () => ({ width: video.videoWidth, height: video.videoHeight }),
    reducedMotion: prefersReducedMotion,
    now: () => performance.now(),
    nextFrame: (draw) => {
      const id = requestAnimationFrame(draw);
      return () => cancelAnimationFrame(id);
    },
    after: (ms, run) => {
      const id = setTimeout(run, ms);
      return () => clearTimeout(id);
    },
    // A phone that is turned has its notch elsewhere; between two turns there is nothing to ask the page's
    // styles for.
    watchSize: (changed) =>
      watchSize(canvas, video, () => {
        room = roomOf(canvas);
        changed();
      }),
  };
}

function roomOf(canvas: HTMLCanvasElement): LabelRoom {
  return { width: canvas.clientWidth, height: canvas.clientHeight, top: labelsFrom(canvas) };
}

/**
 * CSS px. A property that a canvas has no use for and that comes computed, env() and all (viewfinder.css).
 */
function labelsFrom(canvas: HTMLCanvasElement): number {
  return Number.parseFloat(getComputedStyle(canvas).scrollMarginTop) || 0;
}

/**
 * The video's own 'resize' tells of a phone that was turned: the picture's sides swap while the element may
 * stay.
 */
function watchSize(canvas: HTMLCanvasElement, video: HTMLVideoElement, changed: () => void): () => void {
  const observer = new ResizeObserver(changed);
  observer.observe(canvas);
  video.addEventListener('resize', changed);
  return () => {
    observer.disconnect();
    video.removeEventListener('resize', changed);
  };
}
