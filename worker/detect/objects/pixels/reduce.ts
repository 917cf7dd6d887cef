/** Makes a plane smaller by whole factors, by averaging squares of samples. */
import type { Size } from '../../../media/upright';

/** Samples of one channel, row by row: `step` bytes from one to the next, `width × height` of them from `offset`. */
export type Plane = { data: Uint8Array; offset: number; step: number; width: number; height: number };

/** Has buffers of its own: what it returns is good until its next call. */
export type Reducer = (plane: Plane) => Plane;

export function reducedSize({ width, height }: Size, by: number): Size {
  return { width: Math.max(1, Math.floor(width / by)), height: Math.max(1, Math.floor(height / by)) };
}

/** For planes of one size; `by` 1 hands them back. The last columns and rows that fill no square are left out. */
export function makeReducer(size: Size, by: number): Reducer {
  if (by === 1) return (plane) => plane;
  // By halves as long as that goes: four bytes at a time it takes a tenth of the time.
  const factor = by % 2 === 0 ? 2 : by;
  const rest = makeReducer(reducedSize(size, factor), by / factor);
  const { width, height } = reducedSize(size, factor);
  const data = new Uint8Array(width * height);
  return (plane) => {
    if (factor === 2 && canHalve(plane)) halve(plane, data);
    else average(plane, factor, data, width);
    return rest({ data, offset: 0, step: 1, width, height });
  };
}

function canHalve({ data, offset, step, width }: Plane): boolean {
  return step === 1 && width % 8 === 0 && (data.byteOffset + offset) % 4 === 0;
}

function halve({ data, offset, width, height }: Plane, into: Uint8Array): void {
  const words = width / 4;
  const from = new Uint32Array(data.buffer, data.byteOffset + offset, words * height);
  const to = new Uint32Array(into.buffer);
  for (let y = 0; y < Math.floor(height / 2); y += 1)
    halveRow(from, 2 * y * words, words, to, (y * words) / 2);
}

/** Two words of each of two rows, that is four squares, at a time: sums of two bytes lie side by side in a word's halves. */
function halveRow(from: Uint32Array, start: number, words: number, to: Uint32Array, at: number): void {
  const below = start + words;
  for (let x = 0; x < words; x += 2) {
    const left = sums(from[start + x] as number, from[below + x] as number);
    const right = sums(from[start + x + 1] as number, from[below + x + 1] as number);
    to[at + x / 2] =
      ((left >>> 2) & 0xff) |
      ((left >>> 10) & 0xff00) |
      ((right << 14) & 0xff0000) |
      ((right << 6) & 0xff000000);
  }
}

/** Of a square's four bytes, and 2 to round by. */
function sums(upper: number, lower: number): number {
  const above = (upper & 0xff00ff) + ((upper >>> 8) & 0xff00ff);
  return above + (lower & 0xff00ff) + ((lower >>> 8) & 0xff00ff) + 0x20002;
}

function average(plane: Plane, by: number, into: Uint8Array, width: number): void {
  // A picture thinner than a square: as much of the square as there is.
  const across = Math.min(by, plane.width);
  const down = Math.min(by, plane.height);
  const total = new Uint32Array(width);
  const count = across * down;
  for (let y = 0; y * width < into.length; y += 1) {
    total.fill(count >> 1);
    for (let row = 0; row < down; row += 1) addRow(plane, y * by + row, total, across, by);
    for (let x = 0; x < width; x += 1) into[y * width + x] = (total[x] as number) / count;
  }
}

function addRow(
  { data, offset, step, width }: Plane,
  y: number,
  total: Uint32Array,
  across: number,
  by: number,
) {
  const gap = (by - across) * step;
  let at = offset + y * width * step;
  for (let x = 0; x < total.length; x += 1) {
    let sum = 0;
    for (let column = 0; column < across; column += 1) {
      sum += data[at] as number;
      at += step;
    }
    total[x] = (total[x] as number) + sum;
    at += gap;
  }
}
