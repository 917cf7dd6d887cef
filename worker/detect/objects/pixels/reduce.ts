/** Makes a plane smaller by whole factors, by averaging squares of samples. */
import type { Size } from '../../../media/upright';
import type { Kernels } from './kernels';

/**
 * Samples of one channel, row by row: `step` bytes from one to the next, `width × height` of them from
 * `offset`.
 */
export type Plane = { data: Uint8Array; offset: number; step: number; width: number; height: number };

/** Has buffers of its own: what it returns is good until its next call. */
export type Reducer = (plane: Plane) => Plane;

export function reducedSize({ width, height }: Size, by: number): Size {
  return { width: Math.max(1, Math.floor(width / by)), height: Math.max(1, Math.floor(height / by)) };
}

/** A plane's size before each step, and by how much that makes it smaller. */
export type Step = Size & { by: number };

/** By halves as long as that goes, which is fastest; all at once where the plane is thinner than a square. */
export function stepsOf(size: Size, by: number): Step[] {
  if (by === 1) return [];
  const halves = by % 2 === 0 && Math.min(size.width, size.height) >= by;
  const step = { ...size, by: halves ? 2 : by };
  return [step, ...stepsOf(reducedSize(size, step.by), by / step.by)];
}

/** @param at where the plane lies in the kernels' memory; it is overwritten. */
export function reduceInPlace(kernels: Kernels, at: number, steps: Step[]): void {
  for (const { width, height, by } of steps)
    if (by === 2 && Math.min(width, height) > 1) kernels.halve(at, width, height);
    else kernels.average(at, width, height, by);
}

/**
 * For planes of one size; `by` 1 hands them back. The last columns and rows that fill no square are left out.
 */
export function makeReducer(size: Size, by: number): Reducer {
  if (by === 1) return (plane) => plane;
  const { width, height } = reducedSize(size, by);
  const data = new Uint8Array(width * height);
  return (plane) => {
    average(plane, by, data, width);
    return { data, offset: 0, step: 1, width, height };
  };
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
