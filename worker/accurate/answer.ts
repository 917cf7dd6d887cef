/** Outlined boxes in the words of a hosted segmentation workflow. */
import { randomUUID } from 'node:crypto';
import type { RleMask } from '../../protocol/masks/rle';
import type { OutlinedBox } from '../detect/objects/types';
import type { WirePrediction } from '../detect/types';
import { maskOf } from './rle';

/**
 * Over HTTP a hosted workflow writes masks as `rle_mask`, in its wildcard form as `points` (inference v1.5.0,
 * serializers.py:24-32 and loader.py:1563; SAM3's block calls the two "rle" and "polygons"). The page reads both.
 */
export type OutlineFormat = 'polygons' | 'rle';

export type OutlinePrediction = WirePrediction & { rle_mask?: RleMask };

/** @param size of the photo, px; masks have its size */
export function toPredictions(
  boxes: OutlinedBox[],
  size: { width: number; height: number },
  format: OutlineFormat = 'polygons',
): OutlinePrediction[] {
  return boxes.map(({ points, ...box }) => {
    const { x, y, width, height, confidence, class_id } = box;
    const prediction = {
      width,
      height,
      x,
      y,
      confidence,
      class_id,
      class: box.class,
      detection_id: randomUUID(),
      parent_id: 'image.[0]',
    };
    return format === 'rle' ? { ...prediction, rle_mask: maskOf(points, size) } : { ...prediction, points };
  });
}
