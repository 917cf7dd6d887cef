import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, filled, grown, type Mask, partsOf, shrunk, stepsToInside } from './mask';

const OPEN = { left: false, top: false, right: false, bottom: false };

function drawn(...lines: string[]): Mask {
  const inside = Uint8Array.from(lines.join(''), (letter) => Number(letter === '#'));
  return { width: lines[0]!.length, height: lines.length, inside };
}

const any = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 1), { minLength: width * height, maxLength: width * height })
      .map((inside): Mask => ({ width, height, inside: Uint8Array.from(inside) })),
  );

/** Euclid's distance to the nearest pixel of the value, the slow way. */
function nearest({ width, inside }: Mask, at: number, value: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [other, each] of inside.entries()) {
    if (each !== value) continue;
    const away = Math.hypot(
      (at % width) - (other % width),
      Math.floor(at / width) - Math.floor(other / width),
    );
    least = Math.min(least, away);
  }
  return least;
}

describe('grown and shrunk', () => {
  it('are within 8 % of a disc', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 1, max: 6, noNaN: true }), (mask, radius) => {
        const larger = grown(stepsToInside(mask), radius);
        const smaller = shrunk(mask, radius);
        for (let at = 0; at < mask.inside.length; at += 1) {
          const out = nearest(mask, at, 1);
          if (out <= radius * 0.92) expect(larger.inside[at]).toBe(1);
          if (out > radius * 1.08) expect(larger.inside[at]).toBe(0);
          const deep = nearest(mask, at, 0);
          if (deep <= radius * 0.92) expect(smaller.inside[at]).toBe(0);
          if (deep > radius * 1.08) expect(smaller.inside[at]).toBe(mask.inside[at]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leave a mask alone by 0 px', () => {
    const mask = drawn('#.#', '...', '##.');
    expect(grown(stepsToInside(mask), 0)).toEqual(mask);
    expect(shrunk(mask, 0)).toEqual(mask);
  });
});

describe('filled', () => {
  it('fills holes, and those alone', () => {
    expect(filled(drawn('.####', '.#..#', '.####', '#....', '.#.#.'), OPEN)).toEqual(
      drawn('.####', '.####', '.####', '#....', '.#.#.'),
    );
  });

  it('lets nothing in over a corner, so that a thin line closes', () => {
    expect(areaOf(filled(drawn('..#..', '.#.#.', '#...#', '.#.#.', '..#..'), OPEN))).toBe(13);
  });

  it('takes a side at which the picture ends for closed', () => {
    const cut = drawn('###.', '..#.', '###.', '....');
    expect(filled(cut, OPEN)).toEqual(cut);
    expect(filled(cut, { ...OPEN, left: true })).toEqual(drawn('###.', '###.', '###.', '....'));
  });
});

it('partsOf takes each pixel once, and corners for touching', () => {
  expect(partsOf(drawn('#..#', '.#.#', '....', '##..')).map(({ pixels }) => pixels.length)).toEqual([
    2, 2, 2,
  ]);
  fc.assert(
    fc.property(any, (mask) => {
      const pixels = partsOf(mask).flatMap((part) => part.pixels);
      expect(pixels).toHaveLength(areaOf(mask));
      expect(new Set(pixels).size).toBe(pixels.length);
      expect(pixels.every((pixel) => mask.inside[pixel] === 1)).toBe(true);
    }),
  );
});
