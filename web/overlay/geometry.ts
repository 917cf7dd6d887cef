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

/** @param box centred on `x`, `y`, as predictions are; frame pixels */
export function boxToView(mapping: Mapping, box: Rect): Rect {
  const centre = toView(mapping, box);
  const width = Math.abs(mapping.scaleX) * box.width;
  const height = mapping.scaleY * box.height;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
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
