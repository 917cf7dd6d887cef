import wrtc from '@roamhq/wrtc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rotation } from '../media/upright';
import { chromaSize, frameBytes, i420ToRgb, toUpright } from './i420';

const sides = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) });
const frames = sides.chain((size) =>
  fc
    .uint8Array({ minLength: frameBytes(size), maxLength: frameBytes(size) })
    .map((data) => ({ ...size, data })),
);
const turn = (frame: { width: number; height: number; data: Uint8Array }, rotation: Rotation) =>
  toUpright({ ...frame, rotation });

describe('toUpright', () => {
  it('turns each plane clockwise', () => {
    // 3 × 2 of brightness, 2 × 1 of each colour.
    const data = Uint8Array.from([1, 2, 3, 4, 5, 6, 10, 11, 20, 21]);
    const frame = { width: 3, height: 2, data };
    expect(turn(frame, 90)).toEqual({
      width: 2,
      height: 3,
      data: Uint8Array.from([4, 1, 5, 2, 6, 3, 10, 11, 20, 21]),
    });
    expect([...turn(frame, 180).data]).toEqual([6, 5, 4, 3, 2, 1, 11, 10, 21, 20]);
    expect([...turn(frame, 270).data]).toEqual([3, 6, 2, 5, 1, 4, 11, 10, 21, 20]);
  });

  it('comes round after four quarters, and does not write into the frame', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const before = frame.data.slice();
        const round = turn(turn(turn(turn(frame, 90), 90), 180), 270);
        const [three, one] = [turn(frame, 270), turn(turn(frame, 180), 90)];
        expect(three).toEqual(one);
        expect(round).toEqual(turn(frame, 270));
        expect(turn(round, 90).data).toEqual(before);
        expect(frame.data).toEqual(before);
      }),
    );
  });
});

describe('i420ToRgb', () => {
  it('agrees with libwebrtc to within a few levels', () => {
    const size = { width: 16, height: 8 };
    const i420 = Uint8Array.from({ length: frameBytes(size) }, (_, at) => 20 + ((at * 37) % 200));
    const { nonstandard } = wrtc as unknown as {
      nonstandard: { i420ToRgba(from: unknown, to: { data: Uint8ClampedArray }): void };
    };
    const rgba = { ...size, data: new Uint8ClampedArray(size.width * size.height * 4) };
    nonstandard.i420ToRgba({ ...size, data: new Uint8ClampedArray(i420) }, rgba);
    const rgb = i420ToRgb({ ...size, data: i420 }).data;
    for (let pixel = 0; pixel < size.width * size.height; pixel += 1) {
      for (const channel of [0, 1, 2]) {
        expect(Math.abs(rgb[pixel * 3 + channel]! - rgba.data[pixel * 4 + channel]!)).toBeLessThanOrEqual(3);
      }
    }
  });

  it('reads frames of odd sides', () => {
    const size = { width: 3, height: 3 };
    expect(chromaSize(size)).toEqual({ width: 2, height: 2 });
    const data = new Uint8Array(frameBytes(size)).fill(128);
    data.fill(235, 0, 9);
    expect([...i420ToRgb({ ...size, data }).data]).toEqual(new Array(27).fill(255));
  });
});
