/** Lines and zones in the picture, and where a box counts as being. */
import type { Edges } from '../tracking/motion';

export type Point = { x: number; y: number };
type Size = { width: number; height: number };

/**
 * Points in shares of the picture, 0 to 1: the language itself knows pixels alone, and the ready workflows
 * meet cameras of any size. A class, so that no request can bring one.
 */
export class Shares {
  constructor(private readonly points: readonly (readonly [number, number])[]) {}

  toPixels({ width, height }: Size): Point[] {
    return this.points.map(([x, y]) => ({ x: x * width, y: y * height }));
  }
}

export function edgesOf({ x, y, width, height }: Point & Size): Edges {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/** Across and down, in halves of the box from its centre. */
const ANCHORS = {
  CENTER: [0, 0],
  CENTER_LEFT: [-1, 0],
  CENTER_RIGHT: [1, 0],
  TOP_CENTER: [0, -1],
  TOP_LEFT: [-1, -1],
  TOP_RIGHT: [1, -1],
  BOTTOM_LEFT: [-1, 1],
  BOTTOM_CENTER: [0, 1],
  BOTTOM_RIGHT: [1, 1],
} as const;
export type Anchor = keyof typeof ANCHORS;
export const ANCHOR_NAMES = Object.keys(ANCHORS) as Anchor[];
export const CORNERS: readonly Anchor[] = ['TOP_LEFT', 'TOP_RIGHT', 'BOTTOM_LEFT', 'BOTTOM_RIGHT'];

export function anchorOf({ x, y, width, height }: Point & Size, anchor: Anchor): Point {
  const [across, down] = ANCHORS[anchor];
  return { x: x + (across * width) / 2, y: y + (down * height) / 2 };
}

/** Below 0 to the left of the way from `start` to `end`, as one walks it with y downwards. */
export function sideOf(start: Point, end: Point, point: Point): number {
  return (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x);
}

/** On an edge counts as inside. */
export function isInside(polygon: readonly Point[], point: Point): boolean {
  let inside = false;
  for (const [index, end] of polygon.entries()) {
    const start = polygon.at(index - 1) as Point;
    if (isOn(start, end, point)) return true;
    const crosses = start.y > point.y !== end.y > point.y;
    if (crosses && point.x < start.x + ((point.y - start.y) / (end.y - start.y)) * (end.x - start.x)) {
      inside = !inside;
    }
  }
  return inside;
}

function isOn(start: Point, end: Point, point: Point): boolean {
  const within = (from: number, to: number, at: number) =>
    at >= Math.min(from, to) && at <= Math.max(from, to);
  return (
    sideOf(start, end, point) === 0 && within(start.x, end.x, point.x) && within(start.y, end.y, point.y)
  );
}
