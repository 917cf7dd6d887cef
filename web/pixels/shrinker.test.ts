import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { setKernels } from './pixels';
import { Shrinker } from './shrinker';
import { kernelsFile } from './testing';

afterEach(() => setKernels(null));

const WAYS = [
  { how: 'in plain JavaScript', kernels: null },
  { how: 'by vectors', kernels: kernelsFile() },
];

/** @param greyAt of a place, as shares of the picture's sides */
function shrunk(
  [width, height]: [number, number],
  [toWidth, toHeight]: [number, number],
  greyAt: (x: number, y: number) => number,
  { stride = width, offset = 0 } = {},
) {
  const shrinker = new Shrinker();
  const bytes = shrinker.room({ width, height }, offset + stride * height * 1.5, {
    width: toWidth,
    height: toHeight,
  });
  bytes.fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      bytes[offset + y * stride + x] = greyAt((x + 0.5) / width, (y + 0.5) / height);
  return shrinker.shrink(offset, stride);
}

describe.each(WAYS)('a small picture, $how', ({ kernels }) => {
  it('is where the large one is, of any size, wherever its rows lie', () => {
    setKernels(kernels);
    const side = fc.integer({ min: 40, max: 700 });
    const pad = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(side, side, pad, pad, (width, height, padding, offset) => {
        const [w, h] = [Math.max(20, width >> 2), Math.max(20, height >> 2)];
        const slope = (x: number, y: number) => Math.round(100 * x + 100 * y);
        const { luma } = shrunk([width, height], [w, h], slope, { stride: width + padding, offset });
        // At the right and lower edge the padding may shine in, and an odd last px is left out.
        for (let y = 0; y < h - 2; y += 1)
          for (let x = 0; x < w - 2; x += 1) {
            const expected = slope((x + 0.5) / w, (y + 0.5) / h);
            expect(Math.abs((luma[y * w + x] as number) - expected)).toBeLessThan(2 + 400 / Math.min(w, h));
          }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a fine pattern', () => {
  it('is one shade wherever it stands, by vectors: no other pattern appears', () => {
    setKernels(kernelsFile());
    for (const shift of [0, 0.001, 0.0015]) {
      const { luma, width } = shrunk([1280, 720], [240, 135], (x) =>
        ((x + shift) * 640) % 2 < 1 ? 20 : 230,
      );
      const row = [...luma.subarray(60 * width + 4, 61 * width - 4)];
      expect(Math.max(...row) - Math.min(...row)).toBeLessThan(12);
    }
  });
});
