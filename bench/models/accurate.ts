/** ACC beside FAST on photos of many things, and its masks beside outlines drawn by hand. */
import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { type Crowd, crowds, type Thing, thingOf } from '../../kit/models/crowds';
import { PHOTOS, realPictures } from '../../kit/models/pictures';
import { boxAround } from '../../protocol/masks/outline';
import { columnsOf } from '../../protocol/masks/rle';
import { covers } from '../../protocol/masks/testing';
import { detectAccurately } from '../../worker/detect/accurate/accurate';
import { openSegmenter, type Segment } from '../../worker/detect/accurate/masks/segmenter';
import { searchClosely } from '../../worker/detect/accurate/tiling/search';
import type { DetectObjects, MaskedBox, Picture } from '../../worker/detect/boxes';
import { areaOf, likeness } from '../../worker/detect/geometry';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { fetchModel } from '../../worker/models/fetching/fetch';
import { MASKS } from '../../worker/models/recipes/masks';
import { line } from './bar';

/** The worker's default. */
const THRESHOLDS = { confidence: 0.4, iou: 0.45 };
const SAME = 0.5;
const SMALL = 0.05;
const BAR = { gain: 0.2, iou: 0.75 };

const NO_LOOKS = { boxes: 0, ms: 0 };

type Look = (picture: Picture) => Promise<MaskedBox[]>;
type Hit = { thing: Thing; isSmall: boolean; box: MaskedBox | null };
type Seen = { hits: Hit[]; others: MaskedBox[]; ms: number[] };

export async function measureAccurate(path: string): Promise<Row[]> {
  const model = await ObjectModel.open(await readModelFile(path, null), THRESHOLDS);
  const detect: DetectObjects = (picture, options) => model.detectPicture(picture, options);
  const segment = await openSegmenter(await fetchModel(MASKS));
  const all = await crowds();
  const fast = await look(all, detect);
  const acc = await look(all, (picture) => detectAccurately(picture, detect, { segment }));
  const unconfirmed = await look(all, (picture) => searchClosely(picture, detect, { looks: NO_LOOKS }));
  return [
    ...recallRows(fast, acc),
    ...precisionRows({ fast, unconfirmed, acc }),
    ...(await maskRows(detect, segment, acc)),
  ];
}

async function look(all: Crowd[], see: Look): Promise<Seen> {
  const seen: Seen = { hits: [], others: [], ms: [] };
  for (const { picture, things } of all) {
    const startMs = performance.now();
    const left = new Set(await see(picture));
    seen.ms.push(performance.now() - startMs);
    for (const thing of things) {
      const box = bestOf([...left], thing);
      if (box) left.delete(box);
      const isSmall = areaOf(boxAround(thing.points)) < SMALL * areaOf(picture);
      seen.hits.push({ thing, isSmall, box });
    }
    seen.others.push(...left);
  }
  return seen;
}

function bestOf(found: MaskedBox[], thing: Thing): MaskedBox | null {
  const around = boxAround(thing.points);
  const [best] = found
    .filter((box) => box.class === thing.class && likeness(box, around) >= SAME)
    .sort((one, other) => likeness(other, around) - likeness(one, around));
  return best ?? null;
}

function recallRows(fast: Seen, acc: Seen): Row[] {
  const [small, smallFast] = [acc, fast].map(({ hits }) => recall(hits.filter(({ isSmall }) => isSmall)));
  const [whole, wholeFast] = [acc, fast].map(({ hits }) => recall(hits));
  const both = (one = 0, other = 0) => `${one.toFixed(2)}, FAST ${other.toFixed(2)}`;
  const [ms, msFast] = [acc, fast].map((seen) => median(seen.ms));
  const count = fast.hits.filter(({ isSmall }) => isSmall).length;
  return [
    line(
      `ACC, 12 collages of 1600×1200: recall of ${count} things under 5 % of the area`,
      both(small, smallFast),
      `≥ FAST + ${BAR.gain}`,
      (small ?? 0) >= (smallFast ?? 0) + BAR.gain,
    ),
    line(
      `  recall of all ${fast.hits.length}`,
      both(whole, wholeFast),
      '≥ FAST',
      (whole ?? 0) >= (wholeFast ?? 0),
    ),
    line('  ms a photo, masks included, median', `${ms?.toFixed(0)}, FAST ${msFast?.toFixed(0)}`),
  ];
}

