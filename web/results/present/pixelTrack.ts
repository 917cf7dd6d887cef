/**
 * Follows one thing's pixels through the grey frames: some corners in its box, and where those are too few
 * the box as one patch. Corners that turn out to be the background's are let go when a result tells how the
 * thing really moved. Units: px of the grey frames.
 */
import type { Found } from '../../pixels/types';
import type { Box, Point } from '../kinds/model';
import { Chain, moved, REMEMBERED, type Transform } from './chain';
import { corners } from './corners';
import { fitMotion, type Motion, type Way } from './fit';
import { search } from './flow';
import type { GreyFrame, Plane } from './grey';

type Corner = Point & { xs: Float32Array; ys: Float32Array; since: number; weight: number; strikes: number };

type CornerWay = Way & { of: Corner };

/** Of the window around a corner. */
const RADIUS = 3;
const MOST_TOP = 2;
/**
 * The most that a patch may differ where it is found: grey levels, or as much as px of its own slope. A code's or
 * a text's fine pattern differs more than anything else does wherever it falls on other px.
 */
const MOST_ERROR = { levels: 14, px: 0.5 };
/** The same of the whole box as one patch: what is in it besides the thing may be most of it. */
const MOST_PATCH_ERROR = { levels: 8, px: 0.5 };
const LEAST_AGREED = 0.4;
const LEAST_CORNERS = 3;
/** Fewer than this and new ones are looked for. */
const WANTED_CORNERS = 7;
/** Where too few were found, the next look for more is so many frames later: it costs as much as all following. */
const BARREN_FRAMES = 4;
/** Corners right at the box's edge are often the background's. */
const INNER = 0.86;
/** A patch of the whole box is at most this wide, px of its level. */
const PATCH_SIDE = 15;
/**
 * How far (px, and share of the way) a corner of a thing that moves evenly strays from that, and what the word of
 * one that strays further still counts: it may have stopped. The background's corners, where they are the
 * more, would hold a plain thing back.
 */
const STRAY_PX = 0.7;
const STRAY_SHARE = 0.2;
const STRAYED = 0.15;
/** A way shorter than this (px) is none. */
const LEAST_WAY = 0.7;
/** The same of one that moves evenly: if it differs more, that way is believed. */
const MOST_EVEN_ERROR = { levels: 3, px: 0.1 };

export class PixelTrack {
  readonly chain: Chain;
  private points: Corner[] = [];
  private speed: Point;
  /** The frame from which on new corners may be looked for. */
  private seedFrom = 0;

  /**
   * @param at where it is in this frame
   * @param expected px a ms, as the results say it moves: in one that begins at rest, a background that holds
   * still would be found first
   */
  constructor(
    frame: GreyFrame,
    private at: Box,
    expected: Point | null,
  ) {
    this.speed = expected ?? { x: 0, y: 0 };
    this.chain = new Chain(frame.seq);
    this.seed(frame);
  }

  /** Where it is in the last frame that it was followed to. */
  get box(): Box {
    return this.at;
  }

  /**
   * Follows it from the last frame to a later one.
   * @param expected px a ms, as the results say; null where they do not tell yet
   * @param steady the same, where it has moved evenly for a while
   * @returns false where the pixels do not tell: then `steady` or `expected` does, or nothing moves
   */
  follow(from: GreyFrame, to: GreyFrame, expected: Point | null, steady: Point | null): boolean {
    const ms = to.timeMs - from.timeMs;
    const way = steady && { x: steady.x * ms, y: steady.y * ms };
    this.likely = way && Math.hypot(way.x, way.y) > LEAST_WAY ? way : null;
    const motion = this.seen(from, to, ms, expected);
    const used = motion ?? driftOf((this.likely && steady) ?? this.unseen(expected, to), ms);
    this.move(to, used, ms, motion !== null);
    return motion !== null;
  }

  /** What leaves the picture goes on as it went: its pixels are gone, and results would come too late. */
  private unseen(expected: Point | null, { levels }: GreyFrame): Point {
    const { x, y, width, height } = this.at;
    const plane = levels[0] as Plane;
    const [right, bottom] = [plane.width - x, plane.height - y];
    const isCut = Math.min(x, right) < width / 2 || Math.min(y, bottom) < height / 2;
    return isCut ? this.speed : (expected ?? { x: 0, y: 0 });
  }

