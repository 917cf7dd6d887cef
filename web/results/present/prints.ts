/** Finds the frame that a worker's fingerprint was taken of, among those of the last second. */
import { fingerprintOf } from '../../../protocol/fingerprint';
import type { GreyFrame, Plane, Print } from './grey';

/** A codec's noise, grey levels squared for each cell: frames that differ by less are alike. */
const NOISE = 0.35;
/** Two frames whose prints differ by this little are told apart by when they should have been. */
const ALIKE = 0.05;
/** How far off the clock's word usually is, ms. */
const CLOCK_MS = 40;

/**
 * @param frames oldest first
 * @param nearMs where to look first: of frames that look alike, the nearest to this is taken
 * @param untilMs no frame that was captured later can be meant
 * @returns `isClear`: no frame at any other time looks like it; null where none does
 */
export function findPrinted(
  frames: readonly GreyFrame[],
  print: Uint8Array,
  nearMs: number,
  untilMs = Number.POSITIVE_INFINITY,
): { frame: GreyFrame; isClear: boolean } | null {
  const possible = frames.filter(({ timeMs }) => timeMs <= untilMs);
  const off = distances(print, possible);
  const least = Math.min(...off);
  if (!(least < MOST_OFF)) return null;
  const unlikely = (at: number) => {
    const lateMs = (possible[at] as GreyFrame).timeMs - nearMs;
    return (off[at] as number) / ALIKE + (lateMs / CLOCK_MS) ** 2 / 2;
  };
  let best = 0;
  for (let at = 1; at < off.length; at += 1) if (unlikely(at) < unlikely(best)) best = at;
  const alike = possible.filter((_, at) => (off[at] as number) <= least + NOISE);
  const spreadMs = (alike.at(-1)?.timeMs ?? 0) - (alike[0]?.timeMs ?? 0);
  return { frame: possible[best] as GreyFrame, isClear: spreadMs < 40 };
}

/** Beyond this, mean squared, it is another picture. */
const MOST_OFF = 60;

/** Taken once a frame, and of none where the worker never shows what it saw. */
function printOf(frame: GreyFrame): Print {
  // What is already halved costs a sixth, and is the mean of the same px.
  const { luma, width, height } = (frame.levels[2] ?? frame.levels[0]) as Plane;
  frame.print ??= summed(fingerprintOf(luma, width, height));
  return frame.print;
}

function summed(cells: Uint8Array): Print {
  let [sum, squares] = [0, 0];
  for (const cell of cells) {
    sum += cell;
    squares += cell * cell;
  }
  return { cells, sum, variance: squares - (sum * sum) / cells.length };
}

/**
 * Mean squared difference to each frame's print, once the one is brought to the brightness and contrast of the
 * other: a page sees full range, a worker video range, and each makes its own luma.
 */
function distances(cells: Uint8Array, frames: readonly GreyFrame[]): number[] {
  const count = cells.length;
  const { sum, variance } = summed(cells);
  return frames.map((frame) => {
    const other = printOf(frame);
    if (variance < count || other.variance < count) return Number.POSITIVE_INFINITY;
    let products = 0;
    for (let at = 0; at < count; at += 1) products += (cells[at] as number) * (other.cells[at] as number);
    const shared = products - (sum * other.sum) / count;
    return (variance - (shared * shared) / other.variance) / count;
  });
}
