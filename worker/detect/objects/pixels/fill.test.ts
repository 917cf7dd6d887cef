/** The fast fillers against slow ones that follow the definition, pixel by pixel. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Orientation,
  type Rotation,
  type Size,
  UPRIGHT,
  uprightPoint,
  uprightSize,
} from '../../../media/upright';
import { frameFiller } from './i420';
import { Layout } from './kernels';
import { planLetterbox } from './letterbox';
import { makeReducer, type Plane, reduceInPlace, stepsOf } from './reduce';
import { fillFromPicture } from './rgb';
import { reduction } from './taps';
import { frameToPicture } from './to-picture';

const BORDER = 0.5;
const rule = (longSide: number) => ({ width: null, height: null, longSide, stride: 8 });

/** Value at a point of a plane whose sample centres lie at half px; the edge goes on outside. */
function sample(
  plane: (x: number, y: number) => number,
  { width, height }: Size,
  x: number,
  y: number,
): number {
  const clamp = (value: number, limit: number) => Math.min(limit - 1, Math.max(0, value));
  const [left, top] = [clamp(x - 0.5, width), clamp(y - 0.5, height)];
  const [x0, y0] = [Math.floor(left), Math.floor(top)];
  const [x1, y1] = [clamp(x0 + 1, width), clamp(y0 + 1, height)];
  const [right, down] = [left - x0, top - y0];
  return (
    (plane(x0, y0) * (1 - right) + plane(x1, y0) * right) * (1 - down) +
    (plane(x0, y1) * (1 - right) + plane(x1, y1) * right) * down
  );
}

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data) => ({ data, width, height })),
  );
const longSide = fc.integer({ min: 8, max: 48 });

