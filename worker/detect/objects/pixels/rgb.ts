/** A decoded photo, or a part of one, into a model's input. */
import { UPRIGHT } from '../../../media/upright';
import type { Picture } from '../../boxes';
import type { Letterbox } from './letterbox';
import { reductionFor } from './plan';
import { makeScaler, type Scaled } from './scale';

/**
 * Fills the inner part of `target`, three planes from 0 to 1; the border is left as it is. @throws where the
 * picture is shorter than its size says.
 */
export function fillFromPicture(picture: Picture, letterbox: Letterbox, target: Float32Array): void {
  const { data, width, height } = picture;
  if (data.length < width * height * 3) throw new Error('The picture is shorter than its size says.');
  const size = { width, height };
  const reduceBy = reductionFor(size, UPRIGHT, letterbox);
  const scale = makeScaler({ size, step: 3, reduceBy }, letterbox);
  for (let channel = 0; channel < 3; channel += 1) {
    const scaled = scale({ data, offset: channel, step: 3, width, height });
    lay(scaled, letterbox, target, channel * letterbox.width * letterbox.height);
  }
}

function lay(
  { data, offset }: Scaled,
  { width, left, top, innerWidth, innerHeight }: Letterbox,
  target: Float32Array,
  start: number,
): void {
  for (let row = 0; row < innerHeight; row += 1) {
    const at = start + (top + row) * width + left;
    const from = offset + row * innerWidth;
    for (let column = 0; column < innerWidth; column += 1) {
      target[at + column] = (data[from + column] as number) / 255;
    }
  }
}
