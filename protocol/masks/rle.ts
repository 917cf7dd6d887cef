/**
 * COCO's run lengths: how a mask travels as text. The pixels, column by column from the left and each from
 * the top down, are runs of outside and inside by turns, outside first. Each run is written in groups of five
 * bits, lowest first, from the third on as the difference to the run before last. Format:
 * https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c (rleToString, rleFrString).
 */

/** `rle_mask` of a prediction, over HTTP alone (inference v1.5.0). `size`: rows, columns. */
export type RleMask = { size: [number, number]; counts: string };

/**
 * The inside of one column of pixels: rows from `[2i]` up to, not including, `[2i + 1]`, in order and never
 * touching.
 */
export type Column = number[];

/** A photo of 4 MiB has at most about 24 megapixels; a mask has those of its photo. */
export const MOST_PIXELS = 25_000_000;
/**
 * The longest side of a JPEG (ITU-T T.81, B.2.2). Each column is a list of its own, and a row of 25 million
 * of them is no picture.
 */
const MOST_SIDE = 65_535;
/** SAM3's masks are smooth: some runs a column. More is noise, and would only cost time. */
export const MOST_RUNS = 65_536;
/** Six groups hold 30 bits, and no mask has more than 2^25 pixels. */
const MOST_SHIFT = 30;

/** @returns null where the mask is malformed, too large or not as long as its size says. */
export function columnsOf(mask: unknown): Column[] | null {
  const { size, counts } = Object(mask) as Partial<RleMask>;
  if (!Array.isArray(size) || size.length !== 2 || typeof counts !== 'string') return null;
  const [rows, columns] = size;
  // Before they are multiplied: `{"toString": 1}` throws there.
  if (!isSide(rows) || !isSide(columns)) return null;
  const pixels = rows * columns;
  if (pixels > MOST_PIXELS) return null;
  const runs = readRuns(counts, pixels);
  return runs && cutIntoColumns(runs, rows, columns);
}

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MOST_SIDE;
}

/** Lengths in pixels, which add up to `pixels`; null where they do not. */
function readRuns(counts: string, pixels: number): number[] | null {
  const runs: number[] = [];
  let left = pixels;
  let at = 0;
  while (at < counts.length) {
    let value = 0;
    let shift = 0;
    let group: number;
    do {
      group = counts.charCodeAt(at) - 48;
      // NaN where the text ends within a number.
      if (!(group >= 0 && group < 64) || shift >= MOST_SHIFT) return null;
      value |= (group & 31) << shift;
      shift += 5;
      at += 1;
    } while (group & 32);
    if (group & 16) value |= -1 << shift;
    const run = runs.length > 2 ? value + (runs.at(-2) ?? 0) : value;
    left -= run;
    if (run < 0 || left < 0 || runs.length === MOST_RUNS) return null;
    runs.push(run);
  }
  return left === 0 ? runs : null;
}

/** Most columns of most masks: one list for all of them. */
const EMPTY: Column = [];

function cutIntoColumns(runs: number[], rows: number, columns: number): Column[] {
  const cut: Column[] = new Array(columns).fill(EMPTY);
  let start = 0;
  for (const [index, run] of runs.entries()) {
    if (index % 2 === 1) fill(cut, rows, start, start + run);
    start += run;
  }
  return cut;
}

/** @param start first pixel inside @param end the one after the last, both counted down the columns */
function fill(cut: Column[], rows: number, start: number, end: number): void {
  for (let from = start; from < end; ) {
    const index = Math.floor(from / rows);
    const top = from - index * rows;
    const length = Math.min(end - from, rows - top);
    const column = cut[index] ?? EMPTY;
    // A run of no length between two others makes them one.
    if (column === EMPTY) cut[index] = [top, top + length];
    else if (column.at(-1) === top) column[column.length - 1] = top + length;
    else column.push(top, top + length);
    from += length;
  }
}
