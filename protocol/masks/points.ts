/** Points as servers write them: the one reader for outlines, keypoints, rectangles, zones and lines. */
import type { Point } from './contour';

/** No camera's frame is that wide (px): such a figure is a mistake, and a canvas draws nothing with it. */
export const MOST_PX = 1_000_000;

export function isPixel(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MOST_PX;
}

/**
 * Each is `{x, y}`, a pair `[x, y]`, or OpenCV's `[[x, y]]`; an odd one is left out, and the others stay.
 * @param least as few as make a shape: 3 of an outline
 * @returns null where fewer can be read; the given list itself where all are points already, which most are:
 * a frame may hold 30,000
 */
export function readPoints(value: unknown, least = 3): Point[] | null {
  if (!Array.isArray(value) || value.length < least) return null;
  if (arePoints(value)) return value;
  const points = value.map(readPoint).filter((point) => point !== null);
  return points.length < least ? null : points;
}

function arePoints(list: unknown[]): list is Point[] {
  for (const each of list) {
    if (typeof each !== 'object' || each === null) return false;
    const { x, y } = each as { x?: unknown; y?: unknown };
    if (!isPixel(x) || !isPixel(y)) return false;
  }
  return true;
}

/** @returns null for anything else */
export function readPoint(value: unknown): Point | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return readPair(value.length === 1 && Array.isArray(value[0]) ? value[0] : value);
  const { x, y } = value as { x?: unknown; y?: unknown };
  return isPixel(x) && isPixel(y) ? { x, y } : null;
}

/** A colour is three numbers, and no point. */
function readPair(pair: unknown[]): Point | null {
  const [x, y] = pair;
  return pair.length === 2 && isPixel(x) && isPixel(y) ? { x, y } : null;
}
