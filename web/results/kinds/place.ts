/**
 * From the pixels that a set is measured in to those of the frame. A crop's things are in its own pixels, and
 * its offset travels with each of them (inference, core_steps/common/serializers.py, `parent_origin` and
 * `root_parent_origin`); a set of a picture that was scaled on the way says that picture's size.
 */
import { isNumber, isRecord, isSize } from './is';
import type { Box, Point, Size } from './model';

/** frame = offset + scale × own, on each axis. */
export type Placement = { scaleX: number; scaleY: number; offsetX: number; offsetY: number };
/** `null`: as it is. */
export type Place = Placement | null | 'unknown';

/** Where a crop lies in the picture that it was cut from, and how large that is. */
type Origin = { offset: Point; picture: Size };

/** A set: its own `image` where it says one, and whether it stands in a list, as those of crops do. */
export type Surroundings = { image: Size | null; listed: boolean };

/**
 * Crops are named by the id of the thing that they were cut out with; the camera's picture is `image` or
 * `image.[0]`.
 */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

type Parents = { parent_id?: unknown; parent_origin?: unknown; root_parent_origin?: unknown };

/**
 * Unknown where it may be a crop's and does not say where that lies: in a list, such sets are labelled with
 * the whole picture's size and may be measured in either (seen with inference 1.8.3: a crop's own boxes and
 * those found in it look the same).
 */
export function placeOf(value: Parents, { image, listed }: Surroundings, frame: Size | null): Place {
  const origin = originOf(value);
  if (origin) return toFrame(origin.picture, origin.offset, frame);
  if (listed || isUuid(value.parent_id)) return 'unknown';
  return image ? toFrame(image, null, frame) : null;
}

/** Of the outermost picture, else of the next one. */
export function originOf({ root_parent_origin: root, parent_origin: parent }: Parents): Origin | null {
  return root === undefined && parent === undefined ? null : (readOrigin(root) ?? readOrigin(parent));
}

function readOrigin(value: unknown): Origin | null {
  if (!isRecord(value)) return null;
  const { offset_x: x, offset_y: y } = value;
  if (!isSize(value)) return null;
  return isNumber(x) && isNumber(y) ? { offset: { x, y }, picture: value } : null;
}

/**
 * @param offset of a crop's corner in `picture`; null for the whole of it @returns null where nothing moves
 */
export function toFrame(picture: Size, offset: Point | null, frame: Size | null): Placement | null {
  const [scaleX, scaleY] = frame ? [frame.width / picture.width, frame.height / picture.height] : [1, 1];
  if (!offset && scaleX === 1 && scaleY === 1) return null;
  return { scaleX, scaleY, offsetX: (offset?.x ?? 0) * scaleX, offsetY: (offset?.y ?? 0) * scaleY };
}

export function placePoint({ scaleX, scaleY, offsetX, offsetY }: Placement, { x, y }: Point): Point {
  return { x: offsetX + scaleX * x, y: offsetY + scaleY * y };
}

export function placeBox(placement: Placement, box: Box): Box {
  const { x, y } = placePoint(placement, box);
  return { x, y, width: box.width * placement.scaleX, height: box.height * placement.scaleY };
}
