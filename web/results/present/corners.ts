/**
 * Points worth following: where the picture has slopes in more than one direction (Shi and Tomasi, "Good
 * Features to Track", 1994). One in each cell of a grid over the box, so that they are spread over the thing.
 */
import type { Box, Point } from '../kinds/model';
import type { GreyFrame, Plane } from './grey';

const CELLS = 3;
/** Positions tried along a side. */
const TRIES = 16;
/** Least eigenvalue, summed over a window of 5 × 5. */
const LEAST = 120;
/** Of a window and its slopes: px nearer than this to an edge of the picture have none. */
const MARGIN = 3;

/**
 * @param box px of the frame
 * @param taken points that are followed already: a cell that holds one gets no other
 * @returns the best of each free cell, px
 */
export function corners({ levels, pixels }: GreyFrame, box: Box, taken: readonly Point[] = []): Point[] {
  const plane = levels[0] as Plane;
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
      if (best[cell] === Number.POSITIVE_INFINITY || !isInside(plane, px, py)) continue;
      const strength = pixels.strength(plane, px, py);
      if (strength <= (best[cell] as number)) continue;
      best[cell] = strength;
      points[cell] = { x: px, y: py };
    }
  }
  return points.filter((point) => point !== null);
}

function isInside({ width, height }: Plane, x: number, y: number): boolean {
  return x >= MARGIN && y >= MARGIN && x < width - MARGIN && y < height - MARGIN;
}
