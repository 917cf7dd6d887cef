/**
 * A picture in 108 numbers: what the embedded worker says of the frame that it looked at, so that the page
 * finds it among its own. Frames that look alike are of one moment, as far as boxes go.
 */

/** Cells, whichever way the picture stands. */
export const FINGERPRINT = { columns: 12, rows: 9 } as const;
const COUNT = FINGERPRINT.columns * FINGERPRINT.rows;
/** Samples along each side of a cell: enough to smooth a codec's noise away. */
const SAMPLES = 12;

/**
 * The mean luma of each cell, row after row.
 * @param luma one plane, `width` bytes a row
 */
export function fingerprintOf(
  luma: Uint8Array,
  width: number,
  height: number,
  columns: number = FINGERPRINT.columns,
  rows: number = FINGERPRINT.rows,
): Uint8Array {
  const print = new Uint8Array(COUNT);
  for (let row = 0; row < rows; row += 1) {
    const [top, bottom] = [(row * height) / rows, ((row + 1) * height) / rows];
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = [(column * width) / columns, ((column + 1) * width) / columns];
      print[row * columns + column] = meanOf(luma, width, left, top, right, bottom);
    }
  }
  return print;
}

function meanOf(
  luma: Uint8Array,
  width: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  const [stepX, stepY] = [Math.max(1, (right - left) / SAMPLES), Math.max(1, (bottom - top) / SAMPLES)];
  let [sum, count] = [0, 0];
  for (let y = top + stepY / 2; y < bottom; y += stepY) {
    const start = Math.floor(y) * width;
    for (let x = left + stepX / 2; x < right; x += stepX) {
      sum += luma[start + Math.floor(x)] ?? 0;
      count += 1;
    }
  }
  return count > 0 ? Math.round(sum / count) : 0;
}

export function writeFingerprint(print: Uint8Array): string {
  return btoa(String.fromCharCode(...print));
}

/** @returns null where it is none. */
export function readFingerprint(text: unknown): Uint8Array | null {
  if (typeof text !== 'string' || text.length !== (COUNT * 4) / 3) return null;
  try {
    const letters = atob(text);
    const print = new Uint8Array(COUNT);
    for (let at = 0; at < COUNT; at += 1) print[at] = letters.charCodeAt(at);
    return print;
  } catch {
    return null;
  }
}
