/**
 * The accurate workflow, for photos: the small model on the whole photo and on overlapping tiles of it, then
 * an outline for each thing found. It is slower than the fast one and sees smaller things; it is not SAM3
 * (`segment/outline.ts` says what its outlines are worth).
 */
import type { Box, DetectObjects, OutlinedBox, Picture } from '../boxes';
import { cornersOf, outlined } from './segment/outline';
import { type SearchOptions, searchClosely } from './tiling/search';

/** An outline takes up to some 25 ms of the thread; the boxes after this many keep their corners. */
const MOST_OUTLINES = 120;

/**
 * @returns best first, every one with `points`: its outline, or its box's corners where no outline can be
 * trusted
 */
export async function detectAccurately(
  picture: Picture,
  detectObjects: DetectObjects,
  options: SearchOptions = {},
): Promise<OutlinedBox[]> {
  const boxes = await searchClosely(picture, detectObjects, options);
  return boxes.map((box, index) => (index < MOST_OUTLINES ? outlined(picture, box) : withCorners(box)));
}

function withCorners(box: Box): OutlinedBox {
  return { ...box, points: cornersOf(box) };
}
