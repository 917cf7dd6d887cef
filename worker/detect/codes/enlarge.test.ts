import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createScene, drawQr } from '../../testing/scene';
import { enlargeSharpened } from './enlarge';
import { loadReader, readLuma } from './zxing';

beforeAll(loadReader);

describe('enlarging', () => {
  it('gives four pixels for each, and leaves an even picture even', () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(shape, fc.nat(255), (size, grey) => {
        const even = new Uint8Array(size.width * size.height).fill(grey);
        const enlarged = enlargeSharpened(even, size);
        expect(enlarged).toHaveLength(4 * even.length);
        expect(enlarged.every((value) => Math.abs(value - grey) <= 1)).toBe(true);
      }),
    );
  });

  it('keeps an edge where it is, and makes it steeper', () => {
    const size = { width: 40, height: 9 };
    const soft = new Uint8Array(40 * 9).map((_, at) =>
      Math.min(160, Math.max(80, 80 + ((at % 40) - 16) * 10)),
    );
    const middle = enlargeSharpened(soft, size).subarray(9 * 80, 10 * 80);
    const crossing = middle.findIndex((value) => value >= 120);
    expect(Math.abs(crossing - 40)).toBeLessThanOrEqual(1);
    const rise = Math.max(...middle.slice(1).map((value, at) => value - (middle[at] ?? 0)));
    expect(rise).toBeGreaterThan(5);
  });
});

describe('the second look', () => {
  /**
   * Pixels that are means of so many to each side, and noise: what a small, unsharp camera makes of a code.
   */
  function worsen(scene: ReturnType<typeof createScene>, spread: number): Uint8Array {
    const { width, height, luma } = scene;
    let state = 7;
    return luma.map((_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      let sum = 0;
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1)
          sum +=
            luma[
              Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))
            ] ?? 0;
      state = (state * 48_271) % 2_147_483_647;
      return Math.min(255, Math.max(0, sum / 9 + (state % spread) - spread / 2));
    });
  }

  it('reads a code that the first one missed, at its place in the frame', async () => {
    const scene = createScene(320, 240);
    drawQr(scene, 'https://example.com/blurred', 90, 60, 3);
    const luma = worsen(scene, 151);
    expect(await readLuma(luma, scene, 'qr')).toEqual([]);
    const [code] = await readLuma(luma, scene, 'thorough');
    expect(code?.text).toBe('https://example.com/blurred');
    const [topLeft] = code?.corners ?? [];
    expect(Math.hypot((topLeft?.x ?? 0) - 90, (topLeft?.y ?? 0) - 60)).toBeLessThan(4);
  });
});
