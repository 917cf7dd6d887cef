import { expect, it } from 'vitest';
import { createRandom } from './random';

const draws = (seed: number, count: number) => Array.from({ length: count }, createRandom(seed).next);

it('gives the same numbers for the same seed, and others for another', () => {
  expect(draws(7, 20)).toEqual(draws(7, 20));
  expect(draws(7, 20)).not.toEqual(draws(8, 20));
});

it('spreads over the whole of 0 to 1', () => {
  const tenths = new Set(draws(1, 300).map((value) => Math.floor(value * 10)));
  expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
