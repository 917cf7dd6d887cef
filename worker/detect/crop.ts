/** Parts of a picture. */
import type { Picture } from './boxes';

/** Whole px of a picture: the top left corner and the size. */
export type Rect = { left: number; top: number; width: number; height: number };

/** Three bytes a pixel: R, G, B. */
const CHANNELS = 3;

/** A copy of one part. @param rect within the picture */
export function cutOut(picture: Picture, { left, top, width, height }: Rect): Picture {
  const data = new Uint8Array(width * height * CHANNELS);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * picture.width + left) * CHANNELS;
    data.set(picture.data.subarray(from, from + width * CHANNELS), row * width * CHANNELS);
  }
  return { data, width, height };
}
