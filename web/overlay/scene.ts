/** All that is drawn of a result, in the order of the result. */
import type { Result, Shape } from '../results/kinds/model';
import { type DrawnBox, toDrawnBox } from './boxes';
import type { Mapping, Point } from './geometry';

/** As much of a result as is drawn. */
export type Drawable = Pick<Result, 'frame' | 'things' | 'shapes'>;

/** Points of `shapes` and of the boxes' things are in the frame's pixels, and `mapping` leads to the view. */
export type Scene = { mapping: Mapping; boxes: DrawnBox[]; shapes: Pick<Shape, 'kind' | 'points'>[] };

export function sceneOf(mapping: Mapping, { things, shapes }: Drawable): Scene {
  const boxes = things.map((thing) => toDrawnBox(mapping, thing));
  return { mapping, boxes, shapes: [...shapes, ...zonesOf(things)] };
}

/** Every thing that is in a zone brings the zone along: each is drawn once. */
function zonesOf(things: Drawable['things']): Scene['shapes'] {
  const zones = new Map<string, Point[]>();
  for (const { polygon } of things) if (polygon) zones.set(nameOf(polygon), polygon);
  return [...zones.values()].map((points) => ({ kind: 'zone', points }));
}

/** Enough to tell a workflow's zones apart, without a text as long as the zone. */
function nameOf(points: Point[]): string {
  const ends = [points[0], points[points.length >> 1], points.at(-1)];
  return [points.length, ...ends.map((point) => `${point?.x} ${point?.y}`)].join(' ');
}
