/** A thing, moved to where its box is now: all that was placed with it goes along. */
import type { Box, Point, Size, Thing } from '../kinds/model';

/** @param box px of the result's frame, as the thing's own is */
export function carried(thing: Thing, box: Box): Thing {
  const from = thing.box;
  const scaleX = from.width > 0 ? box.width / from.width : 1;
  const scaleY = from.height > 0 ? box.height / from.height : 1;
  const place = <P extends Point>(point: P): P => ({
    ...point,
    x: box.x + (point.x - from.x) * scaleX,
    y: box.y + (point.y - from.y) * scaleY,
  });
  const moved: Thing = { ...thing, box };
  if (thing.mask) moved.mask = thing.mask.map((part) => part.map(place));
  if (thing.keypoints) moved.keypoints = thing.keypoints.map(place);
  if (thing.rectangle) moved.rectangle = thing.rectangle.map(place);
  if (thing.polygon) moved.polygon = thing.polygon.map(place);
  return moved;
}

/** The part of a box that lies in the picture; null where none does. */
export function clipped({ x, y, width, height }: Box, picture: Size): Box | null {
  const [left, top] = [Math.max(0, x - width / 2), Math.max(0, y - height / 2)];
  const right = Math.min(picture.width, x + width / 2);
  const bottom = Math.min(picture.height, y + height / 2);
  if (right <= left || bottom <= top) return null;
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
