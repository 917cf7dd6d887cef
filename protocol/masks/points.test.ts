import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOST_PX, readPoints } from './points';

const square = [
  { x: 1, y: 1 },
  { x: 2, y: 1 },
  { x: 2, y: 2 },
];

it.each<[string, unknown]>([
  ['objects', square],
  ['pairs', square.map(({ x, y }) => [x, y])],
  ['OpenCV’s contours', square.map(({ x, y }) => [[x, y]])],
  [
    'any of them, with odd ones between',
    [null, [1, 1], 5, { x: 2, y: 1 }, { x: '2', y: 2 }, [2, 2], [1, 2, 3], [Number.NaN, 1]],
  ],
])('reads %s', (_, value) => {
  expect(readPoints(value)).toEqual(square);
});

it.each<[string, unknown]>([
  ['two', square.slice(1)],
  ['three of which one is odd', [...square.slice(1), { x: MOST_PX + 1, y: 0 }]],
  ['colours', [[254, 254, 254], [1, 2, 3], [4, 5, 6]]], // biome-ignore format: one line
  ['a text', 'M0 0'],
  ['null', null],
])('reads none of %s', (_, value) => {
  expect(readPoints(value)).toBeNull();
});

it('reads as few as a line has', () => {
  expect(readPoints([[0, 5], [9, 5]], 2)).toEqual([{ x: 0, y: 5 }, { x: 9, y: 5 }]); // biome-ignore format: one line
});

it('never throws, and what it hands on can be drawn', () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.array(fc.oneof(fc.tuple(fc.double(), fc.double()), fc.jsonValue())),
  );
  fc.assert(
    fc.property(odd, fc.nat(4), (value, least) => {
      const points = readPoints(value, least) ?? [];
      expect(points.every(({ x, y }) => Math.abs(x) <= MOST_PX && Math.abs(y) <= MOST_PX)).toBe(true);
    }),
  );
});
