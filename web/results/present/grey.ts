/**
 * Small grey pictures of the last second or so, newest last, in buffers that are used again and again: what
 * the tracker looks back at when a late result comes.
 */
import type { Size } from '../kinds/model';

/** One plane of luma, row after row. */
export type Plane = Size & { luma: Uint8Array };
/**
 * `levels[0]` is the picture as captured, each further one half as wide and high. `print`: its fingerprint, once
 * someone has asked for it.
 */
export type GreyFrame = { seq: number; timeMs: number; levels: Plane[]; print: Uint8Array | null };

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
    if (last && (!isSameSize(last.levels[0], plane) || timeMs <= last.timeMs)) this.clear();
    while (this.isOver(timeMs)) this.spare.push(this.frames.shift() as GreyFrame);
    const frame = this.spare.pop() ?? emptyFrame(plane);
    this.seq += 1;
    frame.seq = this.seq;
    frame.timeMs = timeMs;
    frame.print = null;
    fill(frame.levels, plane.luma);
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
  }

  private isOver(nowMs: number): boolean {
    const [oldest] = this.frames;
    return oldest !== undefined && (this.frames.length >= CAPACITY || nowMs - oldest.timeMs > KEPT_MS);
  }
}

/** How far a time may lie before the oldest frame and still mean it. */
const SLACK_MS = 20;

function isSameSize(a: Size | undefined, b: Size): boolean {
  return a?.width === b.width && a.height === b.height;
}

function emptyFrame({ width, height }: Size): GreyFrame {
  const levels: Plane[] = [];
  for (let w = width, h = height; levels.length < LEVELS; w >>= 1, h >>= 1) {
    if (levels.length > 0 && Math.min(w, h) < LEAST_SIDE) break;
    levels.push({ width: w, height: h, luma: new Uint8Array(w * h) });
  }
  return { seq: 0, timeMs: 0, levels, print: null };
}

function fill(levels: Plane[], luma: Uint8Array): void {
  levels[0]?.luma.set(luma.subarray(0, levels[0].luma.length));
  for (let at = 1; at < levels.length; at += 1) halve(levels[at - 1] as Plane, levels[at] as Plane);
}

/** Each px is the mean of four. */
function halve(from: Plane, to: Plane): void {
  const { luma: source, width } = from;
  const { luma: target } = to;
  for (let y = 0, out = 0; y < to.height; y += 1) {
    let at = 2 * y * width;
    for (let x = 0; x < to.width; x += 1, at += 2, out += 1) {
      const sum =
        (source[at] as number) +
        (source[at + 1] as number) +
        (source[at + width] as number) +
        (source[at + width + 1] as number);
      target[out] = (sum + 2) >> 2;
    }
  }
}
