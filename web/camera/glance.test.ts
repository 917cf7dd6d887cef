import { expect, it } from 'vitest';
import { glanceAt, lumaOf } from './glance';

const px = (...colours: [number, number, number][]) =>
  new Uint8ClampedArray(colours.flatMap((colour) => [...colour, 255]));

it.each<[string, Uint8ClampedArray, { mean: number; spread: number }]>([
  ['black', px([0, 0, 0], [0, 0, 0]), { mean: 0, spread: 0 }],
  ['white beside black', px([255, 255, 255], [0, 0, 0]), { mean: 127.5, spread: 255 }],
  ['a finger, red from behind', px([60, 0, 0], [70, 0, 0]), { mean: 19.4, spread: 3 }],
])('%s', (_, rgba, { mean, spread }) => {
  const seen = lumaOf(rgba);
  expect(seen.mean).toBeCloseTo(mean, 1);
  expect(seen.spread).toBeCloseTo(spread, 1);
});

it('nothing is said of what is not there', () => {
  expect(glanceAt(null)).toBeNull();
  const empty = { readyState: 0, HAVE_CURRENT_DATA: 2, videoWidth: 0 } as HTMLVideoElement;
  expect(glanceAt(empty)).toBeNull();
});
