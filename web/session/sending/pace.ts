/** How many frames a second are worth sending: as many as the worker answers, and no fewer than keep it fresh. */

/** Frames a second that may be asked for. */
export const RATES = [4, 8, 15, 30] as const;
export type Rate = (typeof RATES)[number];

/** Ever growing counts of one peer. */
export type Frames = { atMs: number; sent: number; answered: number };

/** So long (ms) one rate is watched before it is judged. */
const WATCHED_MS = 3_000;
/** A worker that answers this share of the frames keeps up. */
const KEEPS_UP = 0.9;
/**
 * So long (ms) a free worker may wait for the next frame, which is by so much older than it could be; and this
 * share of its own pace, where that is longer.
 */
const WAIT_MS = 1_000 / 15;
const WAIT_SHARE = 1 / 4;
/** After a rate was too high: then it is tried again, and each time later. */
const TRY_AGAIN_MS = 10_000;
const TRY_LATEST_MS = 160_000;

export class Pace {
  /** What the worker can use, as far as is known. */
  rate: Rate = 30;
  private since: Frames | null = null;
  private doubted = false;
  private tryMs = Number.NEGATIVE_INFINITY;
  private patienceMs = TRY_AGAIN_MS;

  /** @param now counts while sending @param asked what was asked for, which the route may have lowered */
  look(now: Frames, asked: Rate): void {
    const { since } = this;
    if (!since || now.sent < since.sent || now.answered < since.answered) this.forget(now);
    else if (now.atMs - since.atMs >= WATCHED_MS) {
      this.judge(now, since, asked);
      this.forget(now);
    }
  }

  /** What was counted so far belongs to another rate, or to a time without frames. */
  forget(now: Frames | null): void {
    this.since = now;
  }

  private judge(now: Frames, since: Frames, asked: Rate): void {
    const seconds = (now.atMs - since.atMs) / 1_000;
    const [sent, answered] = [(now.sent - since.sent) / seconds, (now.answered - since.answered) / seconds];
    // Nothing comes back: that is no pace, and others look into it.
    if (answered === 0 || sent === 0) return;
    const keepsUp = answered >= KEEPS_UP * sent;
    if (keepsUp && asked >= this.rate && now.atMs >= this.tryMs) this.raise();
    const wanted = keepsUp ? this.rate : rateFor(answered);
    // One slow stretch may be a hiccup of the phone's or of the worker's.
    if (wanted < this.rate && this.doubted) this.lowerTo(wanted, now.atMs);
    else this.doubted = wanted < this.rate;
  }

  private raise(): void {
    this.rate = RATES.find((rate) => rate > this.rate) ?? this.rate;
  }

  private lowerTo(rate: Rate, nowMs: number): void {
    this.rate = rate;
    this.doubted = false;
    this.tryMs = nowMs + this.patienceMs;
    this.patienceMs = Math.min(TRY_LATEST_MS, 2 * this.patienceMs);
  }
}

/** The lowest rate that keeps a worker of so many answers a second busy and fresh. */
function rateFor(answered: number): Rate {
  const waitMs = Math.max(WAIT_MS, (WAIT_SHARE * 1_000) / answered);
  const least = Math.max(answered, 1_000 / waitMs);
  // 15 frames a second come at 14.97 and the like.
  return RATES.find((rate) => rate >= 0.98 * least) ?? 30;
}
