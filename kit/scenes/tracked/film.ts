/** A scene whose truth is known at every instant, as a camera's film in which each frame shows its number. */
import { drawNumber, y4mOf } from '../render';
import { painter } from './paint';
import { FRAME, type TrackedScene } from './scenes';

export const FPS = 30;

/** Frames until it begins anew: two of one that stands still. */
const countOf = ({ period }: TrackedScene) => Math.max(2, Math.round((period ?? 0) * FPS));

/** As Y4M. A scene on a photo is painted without it. */
export function filmOf(scene: TrackedScene): Buffer {
  const paint = painter(scene, FRAME.width, FRAME.height, null);
  const lumaOf = (n: number) => {
    const { luma } = paint(n / FPS);
    drawNumber(luma, FRAME, n);
    return luma;
  };
  return y4mOf({ ...FRAME, fps: FPS, frames: countOf(scene) }, lumaOf);
}
