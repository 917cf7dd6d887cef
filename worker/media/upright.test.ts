import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rotation, toRotation, uprightPoint, uprightSize } from './upright';

const stored = { width: 640, height: 480 };
const rotations: Rotation[] = [0, 90, 180, 270];

describe('uprightPoint', () => {
  it('turns the stored top left corner clockwise round the upright picture', () => {
    const corners = rotations.map((rotation) =>
      uprightPoint({ x: 0, y: 0 }, stored, { rotation, mirrored: false }),
    );
    expect(corners).toEqual([
      { x: 0, y: 0 },
      { x: 480, y: 0 },
      { x: 640, y: 480 },
      { x: 0, y: 640 },
    ]);
  });

  it('mirrors before it turns, as EXIF 5 and 7 want it', () => {
    const corner = { x: 0, y: 0 };
    expect(uprightPoint(corner, stored, { rotation: 270, mirrored: true })).toEqual({ x: 0, y: 0 });
    expect(uprightPoint(corner, stored, { rotation: 90, mirrored: true })).toEqual({ x: 480, y: 640 });
  });

  it('keeps every point inside the upright picture, and a turn and its opposite cancel', () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 640 }), y: fc.integer({ min: 0, max: 480 }) });
    fc.assert(
      fc.property(point, fc.constantFrom(...rotations), (at, rotation) => {
        const turned = { rotation, mirrored: false };
        const size = uprightSize(stored, turned);
        const there = uprightPoint(at, stored, turned);
        expect(there.x >= 0 && there.x <= size.width && there.y >= 0 && there.y <= size.height).toBe(true);
        const back = toRotation((360 - rotation) % 360);
        expect(uprightPoint(there, size, { rotation: back, mirrored: false })).toEqual(at);
      }),
    );
  });
});

describe('toRotation', () => {
  it('takes quarter turns and nothing else', () => {
    expect([undefined, 0, 45, 90, 180, 270, 360].map(toRotation)).toEqual([0, 0, 0, 90, 180, 270, 0]);
  });
});
