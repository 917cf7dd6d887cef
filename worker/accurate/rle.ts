/** A polygon as COCO's run lengths: only its own columns are looked at, whatever the photo's size. */
import type { Point } from '../../protocol/masks/contour';
import { boxAround } from '../../protocol/masks/outline';
import type { RleMask } from '../../protocol/masks/rle';
import { writeRuns } from '../../protocol/masks/write';

type Size = { width: number; height: number };

/** Pixels whose middle lies within the polygon, by the even-odd rule. @param points px of the photo */
export function maskOf(points: Point[], { width, height }: Size): RleMask {
  const runs: number[] = [];
  // Counted down the columns, as the runs are.
  let written = 0;
  const add = (from: number, to: number) => {
    const gap = from - written;
    // Two runs that touch over the end of a column are one.
    if (gap === 0 && runs.length > 1) runs[runs.length - 1] = (runs.at(-1) ?? 0) + to - from;
    else runs.push(gap, to - from);
    written = to;
  };
  const around = boxAround(points);
  const first = Math.max(0, Math.floor(around.x - around.width / 2));
  const end = Math.min(width, Math.ceil(around.x + around.width / 2));
  for (let x = first; x < end; x += 1) {
    for (const [top, bottom] of rowsAt(points, x + 0.5, height)) add(x * height + top, x * height + bottom);
  }
  if (width * height > written || runs.length === 0) runs.push(width * height - written);
  return { size: [height, width], counts: writeRuns(runs) };
}

/** The rows of one column within the polygon, from and up to. */
function rowsAt(points: Point[], x: number, height: number): [number, number][] {
  const crossings: number[] = [];
  let a = points.at(-1) ?? { x: 0, y: 0 };
  for (const b of points) {
    if (a.x > x !== b.x > x) crossings.push(a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y));
    a = b;
  }
  crossings.sort((one, other) => one - other);
  const spans: [number, number][] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const top = rowAt(crossings[i], height);
    const bottom = rowAt(crossings[i + 1], height);
    if (bottom > top) spans.push([top, bottom]);
  }
  return spans;
}

/** The first row whose middle is at or below `y`. */
function rowAt(y: number | undefined, height: number): number {
  return Math.min(height, Math.max(0, Math.ceil((y ?? 0) - 0.5)));
}
