import { expect, it } from 'vitest';
import { inReadingOrder, type Line, textOf } from './order';

const DEGREE = Math.PI / 180;
const line = (text: string, x: number, y: number, more: Partial<Line> = {}): Line => ({
  ...{ text, x, y, width: 80, height: 20, angle: 0, confidence: 1 },
  ...more,
});
const read = (...lines: Line[]) => textOf(inReadingOrder(lines));

it('is down the page, and to the right within a row', () => {
  expect(read(line('d', 200, 62), line('c', 60, 60), line('b', 200, 20), line('a', 60, 24))).toBe('a b\nc d');
  expect(read()).toBe('');
});

it('is to the left within a row of a script that is written so, its letters as they were read', () => {
  expect(read(line('שלום 12', 200, 20), line('עולם', 60, 20), line('a', 60, 60), line('b', 200, 60))).toBe(
    'שלום 12 עולם\na b',
  );
  expect(read(line('مرحبا', 60, 20), line('سلام', 200, 20))).toBe('سلام مرحبا');
  expect(read(line('12', 60, 20), line('34', 200, 20))).toBe('12 34');
});

it.each([-15, 15, 40])('holds for a page that is tilted by %s°', (tilt) => {
  const [cos, sin] = [Math.cos(tilt * DEGREE), Math.sin(tilt * DEGREE)];
  const turned = (text: string, x: number, y: number) =>
    line(text, x * cos - y * sin, x * sin + y * cos, { angle: tilt * DEGREE });
  expect(read(turned('d', 400, 60), turned('c', 60, 60), turned('b', 400, 20), turned('a', 60, 20))).toBe(
    'a b\nc d',
  );
});

it('puts a small line beside a large one where it lies in its row', () => {
  expect(read(line('small', 300, 32, { height: 12 }), line('LARGE', 60, 30, { height: 60 }))).toBe(
    'LARGE small',
  );
  expect(read(line('below', 60, 70, { height: 12 }), line('LARGE', 60, 30, { height: 60 }))).toBe(
    'LARGE\nbelow',
  );
});
