import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverBox, iou } from './geometry';

const frame = { width: 640, height: 480 };
const box = { x: 222, y: 104, width: 147, height: 147 };

it('scales by the larger ratio and centres what hangs over', () => {
  const tall = coverBox(box, frame, { width: 390, height: 844 }, false);
  expect(tall.width).toBeCloseTo((147 * 844) / 480, 6);
  expect(tall.x + tall.width / 2).toBeCloseTo(195 + ((295.5 - 320) * 844) / 480, 6);
  const wide = coverBox(box, frame, { width: 1280, height: 800 }, false);
  expect(wide).toEqual({ x: 444, y: 128, width: 294, height: 294 });
});

it('mirrors about the middle, and twice is none', () => {
  const size = { width: 390, height: 844 };
  const plain = coverBox(box, frame, size, false);
  const mirrored = coverBox(box, frame, size, true);
  expect(mirrored.x + mirrored.width / 2).toBeCloseTo(390 - (plain.x + plain.width / 2), 6);
  expect(iou(plain, mirrored)).toBeLessThan(0.8);
});

it('measures overlap: the same is 1, apart is 0, and the order does not matter', () => {
  const side = fc.double({ min: 1, max: 100, noNaN: true });
  const at = fc.double({ min: -100, max: 100, noNaN: true });
  const any = fc.record({ x: at, y: at, width: side, height: side });
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(iou(a, a)).toBeCloseTo(1, 6);
      expect(iou(a, b)).toBeCloseTo(iou(b, a), 9);
      expect(iou(a, { ...a, x: a.x + a.width })).toBeCloseTo(0, 6);
    }),
  );
  expect(iou({ x: 0, y: 0, width: 2, height: 2 }, { x: 1, y: 0, width: 2, height: 2 })).toBeCloseTo(1 / 3, 9);
});
