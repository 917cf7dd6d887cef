import type { Rotation, Size } from '../../../media/upright';

/**
 * The frame that a camera would store whose `rotation` has to be undone: I420, turned counter-clockwise by
 * it. Even sides.
 */
export function turnFrame(upright: Uint8Array, { width, height }: Size, rotation: Rotation) {
  const sideways = rotation % 180 === 90;
  const stored: Size = sideways ? { width: height, height: width } : { width, height };
  const planes = [
    { from: 0, width, height },
    { from: width * height, width: width / 2, height: height / 2 },
    { from: (width * height * 5) / 4, width: width / 2, height: height / 2 },
  ];
  const frame = new Uint8Array(upright.length);
  for (const plane of planes) turnPlane(upright, frame, plane, rotation);
  return { frame, stored };
}

function turnPlane(
  from: Uint8Array,
  to: Uint8Array,
  plane: { from: number; width: number; height: number },
  rotation: Rotation,
): void {
  const { width, height } = plane;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = {
        0: y * width + x,
        90: (width - 1 - x) * height + y,
        180: (height - 1 - y) * width + (width - 1 - x),
        270: x * height + (height - 1 - y),
      }[rotation];
      to[plane.from + at] = from[plane.from + y * width + x] as number;
    }
  }
}
