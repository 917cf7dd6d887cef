import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../kit/figures/random';
import { setKernels } from '../../pixels/pixels';
import { kernelsFile } from '../../pixels/testing';
import type { Found } from '../../pixels/types';
import { search } from './flow';
import { GreyRing, type Plane } from './grey';

/** Waves of many lengths, so that it can be drawn at any place between two px. */
function texture(dx: number, dy: number, gain = 1, offset = 0): Plane {
  const [width, height] = [160, 120];
  const random = createRandom(4);
  const waves = Array.from({ length: 14 }, () => ({
    x: random.between(-0.5, 0.5),
    y: random.between(-0.5, 0.5),
    at: random.between(0, 6),
  }));
  const luma = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) - dx, Math.floor(at / width) - dy];
    const sum = waves.reduce((all, wave) => all + Math.sin(wave.x * x + wave.y * y + wave.at), 0);
    return Math.min(255, Math.max(0, 120 + offset + gain * 14 * sum));
  });
  return { width, height, luma };
}

const offBy = (found: Found | null, x: number, y: number) =>
  found ? Math.hypot(found.x - x, found.y - y) : Number.POSITIVE_INFINITY;

const SEARCH = { radius: 3, top: 2, bottom: 0 };

describe.each([
  ['in plain JavaScript', null],
  ['in vectors', kernelsFile()],
])('a patch that moved, %s', (_, kernels) => {
  setKernels(kernels);
  const ring = new GreyRing();
  let frames = 0;
  const frameOf = (plane: Plane) => {
    frames += 1;
    return ring.push(plane, frames);
  };
  const from = frameOf(texture(0, 0));
  afterAll(() => setKernels(null));

  it('is found to a tenth of a px, however far it went and from whatever guess near it', () => {
    const way = fc.double({ min: -6, max: 6, noNaN: true });
    const guess = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(way, way, guess, guess, (dx, dy, gx, gy) => {
        const to = frameOf(texture(dx, dy));
        const found = search(from, to, 80, 60, 80 + dx + gx, 60 + dy + gy, SEARCH);
        expect(offBy(found, 80 + dx, 60 + dy)).toBeLessThan(0.1);
      }),
      { numRuns: 40 },
    );
  });

  it('is found though the camera made the picture brighter', () => {
    const found = search(from, frameOf(texture(2, -1, 1, 25)), 80, 60, 80, 60, SEARCH);
    expect(offBy(found, 82, 59)).toBeLessThan(0.15);
  });

  it('is not claimed to be found where there is nothing to hold on to, or out of the picture', () => {
    const flat = frameOf({ width: 160, height: 120, luma: new Uint8Array(160 * 120).fill(90) });
    expect(search(flat, flat, 80, 60, 80, 60, SEARCH)).toBeNull();
    expect(search(from, from, 1, 1, 1, 1, SEARCH)).toBeNull();
    expect(search(from, from, 80, 60, 400, 60, SEARCH)).toBeNull();
    expect(search(from, from, 80, 60, Number.NaN, 60, SEARCH)).toBeNull();
  });
});
