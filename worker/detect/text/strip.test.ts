import { describe, expect, it } from 'vitest';
import type { Planes } from './planes';
import { cutStrip } from './strip';

const SIZE = { width: 200, height: 100 };
/** R grows to the right, G downwards; B is even. */
const SLOPE: Planes = {
  ...SIZE,
  data: Float32Array.from({ length: 3 * SIZE.width * SIZE.height }, (_, at) => {
    const [channel, px] = [Math.floor(at / 20_000), at % 20_000];
    return [((px % 200) + 0.5) / 200, (Math.floor(px / 200) + 0.5) / 100, 0.25][channel] as number;
  }),
};

/** What stands at a place of the strip, as shares of white: R, G, B. */
function colourAt({ data, width }: ReturnType<typeof cutStrip>, column: number, row: number) {
  return [2, 1, 0].map((plane) => (data[(plane * 48 + row) * width + column]! + 1) / 2);
}

const line = { x: 100, y: 50, width: 96, height: 48, angle: 0 };

describe('a strip', () => {
  it('is 48 px high, in planes B, G, R, each px from where it lies', () => {
    const strip = cutStrip(SLOPE, line);
    expect([strip.width, strip.height, strip.data.length]).toEqual([96, 48, 3 * 96 * 48]);
    const [red, green, blue] = colourAt(strip, 10, 20);
    expect(red).toBeCloseTo((52 + 10.5) / 200, 3);
    expect(green).toBeCloseTo((26 + 20.5) / 100, 3);
    expect(blue).toBeCloseTo(0.25);
  });

  it('of a line that slants runs along it', () => {
    const angle = Math.PI / 6;
    const strip = cutStrip(SLOPE, { ...line, angle });
    const [red, green] = colourAt(strip, 95, 24);
    const along = 95.5 - 48;
    expect(red).toBeCloseTo((100 + along * Math.cos(angle)) / 200, 2);
    expect(green).toBeCloseTo((50 + along * Math.sin(angle)) / 100, 2);
  });

  it('is in whole steps of the network, grey behind the line’s end, and of a bounded length', () => {
    const strip = cutStrip(SLOPE, { ...line, width: 90 });
    expect(strip.width).toBe(96);
    expect(colourAt(strip, 92, 20)).toEqual([0.5, 0.5, 0.5]);
    expect(cutStrip(SLOPE, { ...line, width: 1e6 }).width).toBe(1920);
    expect(cutStrip(SLOPE, { ...line, width: 0.1 }).width).toBe(8);
  });

  it('repeats the picture’s edge where the line goes beyond it', () => {
    const [red, green] = colourAt(cutStrip(SLOPE, { ...line, x: -500, y: -500 }), 0, 0);
    expect(red).toBeCloseTo(0.5 / 200, 3);
    expect(green).toBeCloseTo(0.5 / 100, 3);
  });
});