  /** How a place in an earlier frame got to the last one; null where it is not known that far back. */
  carry(seq: number): Transform | null {
    if (!this.chain.holds(seq)) return null;
    const ways = this.waysSince(seq, this.chain.last);
    const motion = ways.length >= LEAST_CORNERS ? fitMotion(ways) : null;
    return motion && motion.agreed > 0.6 ? motion : this.chain.between(seq, this.chain.last);
  }

  /** Where it was in an earlier frame. */
  boxAt(seq: number): Box {
    return moved(this.at, this.chain.between(this.chain.last, Math.max(seq, this.chain.oldest)));
  }

  /** A box of one frame, carried to a later one; null where that is not known. */
  carriedBetween(box: Box, from: number, to: number): Box | null {
    return this.chain.holds(from) && this.chain.holds(to) ? moved(box, this.chain.between(from, to)) : null;
  }

  /** A result says better where it is in the last frame; new corners are looked for there. */
  correct(box: Box, frame: GreyFrame): void {
    this.at = box;
    this.points = this.points.filter((point) => isWithin(box, point, 1.1));
    if (this.points.length < WANTED_CORNERS && frame.seq >= this.seedFrom) this.seed(frame);
  }

  /**
   * The thing moved by (`dx`, `dy`) between two frames: corners that did not are the background's. The way
   * since then is told anew by those that did.
   */
  judge(from: number, to: number, dx: number, dy: number): void {
    const allowed = Math.max(1.2, 0.4 * Math.hypot(dx, dy));
    let dropped = false;
    this.points = this.points.filter((point) => {
      if (point.since > from) return true;
      const error = Math.hypot(
        at(point.xs, to) - at(point.xs, from) - dx,
        at(point.ys, to) - at(point.ys, from) - dy,
      );
      if (error <= allowed) point.weight = Math.min(3, point.weight + 0.5);
      else dropped = true;
      return error <= allowed;
    });
    if (dropped) this.retell(from);
  }

  private retell(from: number): void {
    const first = Math.max(from, this.chain.oldest) + 1;
    const told = Array.from({ length: Math.max(0, this.chain.last - first + 1) }, (_, step) => {
      const ways = this.waysSince(first + step - 1, first + step);
      const motion = ways.length >= LEAST_CORNERS ? fitMotion(ways) : null;
      return motion ?? this.chain.between(first + step - 1, first + step);
    });
    for (const [step, motion] of told.entries()) this.chain.rewrite(first + step, motion);
  }

  private seen(from: GreyFrame, to: GreyFrame, ms: number, expected: Point | null): Motion | null {
    const own = { x: this.speed.x * ms, y: this.speed.y * ms };
    const first = this.byCorners(from, to, own);
    if (isSure(first)) return first;
    const other = expected && { x: expected.x * ms, y: expected.y * ms };
    if (other && Math.hypot(other.x - own.x, other.y - own.y) > 2) {
      const second = this.byCorners(from, to, other);
      if (isSure(second)) return second;
    }
    return this.byPatch(from, to, own) ?? (other && this.byPatch(from, to, other));
  }

  private byCorners(from: GreyFrame, to: GreyFrame, guess: Point): Motion | null {
    const top = topFor(this.at, MOST_TOP);
    const ways: CornerWay[] = [];
    for (const point of this.points) {
      const { x, y, weight } = point;
      const found = search(from, to, x, y, x + guess.x, y + guess.y, { radius: RADIUS, top, bottom: 0 });
      if (!found || isOther(found, MOST_ERROR)) continue;
      const share = this.centrality(point) * this.likelihood(found.x - x, found.y - y);
      ways.push({ of: point, x, y, toX: found.x, toY: found.y, weight: weight * share });
    }
    this.ways = ways;
    return fitMotion(ways);
  }

  private ways: CornerWay[] = [];
  /** Its way in this frame, px, if it goes on evenly; null where it does not. */
  private likely: Point | null = null;

  private likelihood(dx: number, dy: number): number {
    if (!this.likely) return 1;
    const { x, y } = this.likely;
    const off = Math.hypot(dx - x, dy - y) / (STRAY_PX + STRAY_SHARE * Math.hypot(x, y));
    return STRAYED + (1 - STRAYED) * Math.exp(-off * off);
  }

  /** What is in the middle of the box is the thing; at its edge, that is less sure. */
  private centrality({ x, y }: Point): number {
    const [dx, dy] = [(x - this.at.x) / this.at.width, (y - this.at.y) / this.at.height];
    return Math.exp(-2.5 * (dx * dx + dy * dy));
  }

