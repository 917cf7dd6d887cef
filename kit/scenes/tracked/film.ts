/** A scene whose truth is known at every instant, as a camera's film in which each frame shows its number. */
import { drawNumber, y4mOf } from '../render';
import { painter } from './paint';
import { FRAME, type TrackedScene } from './scenes';

export const FPS = 30;

/** Frames until it begins anew: two of one that stands still. */
const countOf = ({ period }: TrackedScene) => Math.max(2, Math.round((period ?? 0) * FPS));

/** The luma of each frame. A scene on a photo is painted without it. */
export function framesOf(scene: TrackedScene): Uint8Array[] {
  const paint = painter(scene, FRAME.width, FRAME.height, null);
  return Array.from({ length: countOf(scene) }, (_, n) => {
    const { luma } = paint(n / FPS);
    drawNumber(luma, FRAME, n);
    return luma;
  });
}

/** As Y4M. */
export function filmOf(scene: TrackedScene): Buffer {
  const frames = framesOf(scene);
  return y4mOf({ ...FRAME, fps: FPS, frames: frames.length }, (n) => frames[n] as Uint8Array);
}
