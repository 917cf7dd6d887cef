/** Fewer points for the same shape: Douglas and Peucker's way, https://doi.org/10.3138/FM57-6770-U75U-7727 */
import { areaOf, type Point } from './contour';

/** Nobody sees more on a phone, and every point is sent. */
const MOST_POINTS = 400;
/** More corners than this are thinned evenly first, because the work grows with their square at worst. */
const MOST_CORNERS = 4096;
/** Pixels. The stairs of a slanted edge stand 0.7 px off it. */
const MOST_OFF = 1.5;
/** A line that is moved by `d` px changes at most about `d × its length` px: this share of the area. */
const SHARE = 0.06;

/**
 * A closed line of at most 400 points, nowhere far from the given one: for a small or a thin shape, less far.
 */
export function simplify(contour: Point[]): Point[] {
  const corners = evenly(contour, MOST_CORNERS);
  let off = Math.min(MOST_OFF, (SHARE * Math.abs(areaOf(corners))) / lengthOf(corners));
  let points = thin(corners, off);
  while (points.length > MOST_POINTS) {
    off *= 2;
    const fewer = thin(points, off);
    // A comb's teeth all go at once.
    points = fewer.length < 3 ? evenly(points, MOST_POINTS) : fewer;
  }
  return points;
}

/** Every second, third or nth of them, so that at most `most` are left. */
export function evenly(points: Point[], most: number): Point[] {
  const step = Math.ceil(points.length / most);
  return step > 1 ? points.filter((_, index) => index % step === 0) : points;
}

function lengthOf(points: Point[]): number {
  let before = points.at(-1) ?? { x: 0, y: 0 };
  return points.reduce((sum, point) => {
    const length = Math.hypot(point.x - before.x, point.y - before.y);
    before = point;
    return sum + length;
  }, 0);
}

/** Keeps every point that stands more than `off` px away from the line between its kept neighbours. */
function thin(points: Point[], off: number): Point[] {
  const [first] = points;
  if (!first || points.length < 4) return points;
  // A closed line has no ends: the first point and the one farthest from it serve as such.
  const ring = [...points, first];
  const opposite = farthest(ring, 0, points.length).index;
  const kept = new Set([0, opposite]);
  const spans = [0, opposite, opposite, points.length];
  while (spans.length > 0) {
    const to = spans.pop() ?? 0;
    const from = spans.pop() ?? 0;
    const { index, square } = farthest(ring, from, to);
    if (square <= off * off) continue;
    kept.add(index);
    spans.push(from, index, index, to);
  }
  return points.filter((_, index) => kept.has(index));
}

/**
 * Of the points between two, the one farthest from the straight line from one to the other, and its distance
 * squared.
 */
function farthest(ring: Point[], from: number, to: number): { index: number; square: number } {
  const a = ring[from] ?? { x: 0, y: 0 };
  const b = ring[to] ?? a;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy || 1;
  let [index, square] = [from, -1];
  for (let i = from + 1; i < to; i += 1) {
    const { x, y } = ring[i] ?? a;
    const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length));
    const [offX, offY] = [x - a.x - t * dx, y - a.y - t * dy];
    const distance = offX * offX + offY * offY;
    if (distance > square) [index, square] = [i, distance];
  }
  return { index, square };
}
