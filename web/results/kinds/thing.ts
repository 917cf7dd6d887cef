/** One prediction of a set as a thing: checked field by field, in the frame's pixels. */
import { boxAround, maskRings } from '../../../protocol/masks/outline';
import { isPixel, readPoint, readPoints } from '../../../protocol/masks/points';
import { evenly } from '../../../protocol/masks/simplify';
import { type Allowance, LONGEST_DATA, LONGEST_NAME } from './bounds';
import { asText, type Fields, isNumber, isRecord, isShare } from './is';
import type { Box, Point, Size, Thing } from './model';
import { isUuid, type Place, type Placement, placeBox, placePoint } from './place';
import { bonesOf, readKeypoints } from './skeleton';
import { cut } from './text';

/**
 * More points than these are thinned: nobody sees more on a phone, and the pixels' stairs lie closer still.
 */
const MOST_OUTLINE = 400;

/** Fields of a thing that are measured in pixels. */
type Geometry = Pick<Thing, 'box' | 'mask' | 'keypoints' | 'bones' | 'rectangle' | 'polygon'>;

/**
 * @param image of what it was made, for a mask that was measured otherwise; null where the worker does not
 * say
 * @param place its own pixels stay where that is unknown
 * @returns null where no box can be drawn of it. What else of it cannot be read is left out, and the box
 * stays.
 */
export function readThing(
  value: unknown,
  output: string,
  image: Size | null,
  place: Place,
  allowance: Allowance,
): Thing | null {
  if (!isRecord(value)) return null;
  const name = asText(value.class);
  const geometry = name ? readGeometry(value, image, allowance) : null;
  if (!name || !geometry) return null;
  const thing: Thing = {
    id: (asText(value.detection_id) ?? '').slice(0, LONGEST_NAME),
    name: cut(name, LONGEST_NAME),
    confidence: isShare(value.confidence) ? value.confidence : null,
    outputs: [output],
    ...(place === null || place === 'unknown' ? geometry : placed(geometry, place)),
  };
  if (thing.confidence === null && value.confidence !== undefined && value.confidence !== null)
    allowance.odd += 1;
  addFacts(thing, value, allowance);
  return thing;
}

/** What a workflow knows of a thing besides where it is. */
function addFacts(thing: Thing, value: Fields, allowance: Allowance): void {
  if (Number.isInteger(value.class_id)) thing.classId = value.class_id as number;
  const text = asText(value.data);
  if (text !== null) thing.text = cut(text, LONGEST_DATA);
  if (Number.isSafeInteger(value.tracker_id)) thing.track = value.tracker_id as number;
  if (isNumber(value.time_in_zone) && value.time_in_zone >= 0) thing.secondsInZone = value.time_in_zone;
  const speed = value.smoothed_speed ?? value.speed;
  if (isNumber(speed) && speed >= 0) thing.speed = speed;
  const velocity = readPoint(value.smoothed_velocity ?? value.velocity);
  if (velocity) thing.velocity = velocity;
  if (isUuid(value.parent_id)) thing.parent = value.parent_id;
  allowance.odd +=
    oddly(value.data, text) +
    oddly(value.tracker_id, thing.track) +
    oddly(value.time_in_zone, thing.secondsInZone) +
    oddly(speed, thing.speed);
}

/** 1 where something was given and nothing of it could be read. */
function oddly(given: unknown, read: unknown): number {
  return given !== undefined && given !== null && (read === undefined || read === null) ? 1 : 0;
}

function readGeometry(value: Fields, image: Size | null, allowance: Allowance): Geometry | null {
  const mask = readMask(value, image, allowance);
  const rectangle = pointsOf(value.rect, 4, allowance);
  const box = readBox(value, rectangle, mask);
  if (!box) return null;
  const geometry: Geometry = { box };
  if (mask) geometry.mask = mask;
  if (rectangle) geometry.rectangle = rectangle;
  const polygon = pointsOf(value.polygon, 3, allowance);
  if (polygon) geometry.polygon = polygon;
  const keypoints = readKeypoints(value.keypoints, allowance);
  if (keypoints) {
    geometry.keypoints = keypoints;
    const bones = bonesOf(keypoints);
    if (bones.length > 0) geometry.bones = bones;
  }
  return geometry;
}

/**
 * A rotated rectangle's sides overwrite those of the box (inference v1.5.0, serializers.py, BOUNDING_RECT_*),
 * so the box is the one around it. SAM3's own route gives a mask and no box.
 */
function readBox(
  { x, y, width, height }: Fields,
  rectangle: Point[] | null,
  mask: Point[][] | null,
): Box | null {
  if (rectangle) return solid(boxAround(rectangle));
  if (isPixel(x) && isPixel(y) && isPixel(width) && isPixel(height)) return solid({ x, y, width, height });
  return mask ? solid(boxAround(mask.flat())) : null;
}

function solid(box: Box): Box | null {
  return box.width > 0 && box.height > 0 ? box : null;
}

/** Points over WebRTC, COCO's run lengths over HTTP, polygons from SAM3's own route. */
function readMask(
  { points, rle_mask: rle, polygons }: Fields,
  image: Size | null,
  allowance: Allowance,
): Point[][] | null {
  if (points === undefined && rle === undefined && polygons === undefined) return null;
  const outline = pointsOf(points, 3, allowance);
  const rings = outline ? [outline] : (maskRings(rle, image) ?? readRings(polygons, allowance));
  if (rings === null) {
    allowance.odd += oddly(rle ?? polygons, null);
    return null;
  }
  if (outline) return rings;
  return allowance.takePoints(rings.reduce((sum, ring) => sum + ring.length, 0)) ? rings : null;
}

function readRings(polygons: unknown, allowance: Allowance): Point[][] | null {
  if (!Array.isArray(polygons)) return null;
  const rings = polygons.slice(0, 64).map((polygon) => pointsOf(polygon, 3, allowance));
  const read = rings.filter((ring) => ring !== null);
  return read.length > 0 ? read : null;
}

function pointsOf(value: unknown, least: number, allowance: Allowance): Point[] | null {
  if (value === undefined || value === null) return null;
  const points = readPoints(value, least);
  const count = Array.isArray(value) ? value.length : 1;
  allowance.odd += count - (points?.length ?? 0);
  if (!points) return null;
  const kept = evenly(points, MOST_OUTLINE);
  return allowance.takePoints(kept.length) ? kept : null;
}

function placed(geometry: Geometry, placement: Placement): Geometry {
  const place = (point: Point) => placePoint(placement, point);
  const { box, mask, keypoints, rectangle, polygon } = geometry;
  return {
    ...geometry,
    box: placeBox(placement, box),
    ...(mask && { mask: mask.map((ring) => ring.map(place)) }),
    ...(keypoints && { keypoints: keypoints.map((each) => ({ ...each, ...place(each) })) }),
    ...(rectangle && { rectangle: rectangle.map(place) }),
    ...(polygon && { polygon: polygon.map(place) }),
  };
}
