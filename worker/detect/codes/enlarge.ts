/**
 * Prepares a blurred, noisy picture for the barcode reader, which compares bars and modules by whole pixels.
 * Twice the size lets it see halves of them; taking the local mean away gives back the contrast that blur
 * took from narrow bars. Measured (bench/codes.ts): what it does for codes of 3 px modules, and what it
 * costs.
 */
import type { Size } from '../../media/upright';

/** Pixels to each side whose mean is taken away: 7 px in all, the finest codes' larger structures. */
const REACH = 3;
/** How much of the difference from the mean is added. */
const GAIN = 2;

/** @param luma of `size`, px. @returns the picture at twice the width and height. */
export function enlargeSharpened(luma: Uint8Array, { width, height }: Size): Uint8Array {
  const smooth = bothWays(smoothRows, luma, width, height);
  const mean = bothWays(meanRows, smooth, width, height);
  const sharp = new Uint8ClampedArray(width * height);
  for (let at = 0; at < sharp.length; at += 1) {
    const value = smooth[at] as number;
    sharp[at] = value + GAIN * (value - (mean[at] as number));
  }
  return enlarge(sharp, width, height);
}

type Plane = Float32Array<ArrayBuffer>;
type Pass = (from: ArrayLike<number>, width: number, height: number) => Plane;

/** Along the rows and then along the columns. */
function bothWays(pass: Pass, from: ArrayLike<number>, width: number, height: number): Plane {
  const columns = transposed(pass(from, width, height), width, height);
  return transposed(pass(columns, height, width), height, width);
}

/** A Gaussian of about 0.7 px: takes most of a sensor's noise and little of the bars. Edges repeat. */
function smoothRows(from: ArrayLike<number>, width: number, height: number): Plane {
  const to = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [first, last] = [y * width, (y + 1) * width - 1];
    for (let at = first; at <= last; at += 1) {
      const before = from[at > first ? at - 1 : at] as number;
      const after = from[at < last ? at + 1 : at] as number;
      to[at] = 0.21 * (before + after) + 0.58 * (from[at] as number);
    }
  }
  return to;
}

/** The mean of `2 · REACH + 1` neighbours in a row, as a running sum. Edges repeat. */
function meanRows(from: ArrayLike<number>, width: number, height: number): Plane {
  const to = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [first, last] = [y * width, (y + 1) * width - 1];
    const valueAt = (at: number) => from[Math.max(first, Math.min(last, at))] as number;
    let sum = 0;
    for (let at = first - REACH; at <= first + REACH; at += 1) sum += valueAt(at);
    for (let at = first; at <= last; at += 1) {
      to[at] = sum / (2 * REACH + 1);
      sum += valueAt(at + REACH + 1) - valueAt(at - REACH);
    }
  }
  return to;
}

/** Columns become rows, so that both passes run along memory. */
function transposed(from: Plane, width: number, height: number): Plane {
  const to = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) to[x * height + y] = from[y * width + x] as number;
  return to;
}

/**
 * Bilinear: each new pixel is three quarters its own old one and a quarter the neighbour on its side, each
 * way.
 */
function enlarge(from: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const to = new Uint8Array(width * height * 4);
  for (let y = 0; y < 2 * height; y += 1) {
    const own = (y >> 1) * width;
    const other = Math.min(height - 1, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * width;
    const mixed = (x: number) => 3 * (from[own + x] as number) + (from[other + x] as number);
    for (let x = 0; x < width; x += 1) {
      const middle = 3 * mixed(x);
      const at = y * 2 * width + 2 * x;
      to[at] = (middle + mixed(x > 0 ? x - 1 : x) + 8) >> 4;
      to[at + 1] = (middle + mixed(x < width - 1 ? x + 1 : x) + 8) >> 4;
    }
  }
  return to;
}
