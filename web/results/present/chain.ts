/**
 * A thing's motion from frame to frame, so that a place in any frame of the last second can be carried to any
 * other. Kept as the place in each frame of one plane that goes with the thing: `place = scale · u + shift`.
 */
import type { Box } from '../kinds/model';

/** Frames remembered; more than a ring of grey frames holds. */
export const REMEMBERED = 96;

/** `to = scale · from + shift`, on each axis; px. */
export type Transform = { scale: number; shiftX: number; shiftY: number };

const STILL: Transform = { scale: 1, shiftX: 0, shiftY: 0 };

export class Chain {
  private readonly scales = new Float64Array(REMEMBERED);
  private readonly xs = new Float64Array(REMEMBERED);
  private readonly ys = new Float64Array(REMEMBERED);

  /** @param first the frame that it begins with. */
  constructor(
    readonly first: number,
    public last = first,
  ) {
    this.put(first, STILL);
  }

  /** The oldest frame that it still reaches. */
  get oldest(): number {
    return Math.max(this.first, this.last - REMEMBERED + 1);
  }

  holds(seq: number): boolean {
    return seq >= this.oldest && seq <= this.last;
  }

  /** Adds `seq`, the frame after `last` or a later one: between the two the motion is taken as even. */
  extend(seq: number, motion: Transform): void {
    const steps = seq - this.last;
    const from = this.last;
    for (let step = 1; step <= steps; step += 1)
      this.put(from + step, this.after(from, part(motion, step / steps)));
    this.last = seq;
  }

  /** Writes the motion from `seq - 1` to `seq` anew; whoever does so goes on up to `last`. */
  rewrite(seq: number, motion: Transform): void {
    this.put(seq, this.after(seq - 1, motion));
  }

  between(from: number, to: number): Transform {
    const [a, b] = [from % REMEMBERED, to % REMEMBERED];
    const scale = (this.scales[b] as number) / (this.scales[a] as number);
    return {
      scale,
      shiftX: (this.xs[b] as number) - scale * (this.xs[a] as number),
      shiftY: (this.ys[b] as number) - scale * (this.ys[a] as number),
    };
  }

  private after(seq: number, { scale, shiftX, shiftY }: Transform): Transform {
    const at = seq % REMEMBERED;
    return {
      scale: scale * (this.scales[at] as number),
      shiftX: scale * (this.xs[at] as number) + shiftX,
      shiftY: scale * (this.ys[at] as number) + shiftY,
    };
  }

  private put(seq: number, { scale, shiftX, shiftY }: Transform): void {
    const at = seq % REMEMBERED;
    this.scales[at] = scale;
    this.xs[at] = shiftX;
    this.ys[at] = shiftY;
  }
}

export function moved({ x, y, width, height }: Box, { scale, shiftX, shiftY }: Transform): Box {
  return { x: scale * x + shiftX, y: scale * y + shiftY, width: scale * width, height: scale * height };
}

function part({ scale, shiftX, shiftY }: Transform, share: number): Transform {
  return { scale: 1 + (scale - 1) * share, shiftX: shiftX * share, shiftY: shiftY * share };
}
