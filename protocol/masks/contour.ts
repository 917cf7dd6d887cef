/**
 * The outer line of a mask's largest part, straight from its columns: no picture of it is ever made, so the
 * cost goes with the length of the line and not with the pixels.
 */
import type { Column } from './rle';

export type Point = { x: number; y: number };

/** Clockwise on a screen, by 90° each: the inside is always to the right. */
const RIGHT = 0;
const DOWN = 1;
const LEFT = 2;
const UP = 3;

/** Lines between inside and outside, along the pixels' edges. A point is the key `x × stride + y`. */
class Edges {
  readonly #leaving = new Map<number, number>();
  /** Where two parts touch at a corner, two edges leave it. */
  readonly #second = new Map<number, number>();

  constructor(readonly stride: number) {}

  add(x: number, y: number, direction: number, length: number): void {
    const key = x * this.stride + y;
    const edge = length * 4 + direction;
    (this.#leaving.has(key) ? this.#second : this.#leaving).set(key, edge);
  }

  /** Whether a line that comes back to its start goes on from there, because parts touch at it. */
  goesOn(key: number, came: number): boolean {
    return (this.#leaving.get(key) ?? Number.NaN) % 4 === (came + 3) % 4;
  }

  starts(): IterableIterator<number> {
    return this.#leaving.keys();
  }

  /**
   * Takes the edge that leaves the point. Of two it is the left turn, so that parts which touch at a corner
   * are one.
   */
  take(key: number, came: number | null): { direction: number; length: number } | null {
    const first = this.#leaving.get(key);
    if (first === undefined) return null;
    const second = this.#second.get(key);
    const useSecond = second !== undefined && came !== null && second % 4 === (came + 3) % 4;
    if (second === undefined) this.#leaving.delete(key);
    else {
      this.#second.delete(key);
      if (!useSecond) this.#leaving.set(key, second);
    }
    const edge = useSecond ? second : first;
    return { direction: edge % 4, length: Math.floor(edge / 4) };
  }
}

/**
 * @returns the corners of the outer line around the largest part, in pixels of the mask with the origin at
 * its top left corner; clockwise; empty for an empty mask. Holes are left out, as they are by the worker's
 * own polygons.
 */
export function outerContour(columns: Column[], rows: number): Point[] {
  return contours(columns, rows)[0] ?? [];
}

/**
 * The lines around every part, clockwise, and around every hole, the other way; the one that shuts in most
 * comes first, and it is no hole. Filled by the even-odd rule they are the mask.
 */
export function contours(columns: Column[], rows: number): Point[][] {
  const edges = edgesOf(columns, rows);
  const found: { line: Point[]; area: number }[] = [];
  for (const start of [...edges.starts()]) {
    // More than once where parts touch at this very corner.
    for (let line = trace(edges, start); line.length > 0; line = trace(edges, start)) {
      found.push({ line, area: Math.abs(areaOf(line)) });
    }
  }
  return found.sort((a, b) => b.area - a.area).map(({ line }) => line);
}

function edgesOf(columns: Column[], rows: number): Edges {
  const edges = new Edges(rows + 1);
  let before: Column = [];
  for (const [x, column] of [...columns, []].entries()) {
    for (let i = 0; i < column.length; i += 2) {
      edges.add(x, column[i] ?? 0, RIGHT, 1);
      edges.add(x + 1, column[i + 1] ?? 0, LEFT, 1);
    }
    if (before.length + column.length > 0) addBetween(edges, x, before, column);
    before = column;
  }
  return edges;
}

/**
 * Upright edges at `x`, where one of the two columns is inside and the other is not. Both are walked down
 * together.
 */
function addBetween(edges: Edges, x: number, left: Column, right: Column): void {
  let l = 0;
  let r = 0;
  let from = 0;
  while (l < left.length || r < right.length) {
    const y = Math.min(left[l] ?? Number.POSITIVE_INFINITY, right[r] ?? Number.POSITIVE_INFINITY);
    const inLeft = l % 2 === 1;
    if (inLeft !== (r % 2 === 1)) {
      if (inLeft) edges.add(x, from, DOWN, y - from);
      else edges.add(x, y, UP, y - from);
    }
    if (left[l] === y) l += 1;
    if (right[r] === y) r += 1;
    from = y;
  }
}

/** Follows the edges from a point until they close, taking them away. Only corners are kept. */
function trace(edges: Edges, start: number): Point[] {
  const { stride } = edges;
  const points: Point[] = [];
  let x = Math.floor(start / stride);
  let y = start % stride;
  let came: number | null = null;
  for (;;) {
    const edge = edges.take(x * stride + y, came);
    if (edge === null) return points;
    const { direction, length } = edge;
    if (direction !== came) points.push({ x, y });
    if (direction === RIGHT) x += length;
    else if (direction === LEFT) x -= length;
    else y += direction === DOWN ? length : -length;
    came = direction;
    if (x * stride + y === start && !edges.goesOn(start, came)) return points;
  }
}

/** In square pixels; positive for a clockwise line, as y grows downwards. */
export function areaOf(points: Point[]): number {
  let twice = 0;
  let before = points.at(-1) ?? { x: 0, y: 0 };
  for (const point of points) {
    twice += before.x * point.y - point.x * before.y;
    before = point;
  }
  return twice / 2;
}
