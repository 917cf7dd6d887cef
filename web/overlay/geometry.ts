/**
 * From the frame that the worker saw to the screen. Three spaces: frame: pixels of the worker's frame; video:
 * the same picture at the camera's size; view: CSS px of the element that shows the video under `object-fit:
 * cover`, origin at its top left.
 */
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };
/** `x`, `y`: the top left corner. */
export type Rect = Point & Size;

/** view = offset + scale × frame on each axis; a mirrored view has a negative `scaleX`. */
export type Mapping = { scaleX: number; scaleY: number; offsetX: number; offsetY: number };

/**
 * The two axes scale by themselves, because an encoder that shrinks a frame rounds each side for itself.
 * @param frame pixels that the points are measured in
 * @param video the picture's size as the element knows it (`videoWidth` × `videoHeight`)
 * @param view the element's size in CSS px
 * @returns null where any side is nothing yet, or the frame stands upright and the video lies down: it was
 * sent before a turn
 */
export function coverMapping(frame: Size, video: Size, view: Size, mirrored: boolean): Mapping | null {
  if (![frame, video, view].every(hasArea) || isTurned(frame, video)) return null;
  const scale = Math.max(view.width / video.width, view.height / video.height);
  const shown = { width: video.width * scale, height: video.height * scale };
  const left = (view.width - shown.width) / 2;
  const scaleX = shown.width / frame.width;
  return {
    scaleX: mirrored ? -scaleX : scaleX,
    scaleY: shown.height / frame.height,
    offsetX: mirrored ? view.width - left : left,
    offsetY: (view.height - shown.height) / 2,
  };
}

export function toView({ scaleX, scaleY, offsetX, offsetY }: Mapping, point: Point): Point {
  return { x: offsetX + scaleX * point.x, y: offsetY + scaleY * point.y };
}

/** The other way. */
export function fromView({ scaleX, scaleY, offsetX, offsetY }: Mapping, point: Point): Point {
  return { x: (point.x - offsetX) / scaleX, y: (point.y - offsetY) / scaleY };
}

/** @param box centred on `x`, `y`, as predictions are; frame pixels */
export function boxToView(mapping: Mapping, box: Rect): Rect {
  const centre = toView(mapping, box);
  const width = Math.abs(mapping.scaleX) * box.width;
  const height = mapping.scaleY * box.height;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
}

/** CSS px: a line in the view's very edge would be cut in half. */
const MARGIN = 5;

/**
 * A box that is wider or higher than the view has edges that nobody sees, and what is left of it reads as two
 * loose lines. Its edges are drawn just inside of the view then; any other box stays where it is.
 * @param box in the view's CSS px, as is what is returned
 */
export function closedIn(view: Size, box: Rect): Rect {
  const spansX = box.x < 0 && box.x + box.width > view.width;
  const spansY = box.y < 0 && box.y + box.height > view.height;
  if (!spansX && !spansY) return box;
  const [x, width] = within(view.width, box.x, box.width);
  const [y, height] = within(view.height, box.y, box.height);
  return { x, y, width, height };
}

/** From where to how far; as it was where hardly any of it is in view. */
function within(most: number, from: number, length: number): [from: number, length: number] {
  const start = Math.max(from, MARGIN);
  const end = Math.min(from + length, most - MARGIN);
  return end - start > 2 * MARGIN ? [start, end - start] : [from, length];
}

/** So far (CSS px) beside a box a finger still means it. */
const FINGER_PX = 14;

/** The smallest of those that a finger at this point is on, or close to. @param boxes in CSS px, as the point is */
export function boxUnder<Box extends Rect>(boxes: readonly Box[], { x, y }: Point): Box | null {
  const near = boxes.filter(
    (box) =>
      x > box.x - FINGER_PX &&
      x < box.x + box.width + FINGER_PX &&
      y > box.y - FINGER_PX &&
      y < box.y + box.height + FINGER_PX,
  );
  return near.sort((a, b) => a.width * a.height - b.width * b.height)[0] ?? null;
}

export function isInView(box: Rect, view: Size): boolean {
  return box.x < view.width && box.y < view.height && box.x + box.width > 0 && box.y + box.height > 0;
}

/** What two boxes share, px². */
export function overlapOf(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function hasArea({ width, height }: Size): boolean {
  return width > 0 && height > 0;
}

/** Nearly square sizes are left alone: rounding may tip them either way. */
function isTurned(frame: Size, video: Size): boolean {
  const lie = Math.log(frame.width / frame.height);
  const stand = Math.log(video.width / video.height);
  return lie * stand < 0 && Math.abs(lie - stand) > 0.2;
}
