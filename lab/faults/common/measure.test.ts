import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backAfter, longestGap, mostInAMinute, pace, saidAt } from './measure';

const stream = (from: number, to: number) =>
  Array.from({ length: (to - from) / 50 }, (_, i) => from + i * 50);

it('takes a stream for back at its first result, not at a burst of old ones', () => {
  expect(backAfter([100, 1050, 1051, 1052, ...stream(5000, 6100)], 1000)).toBe(4000);
  expect(backAfter(stream(0, 3000), 1010)).toBe(40);
  expect(backAfter([100, 1050, 1080, 1090], 1000)).toBeNull();
});

it('counts a gap that reaches to an edge', () => {
  expect(longestGap([], 0, 900)).toBe(900);
  expect(longestGap([100, 200, 700], 0, 800)).toBe(500);
  expect(longestGap([100, 200], 0, 1000)).toBe(800);
});

it('finds a gap no shorter than any between two results', () => {
  const times = fc.array(fc.integer({ min: 1, max: 999 })).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, (list) => {
      const gap = longestGap(list, 0, 1000);
      for (const [i, at] of list.entries()) expect(gap).toBeGreaterThanOrEqual(at - (list[i - 1] ?? 0));
    }),
  );
});

it('counts what falls into any one minute, wherever it begins', () => {
  expect(mostInAMinute([])).toBe(0);
  expect(mostInAMinute([0, 59_000, 60_000, 61_000])).toBe(3);
});

it('reads the screen from a moment on', () => {
  const events = [
    { at: 10, what: 'says "Waiting for results…"' },
    { at: 20, what: 'peer 1 Waiting' },
    { at: 30, what: 'says "Waiting for results…"' },
  ];
  expect(saidAt(events, /Waiting/, 11)).toBe(30);
  expect(saidAt(events, /Reconnecting/, 0)).toBeNull();
});

it('tells results a second', () => {
  expect(pace([0, 100, 200, 300, 2000], 0, 1000)).toBe(4);
});
