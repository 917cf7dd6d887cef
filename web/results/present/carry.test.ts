import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Box, Thing } from '../kinds/model';
import { thingOf } from '../testing';
import { carried, clipped } from './carry';
import { Chain, moved } from './chain';

const at = fc.double({ min: -200, max: 800, noNaN: true });
const side = fc.double({ min: 5, max: 300, noNaN: true });
const boxes: fc.Arbitrary<Box> = fc.record({ x: at, y: at, width: side, height: side });

function thing(box: Box): Thing {
  const corner = { x: box.x + box.width / 2, y: box.y - box.height / 2 };
  const keypoints = [{ ...corner, name: 'tip', confidence: null, sure: true }];
  return thingOf({ box, mask: [[corner]], rectangle: [corner], polygon: [corner], keypoints });
}

it('all that was placed with a box goes where the box goes, and grows with it', () => {
  fc.assert(
    fc.property(boxes, boxes, (from, to) => {
      const { mask, rectangle, polygon, keypoints, box } = carried(thing(from), to);
      expect(box).toEqual(to);
      for (const point of [mask?.[0]?.[0], rectangle?.[0], polygon?.[0], keypoints?.[0]]) {
        expect(point?.x).toBeCloseTo(to.x + to.width / 2, 6);
        expect(point?.y).toBeCloseTo(to.y - to.height / 2, 6);
      }
      expect(keypoints?.[0]).toMatchObject({ name: 'tip', sure: true });
    }),
  );
});

it('what is clipped lies in the picture', () => {
  fc.assert(
    fc.property(boxes, (box) => {
      const part = clipped(box, { width: 640, height: 480 });
      if (!part) return;
      expect(part.x - part.width / 2).toBeGreaterThanOrEqual(-1e-9);
      expect(part.x + part.width / 2).toBeLessThanOrEqual(640 + 1e-9);
      expect(part.width).toBeLessThanOrEqual(box.width + 1e-9);
    }),
  );
});

it('a way there and back again ends where it began, over any frames', () => {
  const step = fc.record({
    scale: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
    shiftX: fc.double({ min: -20, max: 20, noNaN: true }),
    shiftY: fc.double({ min: -20, max: 20, noNaN: true }),
    frames: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), boxes, (steps, box) => {
      const chain = new Chain(7);
      for (const { frames, ...motion } of steps) chain.extend(chain.last + frames, motion);
      const back = moved(moved(box, chain.between(7, chain.last)), chain.between(chain.last, 7));
      expect(back.x).toBeCloseTo(box.x, 6);
      expect(back.height).toBeCloseTo(box.height, 6);
    }),
  );
});
