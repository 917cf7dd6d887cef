import { describe, expect, it } from 'vitest';
import { cornersOf, rectangleAt, smallestAround, type Turned } from './rectangle';
import { asRead, regionsOf, type TextMap } from './regions';

const DEGREE = Math.PI / 180;
const [WIDTH, HEIGHT] = [320, 240];

/** What lies in one of these is text, that surely. */
function map(rectangles: Turned[], likely = 0.9, size = { width: WIDTH, height: HEIGHT }): TextMap {
  const { width, height } = size;
  const isIn = (x: number, y: number) =>
    rectangles.some((one) => {
      const [cos, sin] = [Math.cos(one.angle), Math.sin(one.angle)];
      const [dx, dy] = [x - one.x, y - one.y];
      const [along, across] = [dx * cos + dy * sin, dy * cos - dx * sin];
      return Math.abs(along) <= one.width / 2 && Math.abs(across) <= one.height / 2;
    });
  const data = Float32Array.from({ length: width * height }, (_, at) =>
    isIn((at % width) + 0.5, Math.floor(at / width) + 0.5) ? likely : 0.05,
  );
  return { data, ...size };
}

const line = (changes: Partial<Turned> = {}): Turned => ({
  ...{ x: 160, y: 120, width: 120, height: 12, angle: 0 },
  ...changes,
});

describe('a line in the map', () => {
  it.each([-60, -44, -15, -7, 0, 3, 15, 30, 46, 70])(
    'that is tilted by %s° is found at that angle',
    (tilt) => {
      const [found, ...others] = regionsOf(map([line({ angle: tilt * DEGREE })]));
      expect(others).toEqual([]);
      expect(found!.angle / DEGREE).toBeCloseTo(tilt, -0.6);
      expect(Math.hypot(found!.x - 160, found!.y - 120)).toBeLessThan(2);
      expect(found!.width).toBeGreaterThan(120);
      expect(found!.width).toBeLessThan(145);
      expect(found!.height).toBeGreaterThan(20);
      expect(found!.height).toBeLessThan(34);
    },
  );

  it('grows by half as much again as its area over its perimeter', () => {
    const [found] = regionsOf(map([line()]));
    const by = (120 * 12 * 1.5) / (2 * (120 + 12));
    expect(found).toEqual({ ...line(), width: 120 + 2 * by, height: 12 + 2 * by });
  });

  it('that stands on end is read downwards', () => {
    const [found] = regionsOf(map([line({ angle: 90 * DEGREE })]));
    expect(found!.angle / DEGREE).toBeCloseTo(90, 0);
    expect(found!.width).toBeGreaterThan(found!.height);
  });

  it('is told from its neighbours, down the map', () => {
    const found = regionsOf(map([60, 90, 120].map((y) => line({ y }))));
    expect(found.map(({ y }) => Math.round(y))).toEqual([60, 90, 120]);
  });
});

describe('no line is', () => {
  it.each<[string, TextMap]>([
    ['an empty map', map([])],
    ['a map of one px', { data: Float32Array.of(0.9), width: 1, height: 1 }],
    ['what is hardly likely', map([line()], 0.5)],
    ['a speck', map([line({ width: 2, height: 2 })])],
    ['a hair', map([line({ height: 2 })])],
  ])('%s', (_, empty) => {
    expect(regionsOf(empty)).toEqual([]);
  });

  it('and a map full of it is one', () => {
    const found = regionsOf(map([line({ width: 1000, height: 1000 })]));
    expect(found).toMatchObject([{ x: 160, y: 120, angle: 0 }]);
  });
});

describe('which way a rectangle is read', () => {
  it.each([
    [100, 20, 170, 100, 20, -10],
    [20, 100, 80, 100, 20, -10],
    [20, 100, -10, 100, 20, 80],
    [20, 100, 30, 100, 20, -60],
    [20, 25, 0, 20, 25, 0],
  ])('%i × %i px at %i° is %i × %i at %i°', (width, height, given, readWidth, readHeight, read) => {
    const { angle, ...sides } = asRead({ x: 0, y: 0, width, height, angle: given * DEGREE });
    expect(sides).toMatchObject({ width: readWidth, height: readHeight });
    expect(angle / DEGREE).toBeCloseTo(read);
  });
});

describe('a turned rectangle', () => {
  it('has its corners clockwise from where its line begins', () => {
    const round = cornersOf(line({ angle: 90 * DEGREE })).map(({ x, y }) => [Math.round(x), Math.round(y)]);
    expect(round).toEqual([
      [166, 60],
      [166, 180],
      [154, 180],
      [154, 60],
    ]);
  });

  it('is found again from its corners, and from one point, two, or the same ones', () => {
    const tilted = line({ angle: 0.3 });
    expect(asRead(smallestAround(cornersOf(tilted))).angle).toBeCloseTo(0.3);
    const point = { x: 3, y: 4 };
    expect(smallestAround([point])).toMatchObject({ ...point, width: 0, height: 0 });
    expect(smallestAround([point, point, point])).toMatchObject({ width: 0, height: 0 });
    expect(smallestAround([point, { x: 6, y: 8 }]).height).toBeCloseTo(0);
    expect(rectangleAt([point, { x: 6, y: 8 }], 0)).toMatchObject({ width: 3, height: 4 });
  });
});
