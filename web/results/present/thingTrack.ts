/** One thing from result to result, and its box in each frame between. Boxes are px of the grey frames. */
import type { Box, Thing } from '../kinds/model';
import { overlap } from './associate';
import { moved } from './chain';
import type { GreyFrame, GreyRing } from './grey';
import { Motion } from './motion';
import { PixelTrack } from './pixelTrack';

/** A result further off than this from what was carried is believed at once. */
const BELIEVED = 0.6;
/** How much of a smaller difference is taken over: the rest is the model's jitter. */
const GAIN = 0.5;
/** How far pixels and results may part from one result to the next: share of the way, px, and share of its size. */
const ELSEWHERE = 0.4;
const JITTER_PX = 1.2;
const JITTER_SHARE = 0.04;
/** A late frame is caught up with in so many steps at most. */
const MOST_STEPS = 6;

export class ThingTrack {
  /** Results in a row that did not hold it. */
  missed = 0;
  private readonly motion = new Motion();
  private pixels: PixelTrack;
  /** Of the last result that held it. */
  private seen: { box: Box; seq: number };
  /** Whether its pixels were lost since then. */
  private isLost = false;

  /** @param box where the result has it, in `frame` of `ring` */
  constructor(
    readonly identity: number,
    public thing: Thing,
    box: Box,
    frame: GreyFrame,
    ring: GreyRing,
  ) {
    this.motion.saw(box, frame.timeMs);
    this.seen = { box, seq: frame.seq };
    this.pixels = this.caughtUp(box, frame, ring);
  }

  get box(): Box {
    return this.pixels.box;
  }

  /** The box as the last result had it. */
  get seenBox(): Box {
    return this.seen.box;
  }

  boxAt(seq: number): Box {
    return this.pixels.boxAt(seq);
  }

  follow(from: GreyFrame, to: GreyFrame): void {
    this.step(this.pixels, from, to);
  }

  private step(pixels: PixelTrack, from: GreyFrame, to: GreyFrame): void {
    const [expected, steady] = [this.motion.expected(to.timeMs), this.motion.steady(to.timeMs)];
    if (!pixels.follow(from, to, expected, steady)) this.isLost = true;
  }

  /** A result has it again. @param box in `frame`, which may be some frames ago */
  sees(thing: Thing, box: Box, frame: GreyFrame, ring: GreyRing): void {
    const before = this.seen;
    this.missed = 0;
    this.thing = thing;
    if (frame.seq <= before.seq) return;
    this.seen = { box, seq: frame.seq };
    this.motion.saw(box, frame.timeMs);
    const [dx, dy] = [box.x - before.box.x, box.y - before.box.y];
    if (Math.hypot(dx, dy) > 2) this.pixels.judge(before.seq, frame.seq, dx, dy);
    if (this.isElsewhere(before)) this.isLost = true;
    const way = this.isLost ? null : this.pixels.carry(frame.seq);
    const newest = ring.newest;
    if (!way || !newest) return this.startAnew(box, frame, ring);
    const here = moved(box, way);
    const shared = overlap(here, this.box);
    this.pixels.correct(shared < BELIEVED ? here : blend(this.box, here, GAIN), newest);
  }

  /** Whether its pixels went another way than results say: then they were the background's, or another thing's. */
  private isElsewhere(before: { box: Box; seq: number }): boolean {
    const { box, seq } = this.seen;
    const carried = this.pixels.carriedBetween(before.box, before.seq, seq);
    if (!carried) return false;
    const way = Math.hypot(box.x - before.box.x, box.y - before.box.y);
    const jitter = JITTER_PX + JITTER_SHARE * Math.max(box.width, box.height);
    return Math.hypot(carried.x - box.x, carried.y - box.y) > Math.max(jitter, ELSEWHERE * way);
  }

  private startAnew(box: Box, frame: GreyFrame, ring: GreyRing): void {
    this.isLost = false;
    this.pixels = this.caughtUp(box, frame, ring);
  }

  private caughtUp(box: Box, frame: GreyFrame, ring: GreyRing): PixelTrack {
    const track = new PixelTrack(frame, box, this.motion.expected(frame.timeMs));
    const behind = (ring.newest?.seq ?? frame.seq) - frame.seq;
    const stride = Math.max(1, Math.ceil(behind / MOST_STEPS));
    let from = frame;
    for (let left = behind; left > 0; ) {
      const to = ring.bySeq(from.seq + Math.min(stride, left));
      if (!to) break;
      this.step(track, from, to);
      left -= to.seq - from.seq;
      from = to;
    }
    return track;
  }
}

function blend(a: Box, b: Box, share: number): Box {
  const mix = (one: number, other: number) => one + (other - one) * share;
  return {
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    width: mix(a.width, b.width),
    height: mix(a.height, b.height),
  };
}
