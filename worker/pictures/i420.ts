/**
 * The decoder's picture format: a plane of brightness, then two of colour at half the width and height,
 * rounded up.
 */
import { type Rotation, type Size, uprightSize } from '../media/upright';

/** An upright picture in I420 (`frameBytes` of them), or three bytes a pixel in RGB. */
export type Picture = Size & { data: Uint8Array };

export function chromaSize({ width, height }: Size): Size {
  return { width: (width + 1) >> 1, height: (height + 1) >> 1 };
}

export function frameBytes(size: Size): number {
  const { width, height } = chromaSize(size);
  return size.width * size.height + 2 * width * height;
}

/**
 * @returns the same picture where it is upright already, else a turned copy. Clockwise, as `VideoFrame` says.
 */
export function toUpright(frame: Picture & { rotation: Rotation }): Picture {
  const { width, height, rotation, data } = frame;
  if (rotation === 0) return { width, height, data };
  const turned = new Uint8Array(data.length);
  const chroma = chromaSize(frame);
  let at = 0;
  for (const plane of [{ width, height }, chroma, chroma]) {
    const pixels = plane.width * plane.height;
    turnPlane(data.subarray(at, at + pixels), turned.subarray(at, at + pixels), plane, rotation);
    at += pixels;
  }
  return { ...uprightSize(frame, { rotation, mirrored: false }), data: turned };
}

function turnPlane(from: Uint8Array, to: Uint8Array, { width, height }: Size, rotation: Rotation): void {
  if (rotation === 180) {
    to.set(from);
    to.reverse();
    return;
  }
  // Row by row of the turned plane; each is a column of the stored one, upwards for a turn to the right.
  for (let x = 0; x < width; x += 1) {
    const row = rotation === 90 ? x : width - 1 - x;
    for (let y = 0; y < height; y += 1) {
      const column = rotation === 90 ? height - 1 - y : y;
      to[row * height + column] = from[y * width + x] ?? 0;
    }
  }
}

/** BT.601 in video range to RGB, in 16.16 fixed point. */
export function i420ToRgb({ width, height, data }: Picture): Picture {
  const chroma = chromaSize({ width, height });
  const [uAt, vAt] = [width * height, width * height + chroma.width * chroma.height];
  const rgb = new Uint8ClampedArray(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    const coarse = (y >> 1) * chroma.width;
    for (let x = 0; x < width; x += 1) {
      const luma = ((data[y * width + x] ?? 0) - 16) * 76_309 + 32_768;
      const u = (data[uAt + coarse + (x >> 1)] ?? 0) - 128;
      const v = (data[vAt + coarse + (x >> 1)] ?? 0) - 128;
      rgb[to] = (luma + 104_597 * v) >> 16;
      rgb[to + 1] = (luma - 25_675 * u - 53_279 * v) >> 16;
      rgb[to + 2] = (luma + 132_201 * u) >> 16;
      to += 3;
    }
  }
  return { width, height, data: new Uint8Array(rgb.buffer) };
}
