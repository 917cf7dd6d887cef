import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../protocol/masks/contour';
import { columnsOf } from '../../protocol/masks/rle';
import { covers, encodeMask } from '../../protocol/masks/testing';
import { maskOf } from './rle';

const size = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) });
/** Hundredths, off by an odd bit, so that no line goes through the middle of a pixel, where it may be said to be on either side. */
const coordinate = fc
  .integer({ min: -600, max: 3000 })
  .map((hundredths) => hundredths / 100 + Math.SQRT2 / 1e4);
const polygon = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 9 });

describe('maskOf', () => {
  it('is what writing every pixel would give, for any polygon and any photo', () => {
    fc.assert(
      fc.property(size, polygon, ({ width, height }, points) => {
        fc.pre(!isOnLine(points, width, height));
        const at = (x: number, y: number) => covers(points, x, y);
        const mask = maskOf(points, { width, height });
        expect(mask.size).toEqual([height, width]);
        expect(columnsOf(mask)).toEqual(columnsOf(encodeMask({ rows: height, columns: width, at })));
      }),
      { numRuns: 200 },
    );
  });

  it('is soon done and short for a small thing in a large photo', () => {
    const points = [
      { x: 3000, y: 2000 },
      { x: 3040, y: 2000 },
      { x: 3020, y: 2040 },
    ];
    const mask = maskOf(points, { width: 5700, height: 4300 });
    expect(mask.counts.length).toBeLessThan(400);
    expect(columnsOf(mask)?.filter((column) => column.length > 0)).toHaveLength(40);
  });
});

function isOnLine(points: Point[], width: number, height: number): boolean {
  return points.some((b, index) => {
    const a = points.at(index - 1) ?? b;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    for (let pixel = 0; pixel < width * height; pixel += 1) {
      const [x, y] = [(pixel % width) + 0.5, Math.floor(pixel / width) + 0.5];
      const off = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / length;
      if (Math.abs(off) < 1e-9) return true;
    }
    return false;
  });
}
