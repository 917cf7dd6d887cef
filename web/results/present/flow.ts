/**
 * Where a small patch of one frame has gone in another: Lucas and Kanade's method on a pyramid (Bouguet,
 * "Pyramidal Implementation of the Lucas Kanade Feature Tracker", 2000), with the patch's own gradients
 * (inverse search) and blind to a change of brightness.
 * Coordinates are px of level 0, x to the right, y down.
 */
import type { Found } from '../../pixels/types';
import type { GreyFrame } from './grey';

/** What to search for and how: `radius` px around the point on each level from `top` down to `bottom`. */
export type Search = { radius: number; top: number; bottom: number };

/**
 * A step shorter than this (px of its level) changes nothing that is seen; on a coarser level the next one goes on
 * from there.
 */
const STILL = 0.08;
const STILL_COARSE = 0.25;

/**
 * Searches for the patch around (`x`, `y`) of `from` near (`guessX`, `guessY`) of `to`, a frame of the same ring.
 * @returns where it is, until the next search; null where the patch is flat, left the picture or was not found
 */
export function search(
  from: GreyFrame,
  to: GreyFrame,
  x: number,
  y: number,
  guessX: number,
  guessY: number,
  { radius, top, bottom }: Search,
): Found | null {
  let [dx, dy] = [guessX - x, guessY - y];
  let found: Found | null = null;
  for (let level = Math.min(top, from.levels.length - 1); level >= bottom; level -= 1) {
    const [one, two] = [from.levels[level], to.levels[level]];
    if (!one || !two) return null;
    const scale = 1 / (1 << level);
    // The middle of a px of a halved picture lies half a px off (0.5 · (1 − scale)).
    const shift = 0.5 * (scale - 1);
    const [px, py] = [x * scale + shift, y * scale + shift];
    const still = level === bottom ? STILL : STILL_COARSE;
    found = from.pixels.step(one, two, px, py, px + dx * scale, py + dy * scale, radius, still);
    if (!found) continue;
    dx = (found.x - px) / scale;
    dy = (found.y - py) / scale;
  }
  if (!found) return null;
  found.x = x + dx;
  found.y = y + dy;
  return found;
}
