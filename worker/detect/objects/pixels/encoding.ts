/**
 * How a model wants the numbers of a picture: pixels are laid out as RGB planes from 0 to 1, which most take
 * as they are.
 */
import { toHalf } from './half';

export type Precision = 'float32' | 'float16' | 'uint8';

export type Pixels = {
  order: 'rgb' | 'bgr';
  /** Of white, before the mean is taken off. */
  most: 1 | 255;
  /** For R, G and B, as shares of `most`. */
  mean?: readonly number[];
  deviation?: readonly number[];
};

export type Encoding = {
  precision: Precision;
  /** Colours of a pixel side by side, not in planes: `[1, height, width, 3]`. */
  isInterleaved: boolean;
  pixels: Pixels;
};

export const PLAIN: Encoding = {
  precision: 'float32',
  isInterleaved: false,
  pixels: { order: 'rgb', most: 1 },
};

export type Numbers = Float32Array | Uint16Array | Uint8Array;
/** Good until the next call. */
export type Encoder = (planes: Float32Array) => Numbers;

/** @param area px of the input. */
export function makeEncoder(encoding: Encoding, area: number): Encoder {
  if (isPlain(encoding)) return (planes) => planes;
  const { precision, isInterleaved, pixels } = encoding;
  const target = makeTarget(precision, 3 * area);
  const store =
    precision === 'float16' ? toHalf : precision === 'uint8' ? Math.round : (value: number) => value;
  const step = isInterleaved ? 3 : 1;
  return (planes) => {
    for (let channel = 0; channel < 3; channel += 1) {
      const colour = pixels.order === 'bgr' ? 2 - channel : channel;
      const { scale, offset } = gainOf(encoding, colour);
      let to = isInterleaved ? channel : channel * area;
      for (let from = colour * area; from < (colour + 1) * area; from += 1, to += step) {
        target[to] = store((planes[from] as number) * scale + offset);
      }
    }
    return target;
  };
}

function isPlain({ precision, isInterleaved, pixels: { order, most, mean } }: Encoding): boolean {
  return precision === 'float32' && !isInterleaved && order === 'rgb' && most === 1 && !mean;
}

function makeTarget(precision: Precision, length: number): Numbers {
  if (precision === 'uint8') return new Uint8Array(length);
  return precision === 'float16' ? new Uint16Array(length) : new Float32Array(length);
}

/** Bytes are pixels as they are, whatever the model makes of them inside. */
function gainOf({ precision, pixels: { most, mean, deviation } }: Encoding, colour: number) {
  if (precision === 'uint8') return { scale: 255, offset: 0 };
  const spread = deviation?.[colour] ?? 1;
  return { scale: most / spread, offset: (-most * (mean?.[colour] ?? 0)) / spread };
}
