/**
 * Where a small patch of one frame has gone in another: Lucas and Kanade's method on a pyramid (Bouguet,
 * "Pyramidal Implementation of the Lucas Kanade Feature Tracker", 2000), with the patch's own gradients
 * (inverse search) and blind to a change of brightness.
 * Coordinates are px of level 0, x to the right, y down.
 */
import type { Plane } from './grey';

/** What to search for and how: `radius` px around the point on each level from `top` down to `bottom`. */
export type Search = { radius: number; top: number; bottom: number };

const MOST_STEPS = 6;
/**
 * A step shorter than this (px of its level) changes nothing that is seen; on a coarser level the next one goes on
 * from there.
 */
const STILL = 0.08;
const STILL_COARSE = 0.25;
/** Least eigenvalue of a patch's gradients, each px²: below it the patch is flat, or an edge that may slide. */
const FLAT = 6;
const MOST_RADIUS = 8;
const SIDE = 2 * MOST_RADIUS + 1;

const patch = new Float32Array((SIDE + 2) * (SIDE + 2));
const slopeX = new Float32Array(SIDE * SIDE);
const slopeY = new Float32Array(SIDE * SIDE);

/** The last search's result: allocating one for each of some thousand searches a second would be collected. */
export const found = { x: 0, y: 0, error: 0 };

/**
 * Searches for the patch around (`x`, `y`) of `from` near (`guessX`, `guessY`) of `to`; `found` then says
 * where it is and by how many grey levels it differs.
 * @returns false where the patch is flat, left the picture or was not found
 */
export function search(
  from: readonly Plane[],
  to: readonly Plane[],
  x: number,
  y: number,
  guessX: number,
  guessY: number,
  { radius, top, bottom }: Search,
): boolean {
  let [dx, dy] = [guessX - x, guessY - y];
  let ok = false;
  for (let level = Math.min(top, from.length - 1); level >= bottom; level -= 1) {
    const [one, two] = [from[level], to[level]];
    if (!one || !two) return false;
    const scale = 1 / (1 << level);
    // The middle of a px of a halved picture lies half a px off (0.5 · (1 − scale)).
    const shift = 0.5 * (scale - 1);
    const [px, py] = [x * scale + shift, y * scale + shift];
    const still = level === bottom ? STILL : STILL_COARSE;
    ok = step(one, two, px, py, px + dx * scale, py + dy * scale, radius, still);
    if (ok) {
      dx = (found.x - px) / scale;
      dy = (found.y - py) / scale;
    } else if (level === bottom) return false;
  }
  found.x = x + dx;
  found.y = y + dy;
  return ok;
}

/** One level: px of that level. */
function step(
  from: Plane,
  to: Plane,
  x: number,
  y: number,
  guessX: number,
  guessY: number,
  radius: number,
  still: number,
): boolean {
  if (!isInside(from, x, y, radius + 1)) return false;
  const side = 2 * radius + 1;
  sample(from, x - radius - 1, y - radius - 1, side + 2);
  let [xx, xy, yy, sumX, sumY] = [0, 0, 0, 0, 0];
  for (let row = 0, at = 0; row < side; row += 1) {
    let mid = (row + 1) * (side + 2) + 1;
    for (let column = 0; column < side; column += 1, at += 1, mid += 1) {
      const gx = ((patch[mid + 1] as number) - (patch[mid - 1] as number)) / 2;
      const gy = ((patch[mid + side + 2] as number) - (patch[mid - side - 2] as number)) / 2;
      slopeX[at] = gx;
      slopeY[at] = gy;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
      sumX += slopeX[at] as number;
      sumY += slopeY[at] as number;
    }
  }
  const det = xx * yy - xy * xy;
  const least = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
  if (least < FLAT * side * side * 0.25 || det <= 0) return false;
  return descend(to, guessX, guessY, radius, still, { xx, xy, yy, det, sumX, sumY });
}

/** Sums over a patch's gradients: their squares, the determinant of those, and the gradients themselves. */
type Gradients = { xx: number; xy: number; yy: number; det: number; sumX: number; sumY: number };

function descend(
  to: Plane,
  guessX: number,
  guessY: number,
  radius: number,
  still: number,
  { xx, xy, yy, det, sumX, sumY }: Gradients,
): boolean {
  const side = 2 * radius + 1;
  const count = side * side;
  const { luma, width } = to;
  let [u, v] = [guessX, guessY];
  for (let turn = 0; turn < MOST_STEPS; turn += 1) {
    if (!isInside(to, u, v, radius)) return false;
    const [left, topY] = [u - radius, v - radius];
    const [x0, y0] = [Math.floor(left), Math.floor(topY)];
    const [fx, fy] = [left - x0, topY - y0];
    const w11 = fx * fy;
    const w10 = fy - w11;
    const w01 = fx - w11;
    const w00 = 1 - fx - fy + w11;
    let [bx, by, sum, off] = [0, 0, 0, 0];
    for (let row = 0, at = 0; row < side; row += 1) {
      let px = (y0 + row) * width + x0;
      let mid = (row + 1) * (side + 2) + 1;
      // The right px of one sample are the left ones of the next.
      let upper = luma[px] as number;
      let lower = luma[px + width] as number;
      for (let column = 0; column < side; column += 1, at += 1, mid += 1) {
        px += 1;
        const upperRight = luma[px] as number;
        const lowerRight = luma[px + width] as number;
        const value = w00 * upper + w01 * upperRight + w10 * lower + w11 * lowerRight;
        upper = upperRight;
        lower = lowerRight;
        const diff = (patch[mid] as number) - value;
        bx += (slopeX[at] as number) * diff;
        by += (slopeY[at] as number) * diff;
        sum += diff;
        off += diff < 0 ? -diff : diff;
      }
    }
    const mean = sum / count;
    bx -= mean * sumX;
    by -= mean * sumY;
    const mx = (yy * bx - xy * by) / det;
    const my = (xx * by - xy * bx) / det;
    u += mx;
    v += my;
    found.error = off / count;
    if (mx * mx + my * my < still * still) break;
  }
  found.x = u;
  found.y = v;
  return isInside(to, u, v, radius);
}

/** Into `patch`: `side` × `side` samples from (`left`, `top`) on. */
function sample({ luma, width }: Plane, left: number, top: number, side: number): void {
  const [x0, y0] = [Math.floor(left), Math.floor(top)];
  const [fx, fy] = [left - x0, top - y0];
  const w11 = fx * fy;
  const w10 = fy - w11;
  const w01 = fx - w11;
  const w00 = 1 - fx - fy + w11;
  for (let row = 0, at = 0; row < side; row += 1) {
    let px = (y0 + row) * width + x0;
    for (let column = 0; column < side; column += 1, at += 1, px += 1)
      patch[at] =
        w00 * (luma[px] as number) +
        w01 * (luma[px + 1] as number) +
        w10 * (luma[px + width] as number) +
        w11 * (luma[px + width + 1] as number);
  }
}

/** Whether all samples around a point, and the px right of and below the last, lie in the picture. */
function isInside({ width, height }: Plane, x: number, y: number, radius: number): boolean {
  return x - radius >= 0 && y - radius >= 0 && x + radius < width - 1 && y + radius < height - 1;
}
