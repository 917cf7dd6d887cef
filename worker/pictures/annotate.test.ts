import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotate, colourOf, drawNotes } from './annotate';
import { type Canvas, i420Canvas, rgbCanvas, toYuv } from './canvas';
import { drawText, textSize } from './font';
import { frameBytes, i420ToRgb } from './i420';
import { PLAIN } from './types';

const RED = { red: 255, green: 0, blue: 0 };
const size = { width: 64, height: 48 };
const box = { x: 30, y: 24, width: 20, height: 10, class: 'cat', class_id: 0, confidence: 0.914 };

function rgbOf({ width, height } = size) {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** Black. */
function i420Of({ width, height } = size) {
  const data = new Uint8Array(frameBytes({ width, height })).fill(128);
  return { width, height, data: data.fill(16, 0, width * height) };
}

function brightness(data: Uint8Array): number[] {
  const pixels = Array.from({ length: data.length / 3 }, (_, at) => data.subarray(at * 3, at * 3 + 3));
  return pixels.map(([red, green, blue]) => toYuv({ red: red!, green: green!, blue: blue! }).y);
}

/** Whether something was drawn at this pixel of a black picture. */
function isSet({ data, width }: { data: Uint8Array; width: number }, x: number, y: number): boolean {
  const at = (y * width + x) * 3;
  return data[at]! + data[at + 1]! + data[at + 2]! > 0;
}

/** The text as dots, one line a row. */
function dots(text: string): string[] {
  const { width, height } = textSize(text, 1);
  const picture = rgbOf({ width, height });
  drawText(rgbCanvas(picture), text, 0, 0, 1, RED);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (isSet(picture, x, y) ? '#' : '.')).join(''),
  );
}

describe('drawText', () => {
  it('draws letters that a person reads', () => {
    expect(dots('Hi7')).toEqual([
      '#...#...#...#####',
      '#...#...........#',
      '#...#..##......#.',
      '#####...#.....#..',
      '#...#...#....#...',
      '#...#...#....#...',
      '#...#..###...#...',
    ]);
  });

  it('has a letter of its own for every printable character', () => {
    const all = Array.from({ length: 95 }, (_, index) => dots(String.fromCharCode(32 + index)).join('\n'));
    expect(new Set(all).size).toBe(95);
  });

  it('takes accents off and marks what it has no letter for', () => {
    expect(dots('Tür')).toEqual(dots('Tur'));
    expect(dots('猫')).toEqual(dots('?'));
    expect(textSize('', 3)).toEqual({ width: 0, height: 21 });
  });
});

describe('annotate', () => {
  it('draws the edge along the box, half inside and half outside, and nothing else', () => {
    const picture = rgbOf();
    annotate(rgbCanvas(picture), [box], { boxes: 2, labels: null });
    for (let y = 0; y < size.height; y += 1) {
      for (let x = 0; x < size.width; x += 1) {
        const outside = x < 19 || x >= 41 || y < 18 || y >= 30;
        const inside = x >= 21 && x < 39 && y >= 20 && y < 28;
        expect([x, y, isSet(picture, x, y)]).toEqual([x, y, !outside && !inside]);
      }
    }
  });

  it('writes class and confidence above the box, or inside where there is no room', () => {
    const [above, inside] = [rgbOf({ width: 200, height: 120 }), rgbOf({ width: 200, height: 120 })];
    annotate(rgbCanvas(above), [{ ...box, y: 80 }], { boxes: null, labels: 'both' });
    annotate(rgbCanvas(inside), [{ ...box, y: 5 }], { boxes: null, labels: 'both' });
    const rows = (picture: typeof above) =>
      Array.from({ length: 120 }, (_, y) => y).filter((y) => isSet(picture, 21, y));
    expect([rows(above)[0], rows(above).at(-1)]).toEqual([53, 74]);
    expect([rows(inside)[0], rows(inside).at(-1)]).toEqual([0, 21]);
  });

  it('draws nothing for a plain picture, and nothing but notes for notes', () => {
    const picture = rgbOf({ width: 320, height: 240 });
    annotate(rgbCanvas(picture), [box], PLAIN);
    expect(picture.data.every((byte) => byte === 0)).toBe(true);
    drawNotes(rgbCanvas(picture), ['The workflow draws no picture: frames go back as they came.']);
    expect(picture.data.some((byte) => byte === 255)).toBe(true);
  });

  it('gives neighbouring classes colours far apart', () => {
    const distance = (one: number, other: number) => {
      const [a, b] = [colourOf(one), colourOf(other)];
      return Math.abs(a.red - b.red) + Math.abs(a.green - b.green) + Math.abs(a.blue - b.blue);
    };
    for (let id = 0; id < 20; id += 1) expect(distance(id, id + 1)).toBeGreaterThan(150);
  });

  it('draws the same in both formats, whatever the boxes, and never between pixels', () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true });
    const boxes = fc.array(
      fc.record({ x: number, y: number, width: number, height: number, class_id: fc.integer() }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        boxes,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (some, width, height) => {
          const seen = some.map((each) => ({ ...each, class: 'x', confidence: 1 }));
          const canvas = watched({ width, height });
          annotate(canvas, seen, { boxes: 'auto', labels: 'both' });
          const [i420, rgb] = [i420Of({ width, height }), rgbOf({ width, height })];
          annotate(i420Canvas(i420), seen, { boxes: 3, labels: 'class' });
          annotate(rgbCanvas(rgb), seen, { boxes: 3, labels: 'class' });
          expect([...i420.data.subarray(0, width * height)]).toEqual(brightness(rgb.data));
        },
      ),
    );
  });
});

/** Fails on an area that is not of whole pixels. */
function watched(sides: { width: number; height: number }): Canvas {
  return {
    ...sides,
    fill({ left, top, right, bottom }) {
      expect([left, top, right, bottom].every(Number.isInteger)).toBe(true);
    },
  };
}

describe('i420Canvas', () => {
  it('fills brightness exactly, colour at its own resolution, and nothing outside', () => {
    const picture = { ...size, data: new Uint8Array(frameBytes(size)).fill(128) };
    i420Canvas(picture).fill({ left: 10, top: 10, right: 20, bottom: 14 }, RED);
    const { y, u, v } = toYuv(RED);
    const counts = new Map<number, number>();
    for (const byte of picture.data) counts.set(byte, (counts.get(byte) ?? 0) + 1);
    expect([counts.get(y), counts.get(u), counts.get(v)]).toEqual([40, 10, 10]);
    const seen = i420ToRgb(picture)
      .data.subarray((12 * size.width + 15) * 3)
      .subarray(0, 3);
    expect([...seen].map((each, at) => Math.abs(each - [255, 0, 0][at]!)).every((off) => off <= 3)).toBe(
      true,
    );
  });

  it('cuts areas to the picture', () => {
    const picture = { ...size, data: new Uint8Array(frameBytes(size)).fill(128) };
    const canvas = i420Canvas(picture);
    canvas.fill({ left: -10, top: -10, right: 0, bottom: 5 }, RED);
    canvas.fill({ left: 70, top: 0, right: 90, bottom: 5 }, RED);
    canvas.fill({ left: 5, top: 60, right: 9, bottom: 90 }, RED);
    canvas.fill({ left: 9, top: 9, right: 5, bottom: 5 }, RED);
    expect(picture.data.every((byte) => byte === 128)).toBe(true);
  });
});
