/** Rectangles that may be turned. Coordinates are px, y downwards, so that angles run clockwise. */
import type { Point } from '../../media/upright';

/** `width` is its side along `angle`, radians; `x` and `y` are its centre. */
export type Turned = Point & { width: number; height: number; angle: number };

/** The smallest rectangle round points, by one of its hull's sides (Freeman, Shapira, 1975). */
export function smallestAround(points: readonly Point[]): Turned {
  const hull = hullOf(points);
  let best: Turned | undefined;
  for (const [at, from] of hull.entries()) {
    const to = hull[(at + 1) % hull.length] as Point;
    const around = rectangleAt(hull, Math.atan2(to.y - from.y, to.x - from.x));
    if (!best || around.width * around.height < best.width * best.height) best = around;
  }
  return best ?? rectangleAt(hull, 0);
}

/** Round points, turned by that much. */
export function rectangleAt(points: readonly Point[], angle: number): Turned {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    const [along, across] = [x * cos + y * sin, y * cos - x * sin];
    [left, right] = [Math.min(left, along), Math.max(right, along)];
    [top, bottom] = [Math.min(top, across), Math.max(bottom, across)];
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: along * cos - across * sin,
    y: along * sin + across * cos,
    width: right - left,
    height: bottom - top,
    angle,
  };
}

/** From the beginning of the text on, its upper edge first: clockwise. */
export function cornersOf({ x, y, width, height, angle }: Turned): [Point, Point, Point, Point] {
  const [cos, sin] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
  const corner = (along: number, across: number): Point => ({
    x: x + along * width * cos - across * height * sin,
    y: y + along * width * sin + across * height * cos,
  });
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Convex, without points on its sides (Andrew's monotone chain). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((one, other) => one.x - other.x || one.y - other.y);
  return sorted.length < 3 ? sorted : [...chain(sorted), ...chain(sorted.reverse())];
}

function chain(sorted: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of sorted) {
    while (kept.length > 1 && !turns(kept.at(-2) as Point, kept.at(-1) as Point, point)) kept.pop();
    kept.push(point);
  }
  return kept.slice(0, -1);
}

function turns(one: Point, two: Point, three: Point): boolean {
  return (two.x - one.x) * (three.y - one.y) - (two.y - one.y) * (three.x - one.x) > 0;
}
