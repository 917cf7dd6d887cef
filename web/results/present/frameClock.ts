/**
 * When the frame of a result was captured, by this device's clock. A hosted worker tells `pts`: 90 kHz of the
 * sender's own capture clock (RFC 3550 §5.1), counted from a frame that nobody names. So differences are exact
 * and one number is unknown: the origin, the same as long as the peer lives.
 * (arrival − pts) is that origin and what a result takes from capture to arrival; the least of it in a while
 * is free of queues.
 */
import type { FrameStamp } from '../live';

/** So long (ms) a slow path is remembered as the best there was. */
const WINDOW_MS = 8_000;
/** Of the way from the lens to the encoder, and of the worker's decoder, model and writing: a guess. */
const WORK_MS = 38;
/** pts further ahead of the clock than this belong to another peer. */
const JUMP_MS = 1_500;
/** Of origins found in the picture (or told by the worker), the middle of so many is taken. */
const MOST_FOUND = 25;

type Seen = { arrivedMs: number; offsetMs: number };

export class FrameClock {
  /** Of the last seconds those that no later one undercuts: the least comes first. */
  private seen: Seen[] = [];
  private found: number[] = [];
  private learned: number | null = null;
  /** Grows when the origin is another one: what was learned of it before is void. */
  life = 0;
  private last: { frameId: number; ptsMs: number } | null = null;

  /** @param roundTripMs of the path that media and results take; null where it is not known yet. */
  constructor(private readonly roundTripMs: () => number | null) {}

  /**
   * @param arrivedMs when the result came, by the clock of the frames' capture times
   * @returns when its frame was captured, by the same; null where the worker does not say which frame it was
   */
  capturedAt({ frameId, ptsMs }: Pick<FrameStamp, 'frameId' | 'ptsMs'>, arrivedMs: number): number | null {
    if (ptsMs === null) return null;
    const before = this.last;
    if (before && this.isOther(frameId, ptsMs, arrivedMs)) this.forget();
    const isStill = before !== null && before.ptsMs === ptsMs && before.frameId !== frameId;
    this.last = { frameId, ptsMs };
    if (isStill) return null;
    this.note({ arrivedMs, offsetMs: arrivedMs - ptsMs });
    return ptsMs + this.originMs();
  }

  /**
   * The picture itself told that the frame with this pts was captured then. What would have had results come
   * before their frames could is a look-alike.
   */
  correct(ptsMs: number, capturedMs: number): void {
    if (capturedMs - ptsMs > this.latestOriginMs) return;
    this.found.push(capturedMs - ptsMs);
    if (this.found.length > MOST_FOUND) this.found.shift();
  }

  /** The picture told the origin; null where it does not yet. */
  learn(originMs: number | null): void {
    this.learned = originMs;
  }

  /** The origin that a path without any work at either end would mean. */
  get latestOriginMs(): number {
    return this.floorMs() - (this.roundTripMs() ?? 0) * 0.8;
  }

  forget(): void {
    this.seen = [];
    this.found = [];
    this.learned = null;
    this.last = null;
    this.life += 1;
  }

  private originMs(): number {
    if (this.found.length > 0) return middle(this.found);
    return this.learned ?? this.floorMs() - (this.roundTripMs() ?? 0) - WORK_MS;
  }

  private note(seen: Seen): void {
    while ((this.seen.at(-1)?.offsetMs ?? Number.NEGATIVE_INFINITY) >= seen.offsetMs) this.seen.pop();
    this.seen.push(seen);
    while (seen.arrivedMs - (this.seen[0] as Seen).arrivedMs >= WINDOW_MS) this.seen.shift();
  }

  private floorMs(): number {
    return this.seen[0]?.offsetMs ?? Number.POSITIVE_INFINITY;
  }

  /** A peer numbers its frames from 1 on, and no path gets faster than its best by seconds. */
  private isOther(frameId: number, ptsMs: number, arrivedMs: number): boolean {
    const { last } = this;
    if (!last) return false;
    return frameId <= last.frameId || ptsMs < last.ptsMs || arrivedMs - ptsMs < this.floorMs() - JUMP_MS;
  }
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
