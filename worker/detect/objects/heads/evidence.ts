/** What a model's shapes and numbers say, in the questions that heads ask of them. */
import type { Size } from '../../../media/upright';
import type { Evidence, NamedTensor } from './types';

/** `[1, rows, columns]`, row by row. */
export type Table = { name: string; data: Float32Array; rows: number; columns: number };

/** The one list of boxes that a model gives; raw grids, of more dimensions, may be beside it. */
export function onlyTable({ outputs }: Evidence): Table | null {
  const [table, other] = outputs.filter(({ dims }) => dims.length <= 3);
  if (!table || other || table.dims.length !== 3 || table.dims[0] !== 1) return null;
  const [, rows = 0, columns = 0] = table.dims;
  return { name: table.name, data: table.data, rows, columns };
}

export type Grid = { strides: readonly number[]; boxesPerPlace: number };

/** Strides, px, of the grids that YOLO models look through; the usual ones first, one by itself last. */
const STRIDES = [
  [8, 16, 32],
  [16, 32],
  [8, 16, 32, 64],
  [4, 8, 16, 32],
  [8, 16, 32, 64, 128],
  [4, 8, 16],
  [8, 16],
  [8],
];

/** Whether so many boxes are one or some for each place of the grids over an input. */
export function gridOf(boxes: number, input: Size): Grid | null {
  for (const boxesPerPlace of [1, 3, 2, 4, 5]) {
    const strides = STRIDES.find((each) => boxes === boxesPerPlace * placesOf(each, input));
    if (strides) return { strides, boxesPerPlace };
  }
  return null;
}

function placesOf(strides: readonly number[], { width, height }: Size): number {
  return strides.reduce((sum, each) => sum + Math.ceil(width / each) * Math.ceil(height / each), 0);
}

/**
 * Of boxes' numbers: px of the input, shares of its sides, or something smaller than px, such as cells of a
 * grid.
 */
export type Unit = 'px' | 'share' | 'cell';

/**
 * No grid's box lies so many places from where it is seen, and few boxes lie within so few px of the corner.
 */
const MOST_CELLS = 32;
/** Shares may lie a little beyond the edges. */
const MOST_SHARE = 1.5;

/**
 * As most boxes have it that are not all zeros; px where all are, as nothing was seen then.
 * @param boxes where the numbers of each begin. @param step how far from each other its four lie.
 */
export function unitOf(data: Float32Array, boxes: Iterable<number>, step: number): Unit {
  const count: Record<Unit, number> = { px: 0, share: 0, cell: 0 };
  for (const box of boxes) {
    let most = 0;
    for (let at = box; at < box + 4 * step; at += step) most = Math.max(most, Math.abs(data[at] as number));
    if (most > 0) count[most > MOST_CELLS ? 'px' : most <= MOST_SHARE ? 'share' : 'cell'] += 1;
  }
  if (count.px >= count.share + count.cell) return 'px';
  return count.share >= count.cell ? 'share' : 'cell';
}

/** Where each row of a table begins. */
export function* starts(rows: number, columns: number): Generator<number> {
  for (let row = 0; row < rows; row += 1) yield row * columns;
}

/** A little beyond is rounding. Keypoints or raw activations in the classes' place are far beyond. */
const isShare = (value: number) => value >= -0.01 && value <= 1.01;

/** Whether all numbers of these columns, up to `to`, can be confidences. */
export function areShares({ data, rows, columns }: Omit<Table, 'name'>, from: number, to = columns): boolean {
  for (const start of starts(rows, columns)) {
    if (!data.subarray(start + from, start + to).every(isShare)) return false;
  }
  return true;
}

/** Whether all numbers can be classes. */
export function areClasses(numbers: Iterable<number>): boolean {
  for (const each of numbers) if (!Number.isInteger(each) || each < 0) return false;
  return true;
}

export function* column({ data, rows, columns }: Omit<Table, 'name'>, at: number): Generator<number> {
  for (const start of starts(rows, columns)) yield data[start + at] as number;
}

/** Of a head without DFL, as YOLO26's, a box that means nothing may be inside out. */
const MOST_BROKEN = 0.1;

/** Whether boxes can be left, top, right, bottom. Those that are all zeros say nothing. */
export function areCorners({ data, rows, columns }: Omit<Table, 'name'>): boolean {
  let [all, broken] = [0, 0];
  for (const start of starts(rows, columns)) {
    const [left = 0, top = 0, right = 0, bottom = 0] = data.subarray(start, start + 4);
    if (left !== 0 || top !== 0 || right !== 0 || bottom !== 0) all += 1;
    if (right < left || bottom < top) broken += 1;
  }
  return broken <= MOST_BROKEN * all;
}

export function shapeOf({ dims }: NamedTensor): string {
  return `[${dims.join(', ')}]`;
}

export const NO_CONFIDENCES =
  'gives confidences outside of 0 to 1; export a YOLO detection model (not "pose", "segment" or "obb"), its last activation included';
