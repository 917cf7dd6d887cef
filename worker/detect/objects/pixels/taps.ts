/** Which stored samples a row or column of the model's input is blended from. */

import type { Size } from '../../../media/upright';

/**
 * For each position along an axis: two samples, as offsets into the plane, and the share of the second in
 * 1/2048.
 */
export type Taps = { first: Int32Array; second: Int32Array; share: Int32Array };

/** 11 bits: two axes of it times a byte still fit in the 32 bits that V8 adds fast. */
export const SHARE_BITS = 11;
const WHOLE = 1 << SHARE_BITS;

export type Axis = {
  /** Positions to fill. */
  count: number;
  /** Length of the stored picture along this axis, px. */
  length: number;
  /** The stored picture runs the other way. */
  reversed: boolean;
  /** Samples of the plane along this axis, and how many px of the picture one stands for. */
  samples: number;
  pxPerSample: number;
  /** Distance of neighbours in the plane, bytes. */
  step: number;
};

/**
 * Pixel centres lie at half pixels and the outer half pixels repeat the edge, as in OpenCV's INTER_LINEAR;
 * chroma samples lie in the middle of their 2 by 2 pixels.
 */
export function makeTaps({ count, length, reversed, samples, pxPerSample, step }: Axis): Taps {
  const taps: Taps = {
    first: new Int32Array(count),
    second: new Int32Array(count),
    share: new Int32Array(count),
  };
  for (let at = 0; at < count; at += 1) {
    const along = ((at + 0.5) * length) / count;
    const inPicture = reversed ? length - along : along;
    const inPlane = Math.min(samples - 1, Math.max(0, inPicture / pxPerSample - 0.5));
    const low = Math.min(Math.floor(inPlane), Math.max(0, samples - 2));
    taps.first[at] = low * step;
    taps.second[at] = Math.min(low + 1, samples - 1) * step;
    taps.share[at] = Math.round((inPlane - low) * WHOLE);
  }
  return taps;
}

/** Of one place in kernels.c: first, second, share, 32 bits each. */
export const TAP_BYTES = 12;

/** As kernels.c reads them, one axis after the other. */
export function tapsToBytes(...axes: Taps[]): Uint8Array {
  const places = axes.flatMap(({ first, second, share }) =>
    Array.from(first, (offset, at) => [offset, second[at] as number, share[at] as number]),
  );
  return new Uint8Array(Int32Array.from(places.flat()).buffer);
}

/** Whether every place falls on a sample: there is nothing to blend then. */
export function isExact(...axes: Taps[]): boolean {
  return axes.every(({ share }) => share.every((each) => each % WHOLE === 0));
}

/**
 * How many px square are averaged into one before blending. Blending looks at two samples a side; where a
 * picture shrinks to less than a third, thin lines would fall between them. At a half, averaging is what
 * blending comes to.
 */
export function reduction(picture: Size, innerWidth: number, innerHeight: number): number {
  if (picture.width === 2 * innerWidth && picture.height === 2 * innerHeight) return 2;
  const ratio = picture.width / innerWidth;
  return ratio < 3 ? 1 : Math.floor(ratio);
}
