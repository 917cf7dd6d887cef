/** Boxes in one output and a number for each class in another. */
import type { Pixels } from '../pixels/encoding';
import { bestOf, type Coding, coded, inPx } from './boxes';
import { areCorners, areShares, starts, unitOf } from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, NamedTensor, Reading, Tensor } from './types';

/** ImageNet's, which RF-DETR is trained with (roboflow/rf-detr, rfdetr/detr.py). */
const IMAGENET: Pixels = {
  order: 'rgb',
  most: 1,
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

type Apart = { boxes: NamedTensor; scores: NamedTensor; count: number; slots: number };

/**
 * RF-DETR (`dets`, `labels`), RT-DETR and D-FINE by transformers (`logits`, `pred_boxes`), YOLOv4 by
 * Tianxiaomo/pytorch-YOLOv4 (`boxes` [1, N, 1, 4], `confs`), YOLO-NAS (Deci-AI/super-gradients).
 */
export const apart: Head = {
  name: 'apart',
  read(evidence) {
    const found = apartOf(evidence);
    if (!found) return null;
    const { boxes, scores, count, slots } = found;
    const classes = classesOf(found, evidence);
    const isLogits = !areShares({ data: scores.data, rows: count, columns: slots }, 0);
    const unit = unitOf(boxes.data, starts(count, 4), 1);
    const isQueries = /^(dets|pred_boxes)$/.test(boxes.name);
    if (isLogits && (!isQueries || unit !== 'share'))
      return 'gives confidences outside of 0 to 1; export it with its last activation included';
    if (isLogits && boxes.name !== 'dets' && hasNothingClass(found))
      return 'gives logits with a class for "nothing", as DETR and YOLOS do; export an RT-DETR, D-FINE, RF-DETR or YOLO detection model';
    if (unit === 'cell')
      return 'gives boxes that are neither px nor shares of the input; export it with its boxes decoded';
    const coding =
      isQueries || !areCorners({ data: boxes.data, rows: count, columns: 4 }) ? 'centre' : 'corners';
    return {
      ...(isQueries ? queries(boxes.name) : { head: 'apart' }),
      classes,
      outputs: [boxes.name, scores.name],
      decode: (given, confidence, input) =>
        inPx(decodeApart(given, confidence, { coding, classes, slots, isLogits }), unit, input),
    };
  },
};

function queries(boxes: string): Pick<Reading, 'head' | 'fit' | 'pixels' | 'isFinal'> {
  const pixels = boxes === 'dets' ? { pixels: IMAGENET } : {};
  return { head: boxes === 'dets' ? 'rf-detr' : 'detr', fit: 'stretch', isFinal: true, ...pixels };
}

function apartOf({ outputs }: Evidence): Apart | null {
  const [one, other, more] = outputs;
  if (!one || !other || more) return null;
  const count = one.dims[1] ?? 0;
  const isBoxes = ({ dims }: NamedTensor) =>
    dims.at(-1) === 4 && (dims.length === 3 || (dims.length === 4 && dims[2] === 1));
  // A model of four classes has two that could be: then their names tell.
  const boxes = [one, other]
    .filter(isBoxes)
    .sort((a, b) => Number(isNamedBoxes(b)) - Number(isNamedBoxes(a)))[0];
  const scores = boxes === one ? other : one;
  if (!boxes || scores.dims.length !== 3 || scores.dims[1] !== count || boxes.dims[1] !== count) return null;
  return { boxes, scores, count, slots: scores.dims[2] ?? 0 };
}

const isNamedBoxes = ({ name }: NamedTensor) => /box|dets/i.test(name);

/** COCO's numbers as they are, of which RF-DETR's own weights use the last. */
const COCO_SLOTS = 91;

/**
 * RF-DETR's last slot is for nothing, but in COCO's numbers (rfdetr/export/_onnx/inference.py
 * `background_class_id`).
 */
function classesOf({ boxes, slots }: Apart, { classes: named }: Evidence): number {
  const isAll = boxes.name !== 'dets' || slots === COCO_SLOTS || named === slots;
  return isAll ? slots : slots - 1;
}

/** Its last class is the best of most queries: there is little to be seen in any picture. */
function hasNothingClass({ scores: { data }, count, slots }: Apart): boolean {
  let nothing = 0;
  for (const start of starts(count, slots)) {
    const last = start + slots - 1;
    if (slots > 1 && (data[last] as number) > 0 && bestOf(data, start, last + 1) === last) nothing += 1;
  }
  return nothing > count / 2;
}

type Coded = {
  coding: Coding;
  classes: number;
  /** Numbers for each box, of which the first are its classes'. */
  slots: number;
  isLogits: boolean;
};

function decodeApart(
  [boxes, scores]: Tensor[],
  confidence: number,
  { coding, classes, slots, isLogits }: Coded,
): Candidate[] {
  const found: Candidate[] = [];
  if (!boxes || !scores || slots < 1) return found;
  for (let row = 0; (row + 1) * slots <= scores.data.length; row += 1) {
    const start = row * slots;
    const best = bestOf(scores.data, start, start + classes);
    const value = scores.data[best] as number;
    const score = isLogits ? 1 / (1 + Math.exp(-value)) : value;
    if (score >= confidence) found.push(coded(coding, boxes.data, 4 * row, score, best - start));
  }
  return found;
}