describe('fillFromPicture', () => {
  it('blends as defined, and leaves the border alone', () => {
    fc.assert(
      fc.property(picture, longSide, (given, long) => {
        const box = planLetterbox(given, rule(long));
        fc.pre(reduction(given, box.innerWidth, box.innerHeight) <= 2);
        const target = new Float32Array(3 * box.width * box.height).fill(BORDER);
        fillFromPicture(given, box, target);
        for (let at = 0; at < target.length; at += 1) {
          const channel = Math.floor(at / (box.width * box.height));
          const x = (at % box.width) - box.left;
          const y = (Math.floor(at / box.width) % box.height) - box.top;
          const isInside = x >= 0 && y >= 0 && x < box.innerWidth && y < box.innerHeight;
          const plane = (px: number, py: number) => given.data[(py * given.width + px) * 3 + channel]! / 255;
          const inX = ((x + 0.5) * given.width) / box.innerWidth;
          const inY = ((y + 0.5) * given.height) / box.innerHeight;
          expect(target[at]).toBeCloseTo(isInside ? sample(plane, given, inX, inY) : BORDER, 2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('averages a much larger picture instead of skipping its lines', () => {
    const lines = new Uint8Array(96 * 96 * 3).map((_, at) => (Math.floor(at / 3) % 2 === 0 ? 255 : 0));
    const box = planLetterbox({ width: 96, height: 96 }, rule(8));
    const target = new Float32Array(3 * 8 * 8);
    fillFromPicture({ data: lines, width: 96, height: 96 }, box, target);
    for (const value of target) expect(value).toBeCloseTo(0.5, 2);
  });

  it('refuses a picture that is shorter than its size', () => {
    const box = planLetterbox({ width: 4, height: 4 }, rule(8));
    expect(() =>
      fillFromPicture({ data: new Uint8Array(47), width: 4, height: 4 }, box, new Float32Array(192)),
    ).toThrow('shorter');
  });
});

const orientation: fc.Arbitrary<Orientation> = fc.record({
  rotation: fc.constantFrom<Rotation>(0, 90, 180, 270),
  mirrored: fc.boolean(),
});
const frame = fc
  .record({ width: fc.integer({ min: 2, max: 24 }), height: fc.integer({ min: 2, max: 24 }) })
  .chain(({ width, height }) => {
    const length = width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
    return fc.record({
      data: fc.uint8Array({ minLength: length, maxLength: length }),
      size: fc.constant({ width, height }),
    });
  });

describe('frameFiller', () => {
  it('shows grey frames as defined, however they lie', () => {
    fc.assert(
      fc.property(frame, orientation, longSide, ({ data, size }, way, long) => {
        const upright = uprightSize(size, way);
        const box = planLetterbox(upright, rule(long));
        fc.pre(reduction(upright, box.innerWidth, box.innerHeight) <= 2);
        // Within the range that luma has: beyond it the filler cuts after blending, and this test before.
        const grey = data.map((value, at) => (at < size.width * size.height ? 16 + (value % 220) : 128));
        const target = frameFiller(size, way, box, BORDER)(grey);
        const luma = (x: number, y: number) => (grey[y * size.width + x]! - 16) / 219;
        // The stored point of each upright one, by turning back.
        for (let y = 0; y < box.innerHeight; y += 1) {
          for (let x = 0; x < box.innerWidth; x += 1) {
            const point = {
              x: ((x + 0.5) * upright.width) / box.innerWidth,
              y: ((y + 0.5) * upright.height) / box.innerHeight,
            };
            const stored = storedPoint(point, size, way);
            const expected = sample(luma, size, stored.x, stored.y);
            const value = target[(box.top + y) * box.width + box.left + x]!;
            expect(value).toBeCloseTo(expected, 2);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['red', [82, 90, 240], [1, 0, 0]],
    ['green', [145, 54, 34], [0, 1, 0]],
    ['blue', [41, 240, 110], [0, 0, 1]],
    ['white', [235, 128, 128], [1, 1, 1]],
    ['black', [16, 128, 128], [0, 0, 0]],
  ])('shows %s', (_, [y, u, v], rgb) => {
    const data = new Uint8Array([...Array(16).fill(y), ...Array(4).fill(u), ...Array(4).fill(v)]);
    const size = { width: 4, height: 4 };
    const box = planLetterbox(size, rule(8));
    const target = frameFiller(size, UPRIGHT, box, BORDER)(data);
    for (const channel of [0, 1, 2]) expect(target[channel * 64 + 27]).toBeCloseTo(rgb[channel]!, 1);
  });

  it('refuses a frame that is shorter than its size', () => {
    const size = { width: 4, height: 4 };
    const fill = frameFiller(size, UPRIGHT, planLetterbox(size, rule(8)), BORDER);
    expect(() => fill(new Uint8Array(23))).toThrow('shorter');
  });

  it.each([2, 3, 4, 5, 6])('makes frames smaller by %i, however they lie', (by) => {
    fc.assert(
      fc.property(frame, orientation, ({ data: small, size }, way) => {
        // Each px of the small frame becomes a square of `by`, so that every way of making it smaller gives
        // it back.
        const large = { width: size.width * by, height: size.height * by };
        const luma = (x: number, y: number) => 16 + ((small[y * size.width + x] as number) % 220);
        const data = new Uint8Array(large.width * large.height * 2).fill(128);
        for (let at = 0; at < large.width * large.height; at += 1)
          data[at] = luma(Math.floor((at % large.width) / by), Math.floor(at / large.width / by));
        const upright = uprightSize(size, way);
        const box = { ...upright, left: 0, top: 0, innerWidth: upright.width, innerHeight: upright.height };
        const target = frameFiller(large, way, box, BORDER)(data);
        for (let at = 0; at < upright.width * upright.height; at += 1) {
          const middle = { x: (at % upright.width) + 0.5, y: Math.floor(at / upright.width) + 0.5 };
          const stored = storedPoint(middle, size, way);
          expect(target[at]).toBeCloseTo((luma(Math.floor(stored.x), Math.floor(stored.y)) - 16) / 219, 5);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('mixes colours as BT.601 defines, and touches nothing else', () => {
    fc.assert(
      fc.property(frame, fc.nat(5), fc.nat(5), ({ data, size }, left, top) => {
        const inner = { innerWidth: size.width, innerHeight: size.height };
        const box = { left, top, width: size.width + left + 1, height: size.height + top + 1, ...inner };
        const target = frameFiller(size, UPRIGHT, box, BORDER)(data);
        const area = box.width * box.height;
        expect(target).toHaveLength(3 * area);
        for (let at = 0; at < area; at += 1) {
          const [x, y] = [(at % box.width) - left, Math.floor(at / box.width) - top];
          const isInside = x >= 0 && y >= 0 && x < size.width && y < size.height;
          const expected = isInside ? colourAt(data, size, x, y) : [BORDER, BORDER, BORDER];
          for (const channel of [0, 1, 2])
            expect(target[channel * area + at]).toBeCloseTo(expected[channel]!, 5);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Of a frame whose chroma samples stand for 2 by 2 px each. */
function colourAt(data: Uint8Array, { width, height }: Size, x: number, y: number): number[] {
  const luma = data[y * width + x]!;
  const across = Math.ceil(width / 2);
  const chromaAt = width * height + Math.floor(y / 2) * across + Math.floor(x / 2);
  return toRgb(luma, data[chromaAt]!, data[chromaAt + across * Math.ceil(height / 2)]!);
}

/** ITU-R BT.601-7 §3.5. */
function toRgb(luma: number, u: number, v: number): number[] {
  const [light, cb, cr] = [(luma - 16) / 219, (u - 128) / 224, (v - 128) / 224];
  const red = light + 1.402 * cr;
  const blue = light + 1.772 * cb;
  const green = (light - 0.299 * red - 0.114 * blue) / 0.587;
  return [red, green, blue].map((share) => Math.min(1, Math.max(0, share)));
}

/** `uprightPoint` undone: four quarter turns are none, and mirroring twice is none. */
function storedPoint(point: { x: number; y: number }, stored: Size, { rotation, mirrored }: Orientation) {
  const back = ((360 - rotation) % 360) as Rotation;
  const turned = uprightPoint(point, uprightSize(stored, { rotation, mirrored: false }), {
    rotation: back,
    mirrored: false,
  });
  return mirrored ? { x: stored.width - turned.x, y: turned.y } : turned;
}

describe('frameToPicture', () => {
  it('turns a frame upright', () => {
    // Two px, white then black, stored on its side: the upright picture has black above white.
    const data = new Uint8Array([235, 16, 128, 128]);
    const picture = frameToPicture(data, { width: 2, height: 1 }, { rotation: 270, mirrored: false });
    expect(picture).toEqual({ data: new Uint8Array([0, 0, 0, 255, 255, 255]), width: 1, height: 2 });
  });
});

describe('makeReducer', () => {
  const reduce = (plane: Plane, by: number) => makeReducer(plane, by)(plane);

  it('averages whole squares, in rows with gaps too', () => {
    const data = new Uint8Array([9, 10, 9, 20, 9, 90, 9, 30, 9, 40, 9, 90]);
    expect(reduce({ data, offset: 1, step: 2, width: 3, height: 2 }, 2)).toEqual({
      data: new Uint8Array([25]),
      offset: 0,
      step: 1,
      width: 1,
      height: 1,
    });
  });

  it('averages what there is where a picture is thinner than a square', () => {
    const plane = { data: new Uint8Array([10, 20, 30, 40]), offset: 0, step: 1, width: 4, height: 1 };
    expect(reduce(plane, 3).data).toEqual(new Uint8Array([20]));
  });
});

describe('kernels', () => {
  const side = fc.integer({ min: 1, max: 70 });

  it('reduce a plane as makeReducer does, to rounding at each step', () => {
    const by = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(side, side, by, fc.infiniteStream(fc.nat(255)), (width, height, factor, bytes) => {
        const data = Uint8Array.from(bytes.take(width * height));
        const layout = new Layout();
        const at = layout.reserve(data.length);
        const { buffer, kernels } = layout.open();
        const plane = new Uint8Array(buffer, at, data.length);
        plane.set(data);
        const steps = stepsOf({ width, height }, factor);
        reduceInPlace(kernels, at, steps);
        const whole = { data, offset: 0, step: 1, width, height };
        const expected = makeReducer({ width, height }, factor)(whole);
        const apart = expected.data.map((value, index) => Math.abs(value - (plane[index] as number)));
        expect(Math.max(...apart)).toBeLessThanOrEqual(steps.length - (steps.length > 0 ? 1 : 0));
      }),
      { numRuns: 150 },
    );
  });

  it('average what there is where a plane is thinner than a square', () => {
    expect(stepsOf({ width: 1, height: 4 }, 4)).toEqual([{ width: 1, height: 4, by: 4 }]);
    const layout = new Layout();
    const at = layout.reserve(4);
    const { buffer, kernels } = layout.open();
    const plane = new Uint8Array(buffer, at, 4);
    plane.set([10, 20, 30, 40]);
    kernels.average(at, 4, 1, 3);
    expect(plane[0]).toBe(20);
  });
});
