/** The kit's own idea of where a frame's pixels end up on the screen, without a look at the app's. */
import type { Box } from '../scenes/scenes';

export type Size = { width: number; height: number };

/** The same box in a picture that is `scale` times as large. */
export function scaled({ x, y, width, height }: Box, scale: number): Box {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

/**
 * Where a box of the frame appears in an element of `element` CSS px that shows the frame with `object-fit:
 * cover`, centred (CSS Images 3 §4.5). `mirrored`: the element is flipped left to right.
 * @param box px of the frame. @returns CSS px, origin at the element's top left.
 */
export function coverBox(box: Box, frame: Size, element: Size, mirrored: boolean): Box {
  const scale = Math.max(element.width / frame.width, element.height / frame.height);
  const left = (element.width - frame.width * scale) / 2 + box.x * scale;
  const top = (element.height - frame.height * scale) / 2 + box.y * scale;
  const width = box.width * scale;
  return { x: mirrored ? element.width - left - width : left, y: top, width, height: box.height * scale };
}

/** Intersection over union of two boxes in the same units: 1 where they are the same, 0 apart. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}
