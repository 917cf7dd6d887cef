/**
 * The accurate workflow, for photos: the model on the whole photo, on overlapping tiles of it and again on
 * what one of them alone has shown, then a mask for each thing found, where a network that segments is in
 * place and knows such things. It is slower than the fast one and sees smaller things; it is not SAM3, and
 * knows no more classes than the two networks do.
 */
import type { DetectObjects, MaskedBox, Picture } from '../boxes';
import { LIMITS, withMasks } from './masks/masks';
import type { Segment } from './masks/segmenter';
import { LOOK_LIMITS } from './tiling/confirm';
import { type SearchOptions, searchClosely } from './tiling/search';

/**
 * The thread is ended after 60 s (objects/open.ts): with a large model, looks and masks must not cost the
 * boxes.
 */
const MOST_MS = 45_000;

/** @param segment null where there is none. @returns best first, px of the picture */
export async function detectAccurately(
  picture: Picture,
  detectObjects: DetectObjects,
  { segment, ...options }: SearchOptions & { segment: Segment | null },
): Promise<MaskedBox[]> {
  const startMs = performance.now();
  const looks = { ...LOOK_LIMITS, endMs: startMs + MOST_MS };
  const boxes = await searchClosely(picture, detectObjects, { looks, ...options });
  if (!segment) return boxes;
  const leftMs = MOST_MS - (performance.now() - startMs);
  return withMasks(picture, boxes, segment, { ...LIMITS, ms: Math.min(LIMITS.ms, leftMs) });
}
