/**
 * The outline of the thing in a box.
 *
 * What is done: the colours around the box are taken for the background, what differs from them within it for
 * the thing. A sign on paper is the plain case, and light that changes slowly across the paper does not
 * matter. The same holds for anything that stands apart by its colour from what is around it (a cup on a
 * table). It does NOT know what things look like, as SAM3 does: a thing in the colours of its surroundings,
 * half hidden, or that touches another of its kind cannot be told apart, and then this says so and gives the
 * box itself, as four points.
 *
 * Holes are filled, on purpose: an outlined heart is a heart. So is the hole of a ring, and a thing that is
 * seen through.
 */
import type { Point } from '../../../../protocol/masks/contour';
import { boxAround } from '../../../../protocol/masks/outline';
import type { Box, OutlinedBox, Picture } from '../../boxes';
import { edgesOf } from '../../geometry';
import { inkOf } from './ink';
import { takePatch } from './patch';
import { shapeOf } from './shape';
import { strangenessOf } from './surroundings';

/** px; below it a box holds too few pixels to tell anything from. */
const LEAST_SIDE = 8;
/** The box follows its outline if no side has to move further: px, and of its own length. */
const MOVE_PX = 3;
const MOVE_SHARE = 0.06;

/**
 * @param box px of the picture @returns the box with its outline; with its own four corners where none can be
 * trusted
 */
export function outlined(picture: Picture, box: Box): OutlinedBox {
  const points = outlineOf(picture, box);
  return points ? { ...box, ...tightened(box, points), points } : { ...box, points: cornersOf(box) };
}

/** @returns px of the picture; null where the thing cannot be told from its surroundings */
export function outlineOf(picture: Picture, box: Box): Point[] | null {
  if (Math.min(box.width, box.height) < LEAST_SIDE) return null;
  const patch = takePatch(picture, box);
  const strangeness = strangenessOf(patch);
  const ink = strangeness && inkOf(patch, strangeness);
  const shape = ink && shapeOf(patch, ink);
  return shape ? shape.map(({ x, y }) => patch.toPicture(x, y)) : null;
}

function tightened(box: Box, points: Point[]) {
  const around = boxAround(points);
  const [old, next] = [edgesOf(box), edgesOf(around)];
  const moved = (side: 'left' | 'top' | 'right' | 'bottom', length: number) =>
    Math.abs(old[side] - next[side]) <= Math.max(MOVE_PX, MOVE_SHARE * length);
  const near =
    moved('left', box.width) &&
    moved('right', box.width) &&
    moved('top', box.height) &&
    moved('bottom', box.height);
  return near ? around : {};
}

export function cornersOf(box: Box): Point[] {
  const { left, top, right, bottom } = edgesOf(box);
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
