/**
 * Finds in the picture itself when the frames of results were captured: for each origin of `pts` that may be, a
 * box is held against the frame that it would be of. At the right one what moves lies within the box and not
 * beside it, and what one box holds is what the same thing's box of another result holds. Such words are added
 * up: one tells little, some tens are certain. Boxes are px of the grey frames.
 */
import type { Box } from '../kinds/model';
import type { GreyFrame, GreyRing, Plane } from './grey';

/** Origins are told apart to this, ms: a third of a frame. */
const BIN_MS = 11;
/** How much later than the path's floor says a frame may have been captured, ms. */
const RANGE_MS = 700;
const BINS = Math.ceil(RANGE_MS / BIN_MS);
/** How long a word counts: so many others are added until it has faded to a third. */
const FADE = 0.985;
/** Words before anything is said, and how far the best origin must stand out, each on average. */
const LEAST_WORDS = 6;
const LEAST_LEAD = 0.1;
/** So many, and another one changes nothing that is seen. */
const CERTAIN_WORDS = 40;
/** The level that is looked at: finer ones cost four times as much and place a box no better. */
const LEVEL = 1;
/** Of |difference| to the frames before and after, grey levels: the camera's noise. */
const NOISE = 5;
const SAMPLES = 11;
/** Two boxes of a thing that lies where it lay look alike at any origin. Share of its size. */
const LEAST_WAY = 0.25;
const LONGEST_MS = 600;

type Frames = readonly (GreyFrame | null)[];
export type Word = { identity: number; box: Box; ptsMs: number };

export class Registration {
  private readonly sums = new Float64Array(BINS);
  private words = 0;
  /** The earliest origin that is looked at; what follows is measured from there. */
  private firstMs: number | null = null;
  private readonly before = new Map<number, Word>();

  /** @param latestMs the origin that a path without any work at either end would mean */
  add(ring: GreyRing, word: Word, latestMs: number): void {
    this.anchor(latestMs - RANGE_MS);
    const before = this.before.get(word.identity);
    const framesOf =
      (...words: Word[]) =>
      (originMs: number) =>
        words.map(({ ptsMs }) => ring.at(ptsMs + originMs));
    this.take(this.each(framesOf(word), ([frame = null]) => motionAround(ring, frame, word.box)));
    if (before && word.ptsMs - before.ptsMs < MIN_PAIR_MS) return;
    this.before.set(word.identity, word);
    if (this.before.size > MOST_THINGS) this.before.clear();
    if (!before || word.ptsMs - before.ptsMs > LONGEST_MS || !hasMoved(before.box, word.box)) return;
    this.take(
      this.each(framesOf(before, word), ([a = null, b = null]) => likeness(a, before.box, b, word.box)),
    );
  }

  /** ms to add to pts; null where the picture does not tell yet. */
  get originMs(): number | null {
    if (this.firstMs === null || this.words < LEAST_WORDS) return null;
    let best = 1;
    for (let at = 1; at < BINS - 1; at += 1) if (this.smooth(at) > this.smooth(best)) best = at;
    const [left, top, right] = [this.smooth(best - 1), this.smooth(best), this.smooth(best + 1)];
    if (top / this.words < LEAST_LEAD) return null;
    const bend = left - 2 * top + right;
    const offset = bend < 0 ? Math.min(0.5, Math.max(-0.5, (left - right) / (2 * bend))) : 0;
    return this.firstMs + (best + offset) * BIN_MS;
  }

  /** Whether it is as sure as it gets. */
  get isCertain(): boolean {
    return this.words >= CERTAIN_WORDS;
  }

  forget(): void {
    this.sums.fill(0);
    this.words = 0;
    this.firstMs = null;
    this.before.clear();
  }

  /** The floor sinks as better paths are seen; what was learned keeps its place. */
  private anchor(firstMs: number): void {
    const by = this.firstMs === null ? 0 : Math.round((firstMs - this.firstMs) / BIN_MS);
    if (this.firstMs === null) this.firstMs = firstMs;
    if (Math.abs(by) < 4) return;
    const moved = this.sums.map((_, at) => this.sums[at + by] ?? 0);
    this.sums.set(moved);
    this.firstMs += by * BIN_MS;
  }

  /** What each origin's frames say. Neighbours mean the same frames, two times of three: those are looked at once. */
  private each(framesAt: (originMs: number) => Frames, score: (frames: Frames) => number | null) {
    const first = this.firstMs as number;
    let last: Frames = [];
    let said: number | null = null;
    return Array.from({ length: BINS }, (_, at) => {
      const frames = framesAt(first + at * BIN_MS);
      if (at === 0 || frames.some((frame, index) => frame !== last[index])) said = score(frames);
      last = frames;
      return said;
    });
  }

