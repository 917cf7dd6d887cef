/**
 * A moving scene with a camera's noise. The plain ones are drawn by arithmetic and so clean that VP8 needs
 * next to nothing for them; a phone's sensor is noisy, and fills what the page allows itself.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../kit/figures/random';
import { renderY4m } from '../../kit/scenes/render';
import { scenes } from '../../kit/scenes/scenes';

/** Luma steps, of 219: a phone in a lit room. VP8 at its coarsest would not fit twice as much. */
const NOISE = 4;
const FRAMES = 40;
const FRAME_HEAD = 6;

/** @param folder goes with the lab, and the file with it. */
export function noisyFile(folder: string): string {
  const path = join(folder, 'noise.y4m');
  if (existsSync(path)) return path;
  const scene = { ...scenes.moving, frames: FRAMES };
  const bytes = renderY4m(scene);
  const luma = scene.width * scene.height;
  const frame = FRAME_HEAD + (luma * 3) / 2;
  const { between } = createRandom(1);
  for (let start = bytes.indexOf('\n') + 1; start < bytes.length; start += frame) {
    for (let at = start + FRAME_HEAD; at < start + FRAME_HEAD + luma; at++) {
      bytes[at] = (bytes[at] ?? 0) + Math.round(between(-NOISE, NOISE));
    }
  }
  writeFileSync(path, bytes);
  return path;
}
