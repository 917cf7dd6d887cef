/** The worker's boxes on pictures against those of the published graph, run by TensorFlow.js. */
import type { Row } from '../../kit/figures/report';
import { asColumns, openOriginal } from '../../kit/models/original';
import { type Named, realPictures } from '../../kit/models/pictures';
import type { Box, Picture } from '../../worker/detect/boxes';
import { onlyBoxes } from '../../worker/detect/objects/heads/boxes';
import { suppress } from '../../worker/detect/objects/heads/nms';
import { decodeColumns } from '../../worker/detect/objects/heads/v8';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { fetchPackage } from '../../worker/models/fetching/fetch';
import { THINGS } from '../../worker/models/recipes/coco';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { overlap } from '../../worker/testing/scene';
import { line } from './bar';

const LEAST = 0.3;
const IOU = 0.45;
const BAR = { iou: 0.98, score: 0.01 };

type Seen = Pick<Box, 'x' | 'y' | 'width' | 'height' | 'confidence' | 'class_id'>;
type Pair = { iou: number; score: number };

export async function measureFaith(path: string): Promise<Row[]> {
  const model = await ObjectModel.open(await readModelFile(path, null), { confidence: LEAST, iou: IOU });
  const original = await openOriginal(await fetchPackage(EVERYDAY));
  const pairs: Pair[] = [];
  let [unmatched, boxes] = [0, 0];
  for (const { name, picture } of await realPictures()) {
    const theirs = boxesOf(asColumns(await original(picture), picture), picture);
    const ours = await model.detectPicture(picture);
    const matched = match(ours, theirs);
    say({ name, picture }, ours);
    pairs.push(...matched);
    boxes += theirs.length;
    unmatched += ours.length + theirs.length - 2 * matched.length;
  }
  const iou = Math.min(...pairs.map((pair) => pair.iou));
  const score = Math.max(...pairs.map((pair) => pair.score));
  const what = `against the original graph, 12 pictures, ${boxes} boxes over ${LEAST}`;
  return [
    line(`${what}: more or less`, String(unmatched), 'none', unmatched === 0 && boxes > 0),
    line('  least IoU of a pair', iou.toFixed(5), `≥ ${BAR.iou}`, iou >= BAR.iou),
    line('  largest difference in score', score.toFixed(6), `≤ ${BAR.score}`, score <= BAR.score),
  ];
}

function say({ name }: Named, ours: Box[]): void {
  const seen = ours.map((box) => `${box.class} ${box.confidence.toFixed(2)}`);
  console.log(`${name}: ${seen.join(', ') || 'nothing'}`);
}

function boxesOf(data: Float32Array, { width, height }: Picture): Seen[] {
  const rows = 4 + THINGS.length;
  const found = onlyBoxes(decodeColumns({ data, dims: [1, rows, data.length / rows] }, LEAST));
  return suppress(found, IOU, 300).map(({ confidence, classId, ...edges }) => {
    const [left, right] = [edges.left, edges.right].map((x) => Math.min(width, Math.max(0, x)));
    const [top, bottom] = [edges.top, edges.bottom].map((y) => Math.min(height, Math.max(0, y)));
    const [x = 0, y = 0] = [((left ?? 0) + (right ?? 0)) / 2, ((top ?? 0) + (bottom ?? 0)) / 2];
    return {
      ...{ x, y, confidence, class_id: classId },
      width: 2 * (x - (left ?? 0)),
      height: 2 * (y - (top ?? 0)),
    };
  });
}

/** Each of theirs with the one of ours that lies best. */
function match(ours: Seen[], theirs: Seen[]): Pair[] {
  const left = new Set(ours);
  return theirs.flatMap((their) => {
    const [best] = [...left]
      .filter((our) => our.class_id === their.class_id)
      .sort((one, other) => overlap(other, their) - overlap(one, their));
    if (!best || overlap(best, their) < 0.5) return [];
    left.delete(best);
    return [{ iou: overlap(best, their), score: Math.abs(best.confidence - their.confidence) }];
  });
}
