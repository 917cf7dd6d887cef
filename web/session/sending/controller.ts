/**
 * What is sent: bitrate and frame rate, from what went out and what came back. No timers, no media: it is told
 * the time. All bytes count against the cap, whatever they are for.
 */
import { Pace, RATES, type Rate } from './pace';
import { Spend } from './spend';

/** At a moment (ms); counts are of one peer and only grow. Null where the browser does not say. */
export type Reading = {
  atMs: number;
  /** All that left, headers and repeats included; and the part of it that was new frames. */
  bytes: number;
  mediaBytes: number;
  framesSent: number;
  framesAnswered: number;
  /** By the worker's last report, 0 to 1. */
  lostShare: number | null;
  /** How long a packet waited here before it went, since the last reading. */
  waitMs: number | null;
  /** What the route carries, by the browser's estimate. */
  availableBps: number | null;
};

export type Sending = { maxBitrate: number; maxFramerate: number };

export const WINDOW_MS = 5_000;
/** A decision is felt at the next reading, and a little after. */
const AHEAD_MS = 1_000;
/** Shares of the cap: what the encoder is aimed at, which it does not hit, and what no window shall exceed. */
const AIM = 0.85;
const MOST = 0.92;
/** An estimate that is filled to the brim builds a queue. */
const ROUTE_SHARE = 0.85;
const LEAST_BPS = 30_000;
/**
 * Within these shares of it what is set stays set. Firefox (153) makes a transceiver's receiver anew whenever
 * its sender's parameters are set: at two changes a second the workflow's picture was key frames and little
 * else.
 */
const STEADY = { from: 0.96, to: 1.15 };

const LOSS = 0.1;
const QUEUE_MS = 80;
const RETREAT = 0.7;
const LEAST_SHARE = 0.2;
/** After a retreat: so long (ms) until the next, and until it is taken back, by a tenth at each look. */
const AGAIN_MS = 1_000;
const HELD_MS = 3_000;
const ADVANCE = 1.1;

/** Fewer bits than these make a frame of 640 px that a model cannot use: then rather fewer frames. */
const BITS_A_FRAME = 7_000;
/** What lower frame rates are worth of the whole bitrate: each frame differs more from the one before. */
const WORTH: Record<Rate, number> = { 4: 0.4, 8: 0.55, 15: 0.75, 30: 1 };

export class SendController {
  private readonly spend = new Spend(WINDOW_MS + 2 * AHEAD_MS);
  private readonly pace = new Pace();
  private share = 1;
  private retreatedMs = Number.NEGATIVE_INFINITY;
  private asked: Rate = 30;
  private askedBytes = 0;
  private lastMs: number | null = null;

  /**
   * @param capBps bits a second, of all bytes, over any WINDOW_MS
   * @param maxBitrate bits a second of new frames, as it is set so far
   */
  constructor(
    private readonly capBps: number,
    private maxBitrate: number,
  ) {}

  next(reading: Reading): Sending {
    this.spend.add({ ...reading, askedBytes: this.askedUntil(reading.atMs) });
    const { atMs, framesSent: sent, framesAnswered: answered } = reading;
    this.pace.look({ atMs, sent, answered }, this.asked);
    this.retreatOrAdvance(reading);
    this.maxBitrate = this.bitrateFor(reading);
    const rate = lower(this.pace.rate, rateWithin(this.maxBitrate));
    if (rate !== this.asked) this.pace.forget(null);
    this.asked = rate;
    return { maxBitrate: this.maxBitrate, maxFramerate: rate };
  }

  /** What is wanted, or what is set where that is nearly so. */
  private bitrateFor(reading: Reading): number {
    const wanted = Math.max(LEAST_BPS, Math.round(this.wantedBps(reading) / this.spend.ratio));
    const share = wanted / this.maxBitrate;
    return share >= STEADY.from && share <= STEADY.to ? this.maxBitrate : wanted;
  }

  private askedUntil(atMs: number): number {
    this.askedBytes += (this.maxBitrate * (atMs - (this.lastMs ?? atMs))) / 8_000;
    this.lastMs = atMs;
    return this.askedBytes;
  }

  /** Sending ended or begins again: what was counted meanwhile is no pace. */
  rested(): void {
    this.pace.forget(null);
  }

  private wantedBps({ atMs, availableBps }: Reading): number {
    const aimed = AIM * this.capBps * WORTH[this.pace.rate] * this.share;
    const route = ROUTE_SHARE * (availableBps ?? Number.POSITIVE_INFINITY);
    return Math.min(aimed, route, this.allowedBps(atMs));
  }

  /** What the window still has room for, spent over the time until a next decision is felt. */
  private allowedBps(atMs: number): number {
    const budgetBits = (MOST * this.capBps * WINDOW_MS) / 1_000;
    const spentBits = 8 * this.spend.since(atMs - (WINDOW_MS - AHEAD_MS));
    return Math.max(0, ((budgetBits - spentBits) * 1_000) / AHEAD_MS);
  }

  private retreatOrAdvance({ atMs, lostShare, waitMs }: Reading): void {
    const sinceMs = atMs - this.retreatedMs;
    if ((lostShare ?? 0) >= LOSS || (waitMs ?? 0) >= QUEUE_MS) {
      if (sinceMs < AGAIN_MS) return;
      this.share = Math.max(LEAST_SHARE, RETREAT * this.share);
      this.retreatedMs = atMs;
    } else if (sinceMs >= HELD_MS) this.share = Math.min(1, ADVANCE * this.share);
  }
}

function rateWithin(maxBitrate: number): Rate {
  return RATES.findLast((rate) => rate * BITS_A_FRAME <= maxBitrate) ?? RATES[0];
}

function lower(a: Rate, b: Rate): Rate {
  return a < b ? a : b;
}