  private byPatch(from: GreyFrame, to: GreyFrame, guess: Point): Motion | null {
    const { x, y, width, height } = this.at;
    const side = Math.min(width, height) * 1.1;
    const bottom = Math.max(0, Math.min(from.levels.length - 1, Math.ceil(Math.log2(side / PATCH_SIDE))));
    const radius = Math.max(2, Math.min(7, Math.floor(side / (2 << bottom))));
    const found = search(from, to, x, y, x + guess.x, y + guess.y, { radius, top: bottom + 2, bottom });
    if (!found || isOther(found, this.likely ? MOST_EVEN_ERROR : MOST_PATCH_ERROR)) return null;
    return { scale: 1, shiftX: found.x - x, shiftY: found.y - y, agreed: 1, count: 1 };
  }

  private move(to: GreyFrame, motion: Transform, ms: number, seen: boolean): void {
    const before = this.at;
    this.at = moved(before, motion);
    const last = this.chain.last;
    this.chain.extend(to.seq, motion);
    if (seen && ms > 0) this.speed = { x: (this.at.x - before.x) / ms, y: (this.at.y - before.y) / ms };
    this.keepPoints(last, to.seq, motion, seen);
  }

  private keepPoints(last: number, seq: number, motion: Transform, seen: boolean): void {
    const { scale, shiftX, shiftY } = motion;
    const kept: Corner[] = [];
    for (const { of: point, x, y, toX, toY } of seen ? this.ways : []) {
      const stray = Math.hypot(toX - scale * x - shiftX, toY - scale * y - shiftY);
      point.strikes = stray > 1.2 ? point.strikes + 1 : 0;
      note(point, last, seq, toX, toY);
      if (point.strikes < 3 && isWithin(this.at, point, 1.15)) kept.push(point);
    }
    this.points = kept;
  }

  private waysSince(from: number, to: number): Way[] {
    const ways: Way[] = [];
    for (const point of this.points) {
      if (point.since > from) continue;
      ways.push({
        x: at(point.xs, from),
        y: at(point.ys, from),
        toX: at(point.xs, to),
        toY: at(point.ys, to),
        weight: point.weight,
      });
    }
    return ways;
  }

  private seed(frame: GreyFrame): void {
    const inner = { ...this.at, width: this.at.width * INNER, height: this.at.height * INNER };
    for (const { x, y } of corners(frame, inner, this.points)) {
      const point = {
        x,
        y,
        xs: new Float32Array(REMEMBERED),
        ys: new Float32Array(REMEMBERED),
        since: frame.seq,
        weight: 1,
        strikes: 0,
      };
      note(point, frame.seq - 1, frame.seq, x, y);
      this.points.push(point);
    }
    if (this.points.length < WANTED_CORNERS) this.seedFrom = frame.seq + BARREN_FRAMES;
  }
}

/** Its place in a frame; in frames that were left out since the last one, on the straight way between. */
function note(point: Corner, last: number, seq: number, x: number, y: number): void {
  for (let each = last + 1; each <= seq; each += 1) {
    const share = (each - last) / (seq - last);
    point.xs[each % REMEMBERED] = point.x + (x - point.x) * share;
    point.ys[each % REMEMBERED] = point.y + (y - point.y) * share;
  }
  point.x = x;
  point.y = y;
}

function at(values: Float32Array, seq: number): number {
  return values[seq % REMEMBERED] as number;
}

function isOther({ error, slope }: Found, most: typeof MOST_ERROR): boolean {
  return error > Math.max(most.levels, most.px * slope);
}

function isSure(motion: Motion | null): boolean {
  return motion !== null && motion.count >= LEAST_CORNERS && motion.agreed >= LEAST_AGREED;
}

/** Coarser than this a corner's window holds more of the background than of the thing. */
function topFor({ width, height }: Box, most: number): number {
  return Math.max(0, Math.min(most, Math.floor(Math.log2(Math.min(width, height) / 7))));
}

function isWithin(box: Box, { x, y }: Point, share: number): boolean {
  return Math.abs(x - box.x) <= (box.width * share) / 2 && Math.abs(y - box.y) <= (box.height * share) / 2;
}

function driftOf({ x, y }: Point, ms: number): Transform {
  return { scale: 1, shiftX: x * ms, shiftY: y * ms };
}
