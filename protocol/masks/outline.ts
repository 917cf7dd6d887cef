/** A prediction's mask as an outline that can be drawn, and the box around it where the worker gave none. */
import { contours, type Point } from './contour';
import { columnsOf } from './rle';
import { simplify } from './simplify';

type Size = { width: number; height: number };
type Box = { x: number; y: number; width: number; height: number };

/** More parts and holes than that are noise, and the smallest of them. */
const MOST_RINGS = 64;

/**
 * The lines around the parts and holes of COCO's compressed mask, at most 400 points each, the largest part
 * first: to be filled by the even-odd rule.
 * @param frame pixels in which to measure it; null for the mask's own
 * @returns null where the mask is malformed or empty
 */
export function maskRings(mask: unknown, frame: Size | null): Point[][] | null {
  const columns = columnsOf(mask);
  const rows = (mask as { size?: [number] } | null)?.size?.[0];
  if (!columns || !rows) return null;
  const [scaleX, scaleY] = frame ? [frame.width / columns.length, frame.height / rows] : [1, 1];
  const rings = contours(columns, rows).slice(0, MOST_RINGS).map(simplify);
  const drawn = rings.filter((ring) => ring.length > 2);
  return drawn.length === 0
    ? null
    : drawn.map((ring) => ring.map(({ x, y }) => ({ x: x * scaleX, y: y * scaleY })));
}

/** `x`, `y`: the middle, as predictions have it. */
export function boxAround(points: Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
