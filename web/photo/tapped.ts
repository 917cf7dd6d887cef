/** Which thing of a photo a finger means. */
import type { Thing } from '../results/kinds/model';

type Point = { x: number; y: number };
type Size = { width: number; height: number };
/** The picture as it is shown, CSS px of the window. */
export type Shown = Size & { left: number; top: number };

/** So far (CSS px) beside a box a finger still means it, as over the viewfinder. */
const FINGER_PX = 14;

/**
 * @param at CSS px of the window
 * @param frame in whose pixels the things' places are
 * @returns of several the smallest; null where there is none
 */
export function tappedThing(things: readonly Thing[], frame: Size, shown: Shown, at: Point): Thing | null {
  const scale = { x: shown.width / frame.width, y: shown.height / frame.height };
  const finger = { x: (at.x - shown.left) / scale.x, y: (at.y - shown.top) / scale.y };
  const near = things.filter(
    ({ box }) =>
      Math.abs(finger.x - box.x) < box.width / 2 + FINGER_PX / scale.x &&
      Math.abs(finger.y - box.y) < box.height / 2 + FINGER_PX / scale.y,
  );
  const area = ({ box }: Thing) => box.width * box.height;
  return near.reduce<Thing | null>((best, each) => (best && area(best) <= area(each) ? best : each), null);
}
