/** A scene whose truth is known at every instant, as a camera's file in which each frame shows its number. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawNumber, y4mOf } from '../../kit/scenes/render';
import { painter } from '../../kit/scenes/tracked/paint';
import { FRAME, type TrackedScene } from '../../kit/scenes/tracked/scenes';

export const FPS = 30;

/** Frames until it begins anew: two of one that stands still. */
const countOf = ({ period }: TrackedScene) => Math.max(2, Math.round((period ?? 0) * FPS));

/** @param folder goes with the lab, and the file with it. */
export function trackedFile(scene: TrackedScene, folder: string): string {
  const path = join(folder, `${scene.name}.y4m`);
  if (existsSync(path)) return path;
  const paint = painter(scene, FRAME.width, FRAME.height, null);
  const lumaOf = (n: number) => {
    const { luma } = paint(n / FPS);
    drawNumber(luma, FRAME, n);
    return luma;
  };
  writeFileSync(path, y4mOf({ ...FRAME, fps: FPS, frames: countOf(scene) }, lumaOf));
  return path;
}
