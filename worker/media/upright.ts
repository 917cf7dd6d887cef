/**
 * Phones store pictures the way the sensor lies and say separately how to turn them. Every coordinate that
 * leaves the worker is in the upright picture's pixels; these functions do the turning on points, not on
 * pixels.
 */
export type Rotation = 0 | 90 | 180 | 270;

/**
 * How a stored picture becomes upright: mirror it left to right first (if so marked), then turn it clockwise
 * by `rotation` degrees.
 */
export type Orientation = { rotation: Rotation; mirrored: boolean };

export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const UPRIGHT: Orientation = { rotation: 0, mirrored: false };

/** Anything but a quarter turn is no rotation that a camera signals (3GPP TS 26.114, CVO: two bits). */
export function toRotation(degrees: number | undefined): Rotation {
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0;
}

/** @param stored pixels of the picture as stored. @returns pixels of the upright picture. */
export function uprightSize(stored: Size, { rotation }: Orientation): Size {
  const sideways = rotation === 90 || rotation === 270;
  return sideways ? { width: stored.height, height: stored.width } : stored;
}

/**
 * @param point px in the stored picture, origin at its top left corner. @returns px in the upright picture.
 */
export function uprightPoint(point: Point, stored: Size, { rotation, mirrored }: Orientation): Point {
  const x = mirrored ? stored.width - point.x : point.x;
  const { y } = point;
  switch (rotation) {
    case 90:
      return { x: stored.height - y, y: x };
    case 180:
      return { x: stored.width - x, y: stored.height - y };
    case 270:
      return { x: y, y: stored.width - x };
    default:
      return { x, y };
  }
}
