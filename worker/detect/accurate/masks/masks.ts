/**
 * Masks for boxes: each box is cut out with what is around it, enlarged to the network's size, and what the
 * network takes for the box's own class within the box is the mask.
 */
import { MOST_PIXELS, MOST_RUNS, type RleMask } from '../../../../protocol/masks/rle';
import { writeRuns } from '../../../../protocol/masks/write';
import type { Box, MaskedBox, Picture } from '../../boxes';
import { cutOut, type Rect } from '../../crop';
import { areaOf, edgesOf } from '../../geometry';
import { segmentedAs } from './classes';
import type { ClassMap, Segment } from './segmenter';

/** What is around a box tells what is in it; share of the box's sides. */
const AROUND = 0.25;
/** Less of its box is no mask of a thing. */
const LEAST_SHARE = 0.1;
/** px; what is smaller has no shape to tell. */
const LEAST_SIDE = 16;

/** The network takes a quarter of a second a box: after so many, or so many ms, boxes stay boxes. */
export const LIMITS = { boxes: 40, ms: 12_000 };

/** @param boxes best first, px of the picture. @returns the same in their order, with masks where there are any */
export async function withMasks(
  picture: Picture,
  boxes: Box[],
  segment: Segment,
  limits = LIMITS,
): Promise<MaskedBox[]> {
  // Beyond, nobody reads them.
  if (areaOf(picture) > MOST_PIXELS) return boxes;
  const endMs = performance.now() + limits.ms;
  const masked: MaskedBox[] = [];
  let count = 0;
  for (const box of boxes) {
    const number = segmentedAs(box.class);
    const isWanted = number !== null && Math.min(box.width, box.height) >= LEAST_SIDE;
    if (!isWanted || count === limits.boxes || performance.now() > endMs) {
      masked.push(box);
      continue;
    }
    count += 1;
    const mask = await maskOf(picture, box, { number, segment });
    masked.push(mask ? { ...box, rle_mask: mask } : box);
  }
  return masked;
}

type Asked = { number: number; segment: Segment };

async function maskOf(picture: Picture, box: Box, { number, segment }: Asked): Promise<RleMask | null> {
  const around = grown(box, picture);
  const map = await segment(cutOut(picture, around));
  const inside = reader(map, around, number);
  const room = within(edgesOf(box), picture);
  const { runs, area } = runsOf(room, picture, inside);
  if (area < LEAST_SHARE * areaOf(room) || runs.length > MOST_RUNS) return null;
  return { size: [picture.height, picture.width], counts: writeRuns(runs) };
}

function grown(box: Box, picture: Picture): Rect {
  const { left, top, right, bottom } = edgesOf(box);
  const [x, y] = [AROUND * box.width, AROUND * box.height];
  return within({ left: left - x, top: top - y, right: right + x, bottom: bottom + y }, picture);
}

/** Whole px, at least one. */
function within(edges: ReturnType<typeof edgesOf>, { width, height }: Picture): Rect {
  const left = Math.min(width - 1, Math.max(0, Math.floor(edges.left)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(edges.top)));
  return {
    left,
    top,
    width: Math.max(1, Math.min(width, Math.ceil(edges.right)) - left),
    height: Math.max(1, Math.min(height, Math.ceil(edges.bottom)) - top),
  };
}

/** Whether a px of the picture is of the class. */
function reader({ classes, letterbox }: ClassMap, around: Rect, number: number) {
  const { width, left, top, innerWidth, innerHeight } = letterbox;
  const [scaleX, scaleY] = [innerWidth / around.width, innerHeight / around.height];
  return (x: number, y: number): boolean => {
    const column = left + Math.floor((x + 0.5 - around.left) * scaleX);
    const row = top + Math.floor((y + 0.5 - around.top) * scaleY);
    return classes[row * width + column] === number;
  };
}

/** Column by column from the left, as COCO's masks are written; outside the box all is outside. */
function runsOf(
  { left, top, width, height }: Rect,
  picture: Picture,
  inside: (x: number, y: number) => boolean,
) {
  const runs: number[] = [];
  let [isInside, run, area] = [false, left * picture.height, 0];
  const go = (now: boolean, length: number) => {
    if (now !== isInside) {
      runs.push(run);
      [isInside, run] = [now, 0];
    }
    run += length;
    if (now) area += length;
  };
  for (let x = left; x < left + width; x += 1) {
    go(false, top);
    for (let y = top; y < top + height; y += 1) go(inside(x, y), 1);
    go(false, picture.height - top - height);
  }
  go(false, (picture.width - left - width) * picture.height);
  return { runs: [...runs, run], area };
}
