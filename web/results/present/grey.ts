/**
 * Small grey pictures of the last second or so, newest last, in buffers that are used again and again: what
 * the tracker looks back at when a late result comes.
 */
import { isSameSize, openPixels } from '../../pixels/pixels';
import type { Pixels, Plane } from '../../pixels/types';
import type { Size } from '../kinds/model';

export type { Plane };
/**
 * `levels[0]` is the picture as captured, each further one half as wide and high. `print`: its fingerprint, once
 * someone has asked for it. `pixels`: what the ring's frames lie in.
 */
export type GreyFrame = {
  seq: number;
  timeMs: number;
  levels: Plane[];
  print: Print | null;
  pixels: Pixels;
};
/** A fingerprint (protocol/fingerprint.ts), and of its cells the sum and the summed squares off their mean. */
export type Print = { cells: Uint8Array; sum: number; variance: number };

/** As many frames as a camera of 60 a second gives in that time. */
const CAPACITY = 80;
const KEPT_MS = 1_400;
const LEVELS = 4;
/** A level smaller than this tells nothing. */
const LEAST_SIDE = 12;

export class GreyRing {
  private frames: GreyFrame[] = [];
  private spare: GreyFrame[] = [];
  private seq = 0;
  private pixels: Pixels | null = null;

  get newest(): GreyFrame | null {
    return this.frames.at(-1) ?? null;
  }

  get all(): readonly GreyFrame[] {
    return this.frames;
  }

  /**
   * Copies a picture in. A frame of another size than those before it, or of a time before theirs, belongs to
   * another picture: the ring starts anew.
   * @param timeMs when it was captured; frames come in that order
   */
  push(plane: Plane, timeMs: number): GreyFrame {
    const last = this.newest;
    if (last && (!isSameSize(last.levels[0] as Plane, plane) || timeMs <= last.timeMs)) this.clear();
    while (this.isOver(timeMs)) this.spare.push(this.frames.shift() as GreyFrame);
    const frame = this.spare.pop() ?? this.emptyFrame(plane);
    this.seq += 1;
    frame.seq = this.seq;
    frame.timeMs = timeMs;
    frame.print = null;
    fill(frame, plane.luma);
    this.frames.push(frame);
    return frame;
  }

  /** The frame captured nearest to this time; null where the ring does not reach so far. */
  at(timeMs: number): GreyFrame | null {
    const [oldest, newest] = [this.frames[0], this.newest];
    if (!oldest || !newest || timeMs < oldest.timeMs - SLACK_MS) return null;
    let [low, high] = [0, this.frames.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const [one, next] = [this.frames[middle] as GreyFrame, this.frames[middle + 1] as GreyFrame];
      if (timeMs - one.timeMs <= next.timeMs - timeMs) high = middle;
      else low = middle + 1;
    }
    return this.frames[low] as GreyFrame;
  }

  bySeq(seq: number): GreyFrame | null {
    const first = this.frames[0];
    return first ? (this.frames[seq - first.seq] ?? null) : null;
  }

  clear(): void {
    this.frames = [];
    this.spare = [];
    this.pixels = null;
  }

  private emptyFrame(size: Size): GreyFrame {
    const sizes = sizesOf(size);
    const bytes = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
    // One more than are kept: that in hand.
    this.pixels ??= openPixels((CAPACITY + 1) * bytes, (CAPACITY + 1) * sizes.length);
    const { pixels } = this;
    const levels = sizes.map((each) => ({ ...each, luma: pixels.bytes(each.width * each.height) }));
    return { seq: 0, timeMs: 0, levels, print: null, pixels };
  }

  private isOver(nowMs: number): boolean {
    const [oldest] = this.frames;
    return oldest !== undefined && (this.frames.length >= CAPACITY || nowMs - oldest.timeMs > KEPT_MS);
  }
}

/** How far a time may lie before the oldest frame and still mean it. */
const SLACK_MS = 20;

function sizesOf({ width, height }: Size): Size[] {
  const sizes: Size[] = [];
  for (let w = width, h = height; sizes.length < LEVELS; w >>= 1, h >>= 1) {
    if (sizes.length > 0 && Math.min(w, h) < LEAST_SIDE) break;
    sizes.push({ width: w, height: h });
  }
  return sizes;
}

function fill({ levels, pixels }: GreyFrame, luma: Uint8Array): void {
  levels[0]?.luma.set(luma.subarray(0, levels[0].luma.length));
  for (let at = 1; at < levels.length; at += 1) pixels.halve(levels[at - 1] as Plane, levels[at] as Plane);
}
