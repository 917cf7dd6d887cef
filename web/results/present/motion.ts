/** How a thing moves by the results alone: what is left where its pixels tell nothing. */
import type { Box, Point } from '../kinds/model';

/** How soon a guess is worth nothing, ms: a thing that was seen moving may have stopped since. */
const FORGETS_MS = 260;
/** Results closer together than this tell more of the model's jitter than of a motion. */
const LEAST_MS = 15;
const LONGEST_MS = 1_200;
const NEWS = 0.65;
/** Results of so long, ms, tell whether it goes on evenly; of less than the shorter time they do not. */
const EVEN_MS = 450;
const EVEN_LEAST_MS = 120;
/** px, and share of its size, that results may lie off an even motion: the model's jitter. */
const JITTER_PX = 0.6;
const JITTER_SHARE = 0.02;
/** After so long, ms, without a result an even motion may have ended. */
const EVEN_LASTS_MS = 500;

type Sight = { x: number; y: number; atMs: number };

export class Motion {
  private last: { box: Box; atMs: number } | null = null;
  private speed: Point | null = null;
  private sights: Sight[] = [];
  /** px a ms, where the last results lie on a straight line in place and time. */
  private even: Point | null = null;

  /** @param box px, at the capture time of the result's frame */
  saw(box: Box, atMs: number): void {
    const { last } = this;
    const ms = last ? atMs - last.atMs : 0;
    if (last && ms < LEAST_MS) return;
    if (last && ms < LONGEST_MS) {
      const now = { x: (box.x - last.box.x) / ms, y: (box.y - last.box.y) / ms };
      const { speed } = this;
      this.speed = speed
        ? { x: speed.x + NEWS * (now.x - speed.x), y: speed.y + NEWS * (now.y - speed.y) }
        : now;
    } else this.speed = null;
    this.last = { box, atMs };
    this.sights = [
      ...this.sights.filter((sight) => sight.atMs > atMs - EVEN_MS),
      { x: box.x, y: box.y, atMs },
    ];
    this.even = evenSpeed(this.sights, JITTER_PX + JITTER_SHARE * Math.max(box.width, box.height));
  }

  /** px a ms, where it has gone on evenly for some results: it will for a moment more. Else null. */
  steady(atMs: number): Point | null {
    return this.last && atMs - this.last.atMs < EVEN_LASTS_MS ? this.even : null;
  }

  /** px a ms, for a moment this long after the last result's frame; null before two results. */
  expected(atMs: number): Point | null {
    const { speed, last } = this;
    if (!speed || !last) return null;
    const trust = Math.exp(-Math.max(0, atMs - last.atMs) / FORGETS_MS);
    return { x: speed.x * trust, y: speed.y * trust };
  }
}

/** The straight line through these places, by least squares; null where one lies further off than `mostPx`. */
function evenSpeed(sights: readonly Sight[], mostPx: number): Point | null {
  const [first, last] = [sights[0], sights.at(-1)];
  if (!first || !last || sights.length < 3 || last.atMs - first.atMs < EVEN_LEAST_MS) return null;
  const middle = { x: 0, y: 0, atMs: 0 };
  for (const { x, y, atMs } of sights) {
    middle.x += x / sights.length;
    middle.y += y / sights.length;
    middle.atMs += atMs / sights.length;
  }
  let [xt, yt, tt] = [0, 0, 0];
  for (const { x, y, atMs } of sights) {
    const ms = atMs - middle.atMs;
    xt += ms * (x - middle.x);
    yt += ms * (y - middle.y);
    tt += ms * ms;
  }
  const speed = { x: xt / tt, y: yt / tt };
  for (const { x, y, atMs } of sights) {
    const ms = atMs - middle.atMs;
    if (Math.hypot(x - middle.x - speed.x * ms, y - middle.y - speed.y * ms) > mostPx) return null;
  }
  return speed;
}
