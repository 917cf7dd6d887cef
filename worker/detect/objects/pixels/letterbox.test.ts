import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../../media/upright';
import { type InputRule, planLetterbox, toPicture } from './letterbox';

const side = fc.integer({ min: 1, max: 4000 });
const size = fc.record({ width: side, height: side });
const fixedSide = fc.constantFrom(null, 96, 320, 640);
const rule: fc.Arbitrary<InputRule> = fc.record({
  width: fixedSide,
  height: fixedSide,
  longSide: fc.constantFrom(256, 320, 640, 1000),
  stride: fc.constantFrom(8, 32, 64),
});
const anyFit = fc
  .tuple(rule, fc.constantFrom('letterbox' as const, 'stretch' as const, 'own' as const))
  .map(([input, fit]) => ({ ...input, fit }));
const dynamic: InputRule = { width: null, height: null, longSide: 320, stride: 32 };

const px = (width: number, height: number) => ({ width, height });
const stretch = { fit: 'stretch' as const };
const own = { fit: 'own' as const };

describe('planLetterbox', () => {
  const box = (size: Size, at: { left: number; top: number }, inner: Size) => ({
    ...size,
    ...at,
    innerWidth: inner.width,
    innerHeight: inner.height,
  });
  it.each([
    [px(640, 480), dynamic, box(px(320, 256), { left: 0, top: 8 }, px(320, 240))],
    [px(480, 640), dynamic, box(px(256, 320), { left: 8, top: 0 }, px(240, 320))],
    [
      px(640, 480),
      { ...dynamic, width: 640, height: 640 },
      box(px(640, 640), { left: 0, top: 80 }, px(640, 480)),
    ],
    // An odd border has its smaller half first, as the trainers' round(x - 0.1) has it.
    [px(100, 65), dynamic, box(px(320, 224), { left: 0, top: 8 }, px(320, 208))],
    [px(320, 191), dynamic, box(px(320, 192), { left: 0, top: 0 }, px(320, 191))],
    // Stretched: a square where sides may vary.
    [px(640, 480), { ...dynamic, ...stretch }, box(px(320, 320), { left: 0, top: 0 }, px(320, 320))],
    [
      px(640, 480),
      { ...dynamic, width: 640, height: 512, ...stretch },
      box(px(640, 512), { left: 0, top: 0 }, px(640, 512)),
    ],
    // Its own shape and size, and smaller where it is too large.
    [px(300, 191), { ...dynamic, ...own }, box(px(300, 191), { left: 0, top: 0 }, px(300, 191))],
    [px(720, 1280), { ...dynamic, ...own }, box(px(180, 320), { left: 0, top: 0 }, px(180, 320))],
  ])('lays %j by %j', (picture, input, expected) => {
    expect(planLetterbox(picture, input)).toEqual(expected);
  });

  it('keeps the picture whole, inside, centred, and no larger than it must be', () => {
    fc.assert(
      fc.property(size, rule, (picture, input) => {
        const box = planLetterbox(picture, input);
        expect(box.width - box.innerWidth - 2 * box.left).toBeOneOf([0, 1]);
        expect(box.height - box.innerHeight - 2 * box.top).toBeOneOf([0, 1]);
        expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
        expect(box.width).toBe(input.width ?? Math.ceil(box.innerWidth / input.stride) * input.stride);
        expect(box.height).toBe(input.height ?? Math.ceil(box.innerHeight / input.stride) * input.stride);
      }),
    );
  });
});

describe('toPicture', () => {
  it('undoes the letterbox exactly, on both axes', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(size, anyFit, share, share, (picture, input, across, down) => {
        const box = planLetterbox(picture, input);
        const x = box.left + across * box.innerWidth;
        const y = box.top + down * box.innerHeight;
        const back = toPicture({ left: x, top: y, right: x, bottom: y }, box, picture);
        expect(back.left).toBeCloseTo(across * picture.width, 6);
        expect(back.bottom).toBeCloseTo(down * picture.height, 6);
      }),
    );
  });

  it('cuts boxes at the picture’s edges', () => {
    const picture = { width: 640, height: 480 };
    const box = planLetterbox(picture, dynamic);
    expect(toPicture({ left: -20, top: 0, right: 400, bottom: 256 }, box, picture)).toEqual({
      left: 0,
      top: 0,
      right: 640,
      bottom: 480,
    });
  });
});