  /** Adds what one observation says, as it stands out from what it says on average. */
  private take(scores: (number | null)[]): void {
    const known = scores.filter((score) => score !== null);
    if (known.length < BINS / 4) return;
    const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
    const spread = Math.max(...known) - Math.min(...known);
    if (spread < 0.08) return;
    this.words = this.words * FADE + 1;
    for (const [at, score] of scores.entries())
      this.sums[at] = (this.sums[at] as number) * FADE + (score === null ? -spread / 2 : score - mean);
  }

  private smooth(at: number): number {
    const [a, b, c] = [this.sums[at - 1] ?? 0, this.sums[at] ?? 0, this.sums[at + 1] ?? 0];
    return (a + 2 * b + c) / 4;
  }
}

const MIN_PAIR_MS = 90;
const MOST_THINGS = 64;

function hasMoved(a: Box, b: Box): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) > LEAST_WAY * Math.sqrt(b.width * b.height);
}

/**
 * How much of what moves in and around a box moves within: 1 for all, -1 for nothing. What differs from the
 * frame before and from the one after is where a thing is at that very moment.
 */
function motionAround(ring: GreyRing, frame: GreyFrame | null, box: Box): number | null {
  const [before, after] = [frame && ring.bySeq(frame.seq - 1), frame && ring.bySeq(frame.seq + 1)];
  if (!frame || !before || !after) return null;
  const [a, b, c] = [before.levels[LEVEL], frame.levels[LEVEL], after.levels[LEVEL]];
  if (!a || !b || !c) return null;
  const [inside, around] = motionIn(a, b, c, box);
  const area = (box.width * box.height) / 4;
  return (inside - around) / (inside + around + area * 1.5);
}

/** Of the box's sides, on either hand of its middle: the box, and what is looked at around it. */
const WITHIN = 0.5;
const AROUND = 0.95;

/** What moves within a box, and around it. */
function motionIn(a: Plane, b: Plane, c: Plane, box: Box): [number, number] {
  const { width } = b;
  const whole = spanOf(box, AROUND, b);
  const inner = spanOf(box, WITHIN, b);
  let [inside, around] = [0, 0];
  for (let y = whole.top; y < whole.bottom; y += 1) {
    const row = y * width;
    const isBeside = y < inner.top || y >= inner.bottom;
    const [left, right] = isBeside ? [whole.right, whole.right] : [inner.left, inner.right];
    around += motionAlong(a, b, c, row + whole.left, row + left);
    inside += motionAlong(a, b, c, row + left, row + right);
    around += motionAlong(a, b, c, row + right, row + whole.right);
  }
  return [inside, around];
}

/** px of the level that is looked at, within the picture. @param reach of the box's sides on either hand */
function spanOf({ x, y, width, height }: Box, reach: number, plane: Plane) {
  const scale = 1 / (1 << LEVEL);
  const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value * scale)));
  return {
    left: within(x - width * reach, plane.width),
    right: within(x + width * reach, plane.width),
    top: within(y - height * reach, plane.height),
    bottom: within(y + height * reach, plane.height),
  };
}

function motionAlong({ luma: a }: Plane, { luma: b }: Plane, { luma: c }: Plane, from: number, to: number) {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    const value = b[at] as number;
    const less = Math.min(Math.abs(value - (a[at] as number)), Math.abs(value - (c[at] as number)));
    if (less > NOISE) sum += less - NOISE;
  }
  return sum;
}

const one = new Float64Array(SAMPLES * SAMPLES);
const other = new Float64Array(SAMPLES * SAMPLES);

/** Normalised correlation of what two boxes hold, -1 to 1. */
function likeness(a: GreyFrame | null, boxA: Box, b: GreyFrame | null, boxB: Box): number | null {
  if (
    !a ||
    !b ||
    a === b ||
    !sampleBox(a.levels[LEVEL], boxA, one) ||
    !sampleBox(b.levels[LEVEL], boxB, other)
  )
    return null;
  let [sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [x, y] = [one[at] as number, other[at] as number];
    sumA += x;
    sumB += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const [varA, varB] = [aa - (sumA * sumA) / one.length, bb - (sumB * sumB) / one.length];
  return varA > 0 && varB > 0 ? (ab - (sumA * sumB) / one.length) / Math.sqrt(varA * varB) : null;
}

function sampleBox(plane: Plane | undefined, { x, y, width, height }: Box, into: Float64Array): boolean {
  if (!plane) return false;
  const scale = 1 / (1 << LEVEL);
  for (let row = 0, at = 0; row < SAMPLES; row += 1)
    for (let column = 0; column < SAMPLES; column += 1, at += 1) {
      const px = Math.round((x + ((column + 0.5) / SAMPLES - 0.5) * width) * scale);
      const py = Math.round((y + ((row + 0.5) / SAMPLES - 0.5) * height) * scale);
      if (px < 0 || py < 0 || px >= plane.width || py >= plane.height) return false;
      into[at] = plane.luma[py * plane.width + px] as number;
    }
  return true;
}
