import { describe, expect, it } from 'vitest';
import { type Glance, Rest } from './rest';

const COVERED: Glance = { mean: 14, spread: 3 };

/** Looks every 100 ms for so long. @returns when (ms) nothing was to be sent. */
function watched(glanceAt: (ms: number) => Glance | null, forMs: number): number[] {
  const rest = new Rest();
  const times = Array.from({ length: forMs / 100 }, (_, at) => at * 100);
  return times.filter((ms) => rest.look(glanceAt(ms), 1e12 + ms));
}

describe('nothing is sent', () => {
  it('once the picture has been black for a while, and at once again when it is not', () => {
    const resting = watched(
      (ms) => (ms < 1_000 || ms >= 6_000 ? { mean: 90, spread: 120 } : COVERED),
      10_000,
    );
    expect([resting[0], resting.at(-1)]).toEqual([2_500, 5_900]);
  });

  it.each<[string, Glance | null]>([
    ['a white wall', { mean: 200, spread: 4 }],
    ['a grey wall in a dim room', { mean: 60, spread: 4 }],
    ['a lamp in the night', { mean: 12, spread: 70 }],
    ['what nobody can see', null],
  ])('but %s is sent', (_, glance) => {
    expect(watched(() => glance, 5_000)).toEqual([]);
  });

  it('for as long as it is covered, but for a sign of life well within a minute', () => {
    const times = watched(() => COVERED, 180_000);
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1_000);
    const signs = gaps.flatMap((gap, n) => (gap > 100 ? [times[n] ?? 0] : []));
    expect(signs.length).toBeGreaterThanOrEqual(6);
    const apart = signs.slice(1).map((at, n) => at - (signs[n] ?? 0));
    expect(Math.max(signs[0] ?? 0, ...apart)).toBeLessThan(30_000);
    expect(times.length * 100).toBeGreaterThan(0.95 * 178_500);
  });
});
