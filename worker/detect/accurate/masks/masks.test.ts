import { expect, it } from 'vitest';
import { maskRings } from '../../../../protocol/masks/outline';
import { columnsOf } from '../../../../protocol/masks/rle';
import type { Box, Picture } from '../../boxes';
import { planLetterbox } from '../../objects/pixels/letterbox';
import { segmentedAs } from './classes';
import { LIMITS, withMasks } from './masks';
import type { Segment } from './segmenter';

const SIDE = 513;
const CAT = 8;

/** A photo whose red is the class of each px. */
function photo(width: number, height: number, classAt: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at += 1) data[3 * at] = classAt(at % width, Math.floor(at / width));
  return { data, width, height };
}

/** Sees what the red says. */
const truthful: Segment = async ({ data, width, height }) => {
  const letterbox = planLetterbox(
    { width, height },
    { width: SIDE, height: SIDE, longSide: SIDE, stride: 1 },
  );
  const classes = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < letterbox.innerHeight; row += 1)
    for (let column = 0; column < letterbox.innerWidth; column += 1) {
      const y = Math.floor(((row + 0.5) * height) / letterbox.innerHeight);
      const x = Math.floor(((column + 0.5) * width) / letterbox.innerWidth);
      classes[(letterbox.top + row) * SIDE + letterbox.left + column] = data[3 * (y * width + x)]!;
    }
  return { classes, letterbox };
};

const box = (name: string, left: number, top: number, width: number, height: number): Box => ({
  ...{ x: left + width / 2, y: top + height / 2, width, height },
  ...{ class: name, class_id: 0, confidence: 0.9 },
});

/** How many px of the mask are where they should not be, or are not where they should. */
function strays(mask: unknown, { width, height }: Picture, isInside: (x: number, y: number) => boolean) {
  const columns = columnsOf(mask)!;
  expect(columns).toHaveLength(width);
  let count = 0;
  for (let x = 0; x < width; x += 1)
    for (let y = 0; y < height; y += 1) {
      const column = columns[x]!;
      const at = column.findIndex((each) => each > y);
      const isIn = at >= 0 && at % 2 === 1;
      if (isIn !== isInside(x, y)) count += 1;
    }
  return count;
}

const isDisc = (x: number, y: number) => Math.hypot(x - 150, y - 120) < 60;

it('is the px of the box’s class, in px of the whole photo', async () => {
  const picture = photo(400, 300, (x, y) => (isDisc(x, y) ? CAT : 0));
  const [cat] = await withMasks(picture, [box('cat', 90, 60, 120, 120)], truthful);
  expect(strays(cat!.rle_mask, picture, isDisc)).toBeLessThan(100);
});

it('is clipped to the box, has parts, and is another class’s not', async () => {
  const isStripe = (x: number) => x % 100 < 40;
  const picture = photo(400, 300, (x) => (isStripe(x) ? CAT : 15));
  const [cat, person] = await withMasks(
    picture,
    [box('cat', 0, 50, 300, 200), box('Person', 0, 50, 300, 200)],
    truthful,
  );
  const inBox = (x: number, y: number) => x < 300 && y >= 50 && y < 250;
  expect(strays(cat!.rle_mask, picture, (x, y) => inBox(x, y) && isStripe(x))).toBeLessThan(2000);
  expect(strays(person!.rle_mask, picture, (x, y) => inBox(x, y) && !isStripe(x))).toBeLessThan(2000);
  expect(maskRings(cat!.rle_mask, null)).toHaveLength(3);
});

it('leaves boxes as they are: of other kinds, too small, or with hardly a px of theirs', async () => {
  const picture = photo(400, 300, (x, y) => (x < 20 && y < 20 ? CAT : 0));
  const boxes = [box('cup', 0, 0, 100, 100), box('cat', 0, 0, 10, 10), box('cat', 0, 0, 200, 200)];
  expect(await withMasks(picture, boxes, truthful)).toEqual(boxes);
});

it('takes boxes at the border and beyond it, and photos of one px', async () => {
  const whole = photo(60, 40, () => CAT);
  const [beyond] = await withMasks(whole, [box('cat', -30, -30, 200, 200)], truthful);
  expect(strays(beyond!.rle_mask, whole, () => true)).toBe(0);
  const dot = photo(1, 1, () => CAT);
  expect(await withMasks(dot, [box('cat', 0, 0, 1, 1)], truthful)).toHaveLength(1);
});

it('asks nobody where a mask would be larger than anyone reads', async () => {
  const huge: Picture = { data: new Uint8Array(), width: 6000, height: 4500 };
  const boxes = [box('cat', 0, 0, 100, 100)];
  expect(await withMasks(huge, boxes, () => Promise.reject(new Error('asked')))).toEqual(boxes);
});

it('ends after so many boxes, and after its time', async () => {
  const picture = photo(400, 300, () => CAT);
  const boxes = Array.from({ length: 50 }, () => box('cat', 0, 0, 100, 100));
  const count = async (limits: typeof LIMITS) =>
    (await withMasks(picture, boxes, truthful, limits)).filter(({ rle_mask }) => rle_mask).length;
  expect(await count({ ...LIMITS, ms: 60_000 })).toBe(LIMITS.boxes);
  expect(await count({ ...LIMITS, ms: -1 })).toBe(0);
});

it('knows VOC’s classes by both names', () => {
  expect(['cat', 'Person', 'tvmonitor', 'tv', 'couch', 'cup', 'toString'].map(segmentedAs)).toEqual([
    8,
    15,
    20,
    20,
    18,
    null,
    null,
  ]);
});
