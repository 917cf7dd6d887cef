import { expect, it } from 'vitest';
import { type Encoding, makeEncoder, PLAIN } from './encoding';
import { toHalf } from './half';

/** Two px: red with some blue, and black. */
const PLANES = Float32Array.of(1, 0, 0, 0, 0.5, 0);
const encode = (changes: Partial<Encoding>) => makeEncoder({ ...PLAIN, ...changes }, 2)(PLANES);

it('hands plain numbers on as they are', () => {
  expect(encode({})).toBe(PLANES);
});

it.each<[string, Partial<Encoding>, number[]]>([
  ['halves', { precision: 'float16' }, [1, 0, 0, 0, 0.5, 0].map(toHalf)],
  ['bytes', { precision: 'uint8' }, [255, 0, 0, 0, 128, 0]],
  ['bytes of pixels', { precision: 'uint8', isInterleaved: true }, [255, 0, 128, 0, 0, 0]],
  ['BGR from 0 to 255', { pixels: { order: 'bgr', most: 255 } }, [127.5, 0, 0, 0, 255, 0]],
  [
    'numbers around a mean',
    { pixels: { order: 'rgb', most: 1, mean: [0.5, 0, 0.5], deviation: [0.25, 1, 0.5] } },
    [2, -2, 0, 0, 0, -1],
  ],
])('writes %s', (_, changes, wanted) => {
  expect([...encode(changes)]).toEqual(wanted);
});
