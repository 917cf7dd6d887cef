import { describe, expect, it } from 'vitest';
import { boxAround } from '../../../../protocol/masks/outline';
import type { Box, Picture } from '../../boxes';
import { likeness } from '../../geometry';
import { outlineLikeness } from '../testing/likeness';
import { createRandom } from '../testing/random';
import { randomLight, randomSign } from '../testing/random-signs';
import { type Drawn, type Light, renderScene, type Sign } from '../testing/scene';
import { SIGNS } from '../testing/shapes';
import { cornersOf, outlined, outlineOf } from './outline';
import { median } from './statistics';

const CLEAR: Light = { paper: [235, 232, 226], fallX: 0.3, fallY: -0.2, corners: 0.2, noise: 2, blur: 1.5 };
const SIGN: Sign = {
  name: 'heart',
  x: 100,
  y: 100,
  size: 90,
  angle: 0.2,
  filled: false,
  stroke: 5,
  ink: [30, 40, 120],
};

function asBox({ box }: Drawn, off = 0): Box {
  return { ...box, x: box.x + off, y: box.y - off, confidence: 0.9, class: 'sign', class_id: 0 };
}

function draw(...signs: Partial<Sign>[]) {
  const size = { width: 200, height: 200 };
  const scene = renderScene(
    size,
    CLEAR,
    signs.map((sign) => ({ ...SIGN, ...sign })),
  );
  return { picture: scene.picture, sign: scene.signs[0]!, box: asBox(scene.signs[0]!) };
}

/**
 * Fits of outlines to signs of one size, under random light, noise, blur and turns, in boxes a little off.
 */
function fits(size: number, count: number): number[] {
  const random = createRandom(size);
  return Array.from({ length: count }, (_, index) => {
    const side = Math.round(size * 2.2);
    const light = randomLight(random, random.between(0.8, Math.max(1.2, size * 0.04)));
    const sign = randomSign(random, side / 2, side / 2, size);
    const { picture, signs } = renderScene({ width: side, height: side }, light, [sign], index + 1);
    const points = outlineOf(picture, asBox(signs[0]!, random.between(-0.04, 0.04) * size));
    return points ? outlineLikeness(points, signs[0]!) : 0;
  });
}

describe('outlineOf', () => {
  it.each([
    [16, 24],
    [40, 24],
    [120, 24],
    [300, 8],
  ])(
    'fits signs of %i px under uneven light, noise and blur',
    (size, count) => {
      const all = fits(size, count);
      console.log(`outline likeness, signs of ${size} px: median ${median(all).toFixed(3)}`);
      expect(median(all)).toBeGreaterThanOrEqual(0.9);
      expect(all.filter((each) => each >= 0.8).length).toBeGreaterThanOrEqual(0.9 * count);
    },
    60_000,
  );

  it.each(SIGNS)('goes around an outlined %s, not along its line', (name) => {
    const { picture, sign, box } = draw({ name });
    expect(outlineLikeness(outlineOf(picture, box)!, sign)).toBeGreaterThan(0.93);
  });

  it('bridges what a hand left open', () => {
    const { picture, sign, box } = draw({ name: 'circle', gap: 0.06 });
    expect(outlineLikeness(outlineOf(picture, box)!, sign)).toBeGreaterThan(0.9);
  });

  it('leaves a neighbour out that reaches into the surroundings', () => {
    const { picture, sign, box } = draw(
      { name: 'circle' },
      { name: 'square', x: 180, size: 50, filled: true },
    );
    expect(outlineLikeness(outlineOf(picture, box)!, sign)).toBeGreaterThan(0.93);
  });

  it('knows a thing before several colours', () => {
    const { picture, sign, box } = draw({ name: 'circle', filled: true, ink: [200, 40, 40] });
    repaint(picture, sign, ([red, green, blue], x) => (x < 90 ? [red, green, blue] : [60, green * 0.6, 70]));
    expect(outlineLikeness(outlineOf(picture, box)!, sign)).toBeGreaterThan(0.9);
  });

  it.each([
    ['bare paper', { ink: CLEAR.paper }, undefined],
    [
      'a thing that another one touches',
      { name: 'cross', filled: true },
      { name: 'square', x: 150, filled: true },
    ],
    ['a thing of a few px', { size: 6, filled: true }, undefined],
  ] as const)('has none for %s', (_, sign, other) => {
    const { picture, box } = draw(...(other ? [sign, other] : [sign]));
    expect(outlineOf(picture, box)).toBeNull();
  });

  it('ends on any picture, at its very edges too', () => {
    const random = createRandom(7);
    const data = Uint8Array.from({ length: 90 * 60 * 3 }, () => random.unit() * 256);
    const picture = { data, width: 90, height: 60 };
    for (const box of [
      { x: 45, y: 30, width: 90, height: 60 },
      { x: 5, y: 5, width: 10, height: 10 },
      { x: 85, y: 30, width: 10, height: 60 },
    ]) {
      const points = outlineOf(picture, { ...box, confidence: 1, class: 'x', class_id: 0 });
      for (const { x, y } of points ?? []) {
        expect(x >= 0 && x <= 90 && y >= 0 && y <= 60).toBe(true);
      }
    }
  });

  it('takes a ring that the picture cuts for the part that is seen of it', () => {
    const { picture, sign, box } = draw({ name: 'circle', x: 20 });
    const seen = { ...box, x: (box.x + box.width / 2) / 2, width: box.x + box.width / 2 };
    const points = outlineOf(picture, seen)!;
    expect(likeness(boxAround(points), seen)).toBeGreaterThan(0.9);
    expect(
      outlineLikeness(points, { ...sign, within: (x, y) => x >= 0 && sign.within(x, y) }),
    ).toBeGreaterThan(0.9);
  });
});

describe('outlined', () => {
  it('moves the box to its outline where that is a few px away', () => {
    const { picture, sign } = draw({});
    const found = asBox(sign, 3);
    const { points, ...box } = outlined(picture, found);
    expect(likeness(box, sign.box)).toBeGreaterThan(likeness(found, sign.box));
    expect(likeness(box, boxAround(points))).toBe(1);
  });

  it('keeps the box where the outline says something else', () => {
    const { picture, sign } = draw({});
    const found = { ...asBox(sign), width: sign.box.width * 1.25 };
    expect(outlined(picture, found)).toMatchObject(found);
  });

  it('gives the box’s own corners where nothing can be told apart', () => {
    const { picture, box } = draw({ ink: CLEAR.paper });
    expect(outlined(picture, box)).toEqual({ ...box, points: cornersOf(box) });
  });
});

function repaint(
  { data, width }: Picture,
  sign: Drawn,
  colour: (old: [number, number, number], x: number) => [number, number, number],
): void {
  for (let pixel = 0; pixel < data.length / 3; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (sign.within(x + 0.5, y + 0.5)) continue;
    const at = pixel * 3;
    data.set(colour([data[at]!, data[at + 1]!, data[at + 2]!], x), at);
  }
}
