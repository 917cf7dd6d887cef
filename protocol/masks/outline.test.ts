import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, contours, outerContour, type Point } from './contour';
import { boxAround, maskRings } from './outline';
import { columnsOf } from './rle';
import { simplify } from './simplify';
import { type Bitmap, covers, encodeMask } from './testing';

/** Rows of text: `#` is inside. */
function drawn(...lines: string[]): Bitmap {
  return { rows: lines.length, columns: lines[0]!.length, at: (x, y) => lines[y]![x] === '#' };
}
const largestRing = (mask: unknown) => maskRings(mask, null)?.[0] ?? [];
const contourOf = (bitmap: Bitmap) => outerContour(columnsOf(encodeMask(bitmap))!, bitmap.rows);

/** Share of the pixels of either that are in both. */
function likeness(points: Point[], { rows, columns, at }: Bitmap): number {
  let [both, either] = [0, 0];
  for (let x = 0; x < columns; x += 1)
    for (let y = 0; y < rows; y += 1) {
      const [a, b] = [at(x, y), covers(points, x, y)];
      if (a && b) both += 1;
      if (a || b) either += 1;
    }
  return both / either;
}

describe('outerContour', () => {
  it('is the corners around the pixels, clockwise', () => {
    expect(contourOf(drawn('....', '.##.', '.#..', '....'))).toEqual([
      { x: 1, y: 1 },
      { x: 3, y: 1 },
      { x: 3, y: 2 },
      { x: 2, y: 2 },
      { x: 2, y: 3 },
      { x: 1, y: 3 },
    ]);
  });

  it('is that of the largest part, without holes, and parts that touch at a corner are one', () => {
    expect(areaOf(contourOf(drawn('##...', '##.##', '...##', '#..##')))).toBe(6);
    expect(areaOf(contourOf(drawn('####', '#..#', '#.##', '####')))).toBe(16);
    expect(areaOf(contourOf(drawn('##..', '##..', '..##', '..##')))).toBe(8);
    expect(areaOf(contourOf(drawn('#.#', '.#.', '#.#')))).toBe(5);
    // A ring closed by a corner alone.
    expect(areaOf(contourOf(drawn('.##', '#.#', '###')))).toBe(8);
    expect(contourOf(drawn('...', '...'))).toEqual([]);
  });

  it('is one of many lines: even-odd, those around parts and holes are the mask again', () => {
    const size = 9;
    const pixels = fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size });
    fc.assert(
      fc.property(pixels, (inside) => {
        const at = (x: number, y: number) => inside[y * size + x] ?? false;
        const lines = contours(columnsOf(encodeMask({ rows: size, columns: size, at }))!, size);
        for (let x = 0; x < size; x += 1)
          for (let y = 0; y < size; y += 1)
            expect(lines.filter((line) => covers(line, x, y)).length % 2 === 1).toBe(at(x, y));
      }),
      { numRuns: 150 },
    );
  });

  it('holds every pixel of the largest part, and no hole is left in it', () => {
    const size = 9;
    const pixels = fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size });
    fc.assert(
      fc.property(pixels, (inside) => {
        const at = (x: number, y: number) => inside[y * size + x] ?? false;
        const filled = fillLargest(at, size);
        const contour = contourOf({ rows: size, columns: size, at });
        expect(areaOf(contour)).toBe(filled.size);
        for (let x = 0; x < size; x += 1)
          for (let y = 0; y < size; y += 1)
            if (filled.area.length === 1)
              expect(covers(contour, x, y)).toBe(filled.area[0]!.has(x * size + y));
      }),
      { numRuns: 150 },
    );
  });
});

/**
 * The slow way: floods the parts (over corners too) and what each shuts in. `area`: all that are as large as
 * the largest.
 */
function fillLargest(at: (x: number, y: number) => boolean, size: number) {
  const inRange = (x: number, y: number, margin: number) =>
    x >= -margin && y >= -margin && x < size + margin && y < size + margin;
  const flood = (x0: number, y0: number, takes: (x: number, y: number) => boolean, corners: boolean) => {
    const seen = new Set<string>([`${x0},${y0}`]);
    const queue = [[x0, y0] as const];
    for (const [x, y] of queue)
      for (let dx = -1; dx <= 1; dx += 1)
        for (let dy = -1; dy <= 1; dy += 1) {
          const key = `${x + dx},${y + dy}`;
          if ((!corners && dx !== 0 && dy !== 0) || seen.has(key) || !takes(x + dx, y + dy)) continue;
          seen.add(key);
          queue.push([x + dx, y + dy]);
        }
    return seen;
  };
  const parts = new Map<string, Set<number>>();
  for (let x = 0; x < size; x += 1)
    for (let y = 0; y < size; y += 1) {
      if (!at(x, y)) continue;
      const part = flood(x, y, (a, b) => inRange(a, b, 0) && at(a, b), true);
      const outside = flood(-1, -1, (a, b) => inRange(a, b, 1) && !part.has(`${a},${b}`), false);
      const area = new Set<number>();
      for (let a = 0; a < size; a += 1)
        for (let b = 0; b < size; b += 1) if (!outside.has(`${a},${b}`)) area.add(a * size + b);
      parts.set([...area].join(), area);
    }
  const most = Math.max(0, ...[...parts.values()].map((area) => area.size));
  return { size: most, area: [...parts.values()].filter((area) => area.size === most) };
}

