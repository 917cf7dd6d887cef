import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, medianMs, quantile } from './statistics';

it('the median of an even number of values lies between the middle two, whatever their order', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
  expect(medianMs([null, 10, null, 11])).toBe(11);
  expect(medianMs([null])).toBeNull();
});

it('a quantile is never outside of the values, and grows with its share', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, share, share, (all, a, b) => {
      const [low, high] = [quantile(all, Math.min(a, b)), quantile(all, Math.max(a, b))];
      expect(low).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(Math.min(...all));
      expect(high).toBeLessThanOrEqual(Math.max(...all));
    }),
  );
});
