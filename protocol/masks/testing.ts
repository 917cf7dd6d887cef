/** The other direction, for tests: pixels to COCO's text, and polygons to pixels. */
import type { Point } from './contour';
import type { RleMask } from './rle';
import { writeRuns } from './write';

/** Row by row. */
export type Bitmap = { rows: number; columns: number; at(x: number, y: number): boolean };

export function encodeMask({ rows, columns, at }: Bitmap): RleMask {
  const runs: number[] = [];
  let inside = false;
  let run = 0;
  for (let pixel = 0; pixel < rows * columns; pixel += 1) {
    const now = at(Math.floor(pixel / rows), pixel % rows);
    if (now !== inside) {
      runs.push(run);
      run = 0;
      inside = now;
    }
    run += 1;
  }
  return { size: [rows, columns], counts: writeRuns([...runs, run]) };
}

/** Whether the middle of the pixel lies within the polygon, by the even-odd rule. */
export function covers(points: Point[], x: number, y: number): boolean {
  const [px, py] = [x + 0.5, y + 0.5];
  let inside = false;
  let a = points.at(-1) ?? { x: 0, y: 0 };
  for (const b of points) {
    if (a.y > py !== b.y > py && px < a.x + ((py - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
    a = b;
  }
  return inside;
}