/** Lumps around a middle, without holes: what a model's mask of one thing looks like. */
const blob = fc
  .record({
    radius: fc.double({ min: 1.5, max: 70, noNaN: true }),
    stretch: fc.double({ min: 0.4, max: 1, noNaN: true }),
    waves: fc.array(
      fc.record({
        height: fc.double({ min: 0, max: 0.12, noNaN: true }),
        turn: fc.double({ min: 0, max: 6.3, noNaN: true }),
      }),
      { minLength: 6, maxLength: 6 },
    ),
  })
  .map(({ radius, stretch, waves }): Bitmap => {
    const at = (x: number, y: number) => {
      const [dx, dy] = [x + 0.5 - 100, (y + 0.5 - 90) / stretch];
      const angle = Math.atan2(dy, dx);
      const wave = waves.reduce(
        (sum, { height, turn }, i) => sum + height * Math.sin((i + 2) * angle + turn),
        1,
      );
      return Math.hypot(dx, dy) < radius * Math.max(0.3, wave);
    };
    return { rows: 180, columns: 200, at };
  });

describe('the first of maskRings', () => {
  it('covers the mask to 95 % or more, with few points', () => {
    fc.assert(
      fc.property(blob, (bitmap) => {
        const points = largestRing(encodeMask(bitmap));
        expect(points.length).toBeLessThanOrEqual(400);
        const contour = contourOf(bitmap);
        const largest = { ...bitmap, at: (x: number, y: number) => covers(contour, x, y) };
        expect(likeness(points, largest)).toBeGreaterThanOrEqual(0.95);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('has few points where the mask is large', () => {
    const at = (x: number, y: number) => Math.hypot(x - 640, y - 360) < 300;
    const points = largestRing(encodeMask({ rows: 720, columns: 1280, at }));
    expect(points.length).toBeLessThan(120);
  });

  it('keeps a thin line, and one pixel', () => {
    const line = drawn('..........', '.########.', '..........');
    expect(likeness(largestRing(encodeMask(line)), line)).toBe(1);
    expect(largestRing({ size: [3, 3], counts: '414' })).toHaveLength(4);
  });

  it('is measured in the photo’s pixels where the mask is smaller', () => {
    const [points = []] = maskRings({ size: [3, 3], counts: '414' }, { width: 30, height: 60 })!;
    expect(boxAround(points)).toEqual({ x: 15, y: 30, width: 10, height: 20 });
  });

  it('stays within 400 points and ends soon, however ragged the edge', () => {
    const comb = { rows: 900, columns: 4000, at: (x: number, y: number) => y > (x % 2 ? 100 : 800) };
    expect(largestRing(encodeMask(comb)).length).toBeLessThanOrEqual(400);
  });

  it.each([
    ['empty', { size: [5, 7], counts: 'S1' }],
    ['malformed', { size: [5, 7], counts: 'S' }],
    ['missing', undefined],
  ])('is none where the mask is %s', (_, mask) => {
    expect(maskRings(mask, null)).toBeNull();
  });
});

it('simplify leaves alone what cannot be simpler', () => {
  const square = [0, 1, 2, 3].map((i) => ({ x: i === 1 || i === 2 ? 9 : 0, y: i > 1 ? 9 : 0 }));
  expect(simplify(square)).toEqual(square);
  expect(simplify([])).toEqual([]);
});

it('maskRings keeps parts and holes, each in the frame’s pixels, and 64 at most', () => {
  const ring = drawn('####..##', '#..#..##', '#..#....', '####....');
  const areas = (rings: Point[][] | null) => rings?.map(areaOf);
  expect(areas(maskRings(encodeMask(ring), null))).toEqual([16, -4, 4]);
  expect(areas(maskRings(encodeMask(ring), { width: 16, height: 4 }))).toEqual([32, -8, 8]);
  const dust = { rows: 40, columns: 40, at: (x: number, y: number) => x % 3 === 0 && y % 3 === 0 };
  expect(maskRings(encodeMask(dust), null)).toHaveLength(64);
  expect(maskRings(encodeMask(drawn('....')), null)).toBeNull();
});
