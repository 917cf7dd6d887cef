import { describe, expect, it } from 'vitest';
import { clipType } from './clip';
import { placed, sizeOf } from './layers';

const phone = { width: 390, height: 844 };

describe('a layer', () => {
  it('that covers is cut on two sides, one that is whole leaves two free, and else it fills', () => {
    expect(placed({ width: 640, height: 480 }, { width: 390, height: 780 }, 'cover')).toEqual({
      x: -325,
      y: 0,
      width: 1040,
      height: 780,
    });
    expect(placed({ width: 200, height: 100 }, { width: 100, height: 100 }, 'contain')).toEqual({
      x: 0,
      y: 25,
      width: 100,
      height: 50,
    });
    expect(placed({ width: 780, height: 1688 }, phone, 'fill')).toEqual({ x: 0, y: 0, ...phone });
  });
});

describe('what is captured', () => {
  it('has as many px as the screen, an even number, and no more than it may', () => {
    expect(sizeOf(phone, 3, 4_096)).toEqual({ width: 1170, height: 2532 });
    expect(sizeOf(phone, 3, 1_280)).toEqual({ width: 592, height: 1280 });
    expect(sizeOf({ width: 391, height: 843 }, 1, 1_280)).toEqual({ width: 392, height: 844 });
    expect(sizeOf({ width: 1, height: 0 }, 1, 1_280)).toEqual({ width: 2, height: 2 });
  });

  it('is a clip of a kind that this browser records, the most readable first', () => {
    const knows = (...known: string[]) =>
      ({ isTypeSupported: (type: string) => known.includes(type) }) as typeof MediaRecorder;
    expect(clipType(knows('video/webm', 'video/mp4;codecs=avc1.42E01F'))).toBe(
      'video/mp4;codecs=avc1.42E01F',
    );
    expect(clipType(knows('video/webm', 'video/webm;codecs=vp8'))).toBe('video/webm;codecs=vp8');
    expect(clipType(knows())).toBeNull();
    expect(clipType(undefined)).toBeNull();
  });
});
