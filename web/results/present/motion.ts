/** How a thing moves by the results alone: what is left where its pixels tell nothing. */
import type { Box, Point } from '../kinds/model';

/** How soon a guess is worth nothing, ms: a thing that was seen moving may have stopped since. */
const FORGETS_MS = 260;
/** Results closer together than this tell more of the model's jitter than of a motion. */
const LEAST_MS = 15;
const LONGEST_MS = 1_200;
const NEWS = 0.65;

export class Motion {
  private last: { box: Box; atMs: number } | null = null;
  private speed: Point | null = null;

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
  }

  /** px a ms, for a moment this long after the last result's frame; null before two results. */
  expected(atMs: number): Point | null {
    const { speed, last } = this;
    if (!speed || !last) return null;
    const trust = Math.exp(-Math.max(0, atMs - last.atMs) / FORGETS_MS);
    return { x: speed.x * trust, y: speed.y * trust };
  }
}
