/** Makes a camera's frames small, in memory that is used again as long as they are of one size. */
import { hasKernels, isSameSize, openPixels } from './pixels';
import type { Pixels, Plane, Samples, Size } from './types';

export class Shrinker {
  private pixels: Pixels | null = null;
  private isQuick = false;
  private from = { width: 0, height: 0, bytes: new Uint8Array() };
  private to: Plane = { width: 0, height: 0, luma: new Uint8Array() };
  /** Room for the frame's half, the half of that, and so on. */
  private halves: Uint8Array[] = [];
  private samples: Samples = { columns: new Int32Array(), rows: new Int32Array() };

  /** @param count bytes of a frame @returns where to put them */
  room({ width, height }: Size, count: number, to: Size): Uint8Array<ArrayBuffer> {
    const { from } = this;
    const isSame = from.width === width && from.height === height && from.bytes.length >= count;
    if (!isSame || !isSameSize(this.to, to) || this.isQuick !== hasKernels())
      this.open({ width, height }, count, to);
    return this.from.bytes;
  }

  /** @param stride bytes from one row of luma to the next; it begins at `offset` @returns until the next */
  shrink(offset: number, stride: number): Plane {
    const { pixels, from, to } = this;
    let plane: Plane = { width: stride, height: from.height, luma: from.bytes.subarray(offset) };
    for (const luma of this.halves) {
      const half = { width: plane.width >> 1, height: plane.height >> 1, luma };
      pixels?.halve(plane, half);
      plane = half;
    }
    pixels?.shrink(plane.luma, plane.width, this.samples, to);
    return to;
  }

  private open({ width, height }: Size, count: number, to: Size): void {
    this.isQuick = hasKernels();
    const halvings = this.isQuick ? halvingsTo(width, to.width) : 0;
    const bytes = count * 1.5 + to.width * to.height + 4 * (to.width + to.height);
    const pixels = openPixels(bytes, 4 + halvings);
    this.pixels = pixels;
    this.from = { width, height, bytes: pixels.bytes(count) };
    this.halves = Array.from({ length: halvings }, (_, at) => pixels.bytes(count >> (2 * at + 2)));
    this.to = { ...to, luma: pixels.bytes(to.width * to.height) };
    const columns = samplesOf(width >> halvings, to.width, pixels);
    this.samples = { columns, rows: samplesOf(height >> halvings, to.height, pixels) };
  }
}

/**
 * How often the picture is halved first. Without that each px is the mean of four out of thirty, and a fine pattern
 * that moves, a barcode, turns into others. In plain JavaScript it would take 2 ms of each frame.
 */
function halvingsTo(from: number, to: number): number {
  return Math.max(0, Math.floor(Math.log2(from / Math.max(1, to))));
}

/** Along one side, the first of the two in the middle of what each px of the smaller picture stands for. */
function samplesOf(from: number, to: number, pixels: Pixels): Int32Array {
  const { buffer, byteOffset } = pixels.bytes(4 * to);
  const samples = new Int32Array(buffer, byteOffset, to);
  for (let at = 0; at < to; at += 1)
    samples[at] = Math.min(from - 2, Math.max(0, Math.round(((at + 0.5) * from) / to - 1)));
  return samples;
}
