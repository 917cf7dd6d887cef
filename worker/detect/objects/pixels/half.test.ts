import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHalf, toHalf } from './half';

it('rounds what pixels are to the nearest half', () => {
  const share = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(share, (value) => {
      const back = fromHalf(toHalf(value));
      expect(Math.abs(back - value)).toBeLessThanOrEqual(
        Math.max(Math.abs(value) * 2 ** -11, 2 ** -25) * 1.001,
      );
    }),
  );
});

it.each([
  [0x0000, 0],
  [0x0001, 2 ** -24],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('reads 0x%s as %d', (half, value) => {
  expect(fromHalf(half)).toBe(value);
});
