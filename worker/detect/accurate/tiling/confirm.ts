/**
 * A closer look at what one pass alone has seen. A tile cuts things, and what is left of one may look like
 * something else: half a space suit like a mouse. So each such box is looked at again with room around it,
 * twice, and stays where the model sees it both times.
 */
import type { Box, DetectObjects, DetectOptions, Picture } from '../../boxes';
import { cutOut, type Rect } from '../../crop';
import { likeness } from '../../geometry';
import { meansSame, type TileBox } from './merge';

/** A look's sides, in the longer side of the box. */
const LOOKS = [1.5, 2];
/** px of the first look's side: enlarged further, there is nothing but blur. */
const LEAST_SIDE = 128;
/**
 * So much alike is the box of the look, at least: what is long and thin, a tie, is never placed twice
 * alike.
 */
const ALIKE = 0.4;
/** What two passes saw whole, or the one over the whole picture, each as sure as this, needs no further look. */
const SURE = 0.5;
/** The pass that no tile cuts. */
export const WHOLE = 0;

/** `endMs`: by `performance.now()`, when there is no more time for looks, whatever they have taken. */
export type LookLimits = { boxes: number; ms: number; endMs?: number };

/** Each look costs one run of the model: after so many boxes, or so many ms, the others stay unasked. */
export const LOOK_LIMITS: LookLimits = { boxes: 60, ms: 6_000 };

export type Confirming = {
  picture: Picture;
  /** What the passes saw. */
  seen: TileBox[];
  detectObjects: DetectObjects;
  detect: DetectOptions | undefined;
};

/** @param boxes best first, px of the picture @returns those that stay, in their order */
export async function confirmed(boxes: Box[], asked: Confirming, limits = LOOK_LIMITS): Promise<Box[]> {
  const endMs = Math.min(performance.now() + limits.ms, limits.endMs ?? Number.POSITIVE_INFINITY);
  const kept: Box[] = [];
  let count = 0;
  for (const box of boxes) {
    const isAsked = !isAgreed(box, asked.seen) && count < limits.boxes && performance.now() < endMs;
    if (isAsked) count += 1;
    if (!isAsked || (await isSeenAgain(box, asked))) kept.push(box);
  }
  return kept;
}

function isAgreed(box: Box, seen: TileBox[]): boolean {
  const passes = seen.filter(
    (each) =>
      each.box.confidence >= SURE && !Object.values(each.cut).some(Boolean) && meansSame(each.box, box),
  );
  return passes.some(({ pass }) => pass === WHOLE) || new Set(passes.map(({ pass }) => pass)).size > 1;
}

async function isSeenAgain(box: Box, { picture, detectObjects, detect }: Confirming): Promise<boolean> {
  for (const look of LOOKS) {
    const around = squareAround(box, picture, look);
    // No closer than the first pass.
    if (around.width === picture.width && around.height === picture.height) return true;
    const found = await detectObjects(cutOut(picture, around), detect);
    if (!found.some((each) => isAgain(placed(each, around), box))) return false;
  }
  return true;
}

function isAgain(found: Box, box: Box): boolean {
  return found.class_id === box.class_id && likeness(found, box) >= ALIKE;
}

/** As much of a square as there is of the picture, moved where it would end beyond. */
function squareAround(box: Box, picture: Picture, look: number): Rect {
  const least = (LEAST_SIDE * look) / (LOOKS[0] as number);
  const side = Math.round(Math.max(least, look * Math.max(box.width, box.height)));
  const axis = (centre: number, length: number) => {
    const room = Math.min(side, length);
    return { start: Math.round(Math.min(length - room, Math.max(0, centre - room / 2))), room };
  };
  const [across, down] = [axis(box.x, picture.width), axis(box.y, picture.height)];
  return { left: across.start, top: down.start, width: across.room, height: down.room };
}

/** From px of a part to px of the picture. */
export function placed<Each extends Box>(box: Each, { left, top }: Rect): Each {
  return { ...box, x: box.x + left, y: box.y + top };
}