/**
 * Of all boxes, those on a thing that was outlined. What is beside them is no mistake where it is a table
 * under a cup: the photograph has one, and nobody outlined it.
 */
function precisionRows(seen: Record<'fast' | 'unconfirmed' | 'acc', Seen>): Row[] {
  const { fast, unconfirmed, acc } = seen;
  const [ours, plain, rival] = [precisionOf(acc), precisionOf(unconfirmed), precisionOf(fast)];
  const said = `${ours.toFixed(2)}, without a closer look ${plain.toFixed(2)}, FAST ${rival.toFixed(2)}`;
  return [
    line('  precision: boxes on outlined things, of all', said, '≥ FAST', ours >= rival),
    line('  boxes beside', `${tally(acc.others)}; without a closer look ${tally(unconfirmed.others)}`),
  ];
}

function precisionOf({ hits, others }: Seen): number {
  const right = hits.filter(({ box }) => box).length;
  return right / (right + others.length);
}

/** `6 (mouse 3, tv 2, dining table 1)` */
function tally(boxes: MaskedBox[]): string {
  const counts = new Map<string, number>();
  for (const box of boxes) counts.set(box.class, (counts.get(box.class) ?? 0) + 1);
  const parts = [...counts].sort(([, one], [, other]) => other - one).map((each) => each.join(' '));
  return `${boxes.length} (${parts.join(', ')})`;
}

function recall(hits: Hit[]): number {
  return hits.filter(({ box }) => box).length / hits.length;
}

async function maskRows(detect: DetectObjects, segment: Segment, { hits }: Seen): Promise<Row[]> {
  const rows: Row[] = [];
  const pictures = new Map((await realPictures()).map(({ name, picture }) => [name, picture]));
  for (const photo of PHOTOS) {
    const picture = pictures.get(photo) as Picture;
    const thing = thingOf({ photo, width: picture.width, left: 0, top: 0 });
    if (thing.class === 'cup') continue;
    const box = bestOf(await detectAccurately(picture, detect, { segment }), thing);
    const alike = maskLikeness(box, thing);
    const what = `  mask of the ${thing.class} in ${photo}: IoU with the outline drawn by hand`;
    rows.push(line(what, alike.toFixed(3), `≥ ${BAR.iou}`, alike >= BAR.iou));
    const many = hits
      .filter((hit) => hit.thing.class === thing.class && hit.box)
      .map((hit) => maskLikeness(hit.box, hit.thing));
    const measured = `${median(many).toFixed(3)}, least ${Math.min(...many).toFixed(3)}`;
    rows.push(line(`    the same in the collages, ${many.length} found, median`, measured));
  }
  return rows;
}

/** Share of the px of either that are in both. */
function maskLikeness(box: MaskedBox | null, { points }: Thing): number {
  const columns = columnsOf(box?.rle_mask) ?? [];
  const around = boxAround(points);
  const rows = box?.rle_mask?.size[0] ?? 0;
  let [both, either] = [0, 0];
  for (const [x, column] of columns.entries()) {
    const isNear = Math.abs(x - around.x) <= around.width / 2 + 1;
    if (!isNear && column.length === 0) continue;
    let at = 0;
    for (let y = 0; y < rows; y += 1) {
      while (at < column.length && (column[at] as number) <= y) at += 1;
      const [inMask, inOutline] = [at % 2 === 1, isNear && covers(points, x, y)];
      if (inMask && inOutline) both += 1;
      if (inMask || inOutline) either += 1;
    }
  }
  return either === 0 ? 0 : both / either;
}
