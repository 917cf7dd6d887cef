import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { loadKernels, openPixels, setKernels } from './pixels';
import { kernelsFile } from './testing';
import type { Found, Pixels, Plane } from './types';

const kernels = kernelsFile();

afterEach(() => setKernels(null));

/** The same work by both. */
function both(count: number, work: (pixels: Pixels) => unknown): [unknown, unknown] {
  setKernels(null);
  const plain = work(openPixels(count, 8));
  setKernels(kernels);
  return [plain, work(openPixels(count, 8))];
}

const side = (max: number) => fc.integer({ min: 4, max });
const luma = fc.uint8Array({ minLength: 90 * 90, maxLength: 90 * 90, size: 'max' });
const planeIn = (pixels: Pixels, width: number, height: number, from?: Uint8Array): Plane => {
  const plane = { width, height, luma: pixels.bytes(width * height) };
  if (from) plane.luma.set(from.subarray(0, width * height));
  return plane;
};

/** A soft picture, moved by so many px. */
const waves = (dx: number, dy: number) =>
  Uint8Array.from({ length: 90 * 90 }, (_, at) => {
    const [x, y] = [(at % 90) - dx, Math.floor(at / 90) - dy];
    return 128 + 50 * Math.sin(x / 3 + y / 9) + 50 * Math.cos(y / 4 - x / 7);
  });

describe('vectors', () => {
  it('halve as plain JavaScript does, whatever the size', () => {
    fc.assert(
      fc.property(side(90), side(90), luma, (width, height, from) => {
        const [plain, quick] = both(20_000, (pixels) => {
          const to = planeIn(pixels, width >> 1, height >> 1);
          pixels.halve(planeIn(pixels, width, height, from), to);
          return [...to.luma];
        });
        expect(quick).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('shrink as plain JavaScript does, whatever is asked for', () => {
    fc.assert(
      fc.property(side(90), side(90), side(40), side(40), luma, (width, height, toWidth, toHeight, from) => {
        const [plain, quick] = both(20_000, (pixels) => {
          const to = planeIn(pixels, toWidth, toHeight);
          const source = planeIn(pixels, width, height, from);
          const pick = (count: number, most: number) => {
            const { buffer, byteOffset } = pixels.bytes(4 * count);
            const picked = new Int32Array(buffer, byteOffset, count);
            picked.set(Array.from(picked, (_, at) => (at * 7) % (most - 1)));
            return picked;
          };
          pixels.shrink(
            source.luma,
            width,
            { columns: pick(toWidth, width), rows: pick(toHeight, height) },
            to,
          );
          return [...to.luma];
        });
        expect(quick).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('tell how strong a corner is as plain JavaScript does', () => {
    const place = fc.integer({ min: 3, max: 86 });
    fc.assert(
      fc.property(place, place, luma, (x, y, from) => {
        const [plain, quick] = both(20_000, (pixels) => pixels.strength(planeIn(pixels, 90, 90, from), x, y));
        expect(quick).toBeCloseTo(plain as number, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('find a patch where plain JavaScript does, to a thousandth of a px, and none where it finds none', () => {
    // A double's own range is mostly near 0.
    const tenths = (min: number, max: number) =>
      fc.integer({ min: 10 * min, max: 10 * max }).map((value) => value / 10);
    const place = fc.oneof({ weight: 20, arbitrary: tenths(-4, 94) }, fc.constant(Number.NaN));
    const off = tenths(-2, 2);
    const radius = fc.integer({ min: 2, max: 8 });
    let found = 0;
    fc.assert(
      fc.property(place, place, off, off, radius, (x, y, dx, dy, around) => {
        const [plain, quick] = both(40_000, (pixels) => {
          const [one, two] = [
            planeIn(pixels, 90, 90, waves(0, 0)),
            planeIn(pixels, 90, 90, waves(1.3, -0.6)),
          ];
          const told = pixels.step(one, two, x, y, x + dx, y + dy, around, 0.001);
          return told && { ...told };
        }) as [Found | null, Found | null];
        expect(quick === null).toBe(plain === null);
        if (!plain || !quick) return;
        found += 1;
        expect(Math.hypot(quick.x - plain.x, quick.y - plain.y)).toBeLessThan(0.001);
        expect(quick.error).toBeCloseTo(plain.error, 1);
        expect(quick.slope).toBeCloseTo(plain.slope, 2);
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

describe('kernels', () => {
  const answer =
    (body: BodyInit, status = 200) =>
    async () =>
      new Response(body, { status });

  it('that cannot be had leave it plain', async () => {
    await loadKernels(answer('<!doctype html>'));
    await loadKernels(answer('', 404));
    await loadKernels(() => Promise.reject(new TypeError('offline')));
    expect(openPixels(10, 1)).toBe(openPixels(10, 1));
  });
});
