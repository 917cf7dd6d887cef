/**
 * Points worth following: where the picture has slopes in more than one direction (Shi and Tomasi, "Good
 * Features to Track", 1994). One in each cell of a grid over the box, so that they are spread over the thing.
 */
import type { Box, Point } from '../kinds/model';
import type { Plane } from './grey';

const CELLS = 3;
/** Positions tried along a side. */
const TRIES = 16;
const REACH = 2;
/** Least eigenvalue, summed over a window of 5 × 5. */
const LEAST = 120;

/**
 * @param box px of the plane
 * @param taken points that are followed already: a cell that holds one gets no other
 * @returns the best of each free cell, px
 */
export function corners(plane: Plane, box: Box, taken: readonly Point[] = []): Point[] {
  const best = new Float64Array(CELLS * CELLS).fill(LEAST);
  const points: (Point | null)[] = new Array(CELLS * CELLS).fill(null);
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const cellOf = (x: number, y: number) => {
    const column = Math.floor(((x - left) / box.width) * CELLS);
    const row = Math.floor(((y - top) / box.height) * CELLS);
    return Math.min(CELLS - 1, Math.max(0, row)) * CELLS + Math.min(CELLS - 1, Math.max(0, column));
  };
  for (const { x, y } of taken) best[cellOf(x, y)] = Number.POSITIVE_INFINITY;
  const [stepX, stepY] = [Math.max(1, box.width / TRIES), Math.max(1, box.height / TRIES)];
  for (let y = top + stepY / 2; y < top + box.height; y += stepY) {
    for (let x = left + stepX / 2; x < left + box.width; x += stepX) {
      const cell = cellOf(x, y);
      const [px, py] = [Math.round(x), Math.round(y)];
      if (best[cell] === Number.POSITIVE_INFINITY) continue;
      const strength = strengthAt(plane, px, py);
      if (strength <= (best[cell] as number)) continue;
      best[cell] = strength;
      points[cell] = { x: px, y: py };
    }
  }
  return points.filter((point) => point !== null);
}

function strengthAt({ luma, width, height }: Plane, x: number, y: number): number {
  const margin = REACH + 1;
  if (x < margin || y < margin || x >= width - margin || y >= height - margin) return 0;
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = -REACH; row <= REACH; row += 1) {
    for (let at = (y + row) * width + x - REACH, end = at + 2 * REACH; at <= end; at += 1) {
      const gx = ((luma[at + 1] as number) - (luma[at - 1] as number)) / 2;
      const gy = ((luma[at + width] as number) - (luma[at - width] as number)) / 2;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
    }
  }
  return (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
}
