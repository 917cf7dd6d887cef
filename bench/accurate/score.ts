/** What a pass found, held against what was drawn. */
import { cornersOf } from '../../worker/detect/accurate/segment/outline';
import { outlineLikeness } from '../../worker/detect/accurate/testing/likeness';
import type { Drawn } from '../../worker/detect/accurate/testing/scene';
import type { Box, OutlinedBox } from '../../worker/detect/boxes';
import { likeness } from '../../worker/detect/geometry';

/** Intersection over union from which a box is that of the sign, as in mAP50. */
const FOUND = 0.5;

export type Score = {
  drawn: number;
  found: number;
  /** Boxes of no sign, or of the wrong class. */
  wrong: number;
  /** px of the photo's 320 px view, and whether the sign was found: to tell small signs from large ones. */
  bySize: { seen: number; found: boolean }[];
};

export function score(boxes: Box[], signs: Drawn[], photoSide: number): Score {
  const matches = signs.map((sign) => matchOf(boxes, sign));
  const used = new Set(matches.filter((box) => box !== undefined));
  return {
    drawn: signs.length,
    found: used.size,
    wrong: boxes.filter((box) => !used.has(box)).length,
    bySize: signs.map(({ size }, index) => ({ seen: (size * 320) / photoSide, found: !!matches[index] })),
  };
}

function matchOf<Found extends Box>(boxes: Found[], sign: Drawn): Found | undefined {
  return boxes.find((box) => box.class === sign.name && likeness(box, sign.box) >= FOUND);
}

/** For each sign that was found: how well its outline fits it, and how well its box alone would. */
export function outlineScores(boxes: OutlinedBox[], signs: Drawn[]): { outline: number; box: number }[] {
  return signs.flatMap((sign) => {
    const box = matchOf(boxes, sign);
    if (!box) return [];
    return [{ outline: outlineLikeness(box.points, sign), box: outlineLikeness(cornersOf(box), sign) }];
  });
}
