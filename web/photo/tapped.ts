/** Which thing of a photo a finger means. */
import { boxToView, boxUnder, type Point, type Size } from '../overlay/geometry';
import type { Thing } from '../results/kinds/model';

/** The picture as it is shown, CSS px of the window. */
export type Shown = Size & { left: number; top: number };

/**
 * @param at CSS px of the window
 * @param frame in whose pixels the things' places are
 * @returns of several the smallest; null where there is none
 */
export function tappedThing(things: readonly Thing[], frame: Size, shown: Shown, at: Point): Thing | null {
  const [scaleX, scaleY] = [shown.width / frame.width, shown.height / frame.height];
  const mapping = { scaleX, scaleY, offsetX: shown.left, offsetY: shown.top };
  const boxes = things.map((thing) => ({ ...boxToView(mapping, thing.box), thing }));
  return boxUnder(boxes, at)?.thing ?? null;
}
