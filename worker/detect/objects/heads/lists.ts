/**
 * Finished boxes, confidences and classes in lists of their own, with or without a count of those that are
 * good.
 */

import { type Coding, coded, inPx } from './boxes';
import { areClasses, areShares, NO_CONFIDENCES, starts, unitOf } from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, NamedTensor, Reading, Tensor } from './types';

type Lists = { boxes: NamedTensor; scores: NamedTensor; classes: NamedTensor; count: NamedTensor | null };

/**
 * YOLOv6's and v7's with EfficientNMS, lyuwenyu/RT-DETR's and D-FINE's (`labels`, `boxes`, `scores` in px of
 * the size that they are told), TensorFlow's Object Detection API and TFLite (shares, y first; the API's
 * classes begin with 1).
 */
export const lists: Head = {
  name: 'lists',
  read(evidence) {
    const found = listsOf(evidence.outputs);
    if (!found) return null;
    const { boxes, scores, classes, count } = found;
    if (!areShares({ data: scores.data, rows: 1, columns: goodOf(scores, count) }, 0)) return NO_CONFIDENCES;
    const unit = unitOf(boxes.data, starts(boxes.data.length / 4, 4), 1);
    const origin = originOf(found, evidence, unit === 'share');
    if (origin === null)
      return 'gives boxes in shares of the picture and does not say whether x or y comes first; name its outputs detection_boxes, detection_scores and detection_classes, or export them in px';
    const { coding, firstClass, ...rest } = origin;
    return {
      ...rest,
      classes: evidence.classes,
      outputs: [boxes, scores, classes, ...(count ? [count] : [])].map(({ name }) => name),
      isFinal: true,
      decode: (given, confidence, input) =>
        inPx(decodeLists(given, confidence, coding, firstClass), unit, input),
    };
  },
};

type Origin = Pick<Reading, 'head' | 'fit'> & { coding: Coding; firstClass: number };

function originOf({ boxes }: Lists, { takesBytes, sizeOrder }: Evidence, isShare: boolean): Origin | null {
  const isTensorFlow = /detection_boxes/i.test(boxes.name) && (isShare || takesBytes);
  if (isTensorFlow) return { head: 'ssd', fit: 'stretch', coding: 'yFirst', firstClass: 1 };
  if (/TFLite_Detection/i.test(boxes.name))
    return { head: 'ssd', fit: 'stretch', coding: 'yFirst', firstClass: 0 };
  if (isShare) return null;
  return sizeOrder === 'wh'
    ? { head: 'detr', fit: 'stretch', coding: 'corners', firstClass: 0 }
    : { head: 'lists', coding: 'corners', firstClass: 0 };
}

function listsOf(outputs: NamedTensor[]): Lists | null {
  const boxes = outputs.filter(({ dims }) => dims.at(-1) === 4 && (dims.length === 2 || dims.length === 3));
  const [box] = boxes;
  if (!box || boxes.length !== 1) return null;
  const room = box.data.length / 4;
  const rest = outputs.filter((each) => each !== box && each.dims.length <= 2);
  const long = rest.filter(({ data, name }) => data.length === room && !isCount(name));
  const [one, other] = long;
  if (!one || !other || long.length !== 2 || rest.length !== outputs.length - 1 || rest.length > 3)
    return null;
  const classes = [one, other].find(isClasses(one, other));
  if (!classes) return null;
  return {
    boxes: box,
    classes,
    scores: classes === one ? other : one,
    count: rest.find((each) => !long.includes(each)) ?? null,
  };
}

const isCount = (name: string) => /num|count/i.test(name);

/** By name, by type, by numbers: in this order. */
function isClasses(one: NamedTensor, other: NamedTensor): (each: NamedTensor) => boolean {
  const says = ({ name }: NamedTensor) => /class|label|categor/i.test(name);
  if (says(one) !== says(other)) return says;
  if (one.isWhole !== other.isWhole) return ({ isWhole }) => isWhole;
  const [first, second] = [areClasses(one.data), areClasses(other.data)];
  return first === second ? () => false : ({ data }) => areClasses(data);
}

/** What follows is left over, or minus one. */
function goodOf(scores: Tensor, count: Tensor | null | undefined): number {
  return Math.min(scores.data.length, count?.data[0] ?? scores.data.length);
}

function decodeLists(
  [boxes, scores, classes, count]: Tensor[],
  confidence: number,
  coding: Coding,
  firstClass: number,
): Candidate[] {
  const found: Candidate[] = [];
  if (!boxes || !scores || !classes) return found;
  const good = goodOf(scores, count);
  for (let at = 0; at < good; at += 1) {
    const score = scores.data[at] as number;
    const classId = (classes.data[at] as number) - firstClass;
    if (score >= confidence) found.push(coded(coding, boxes.data, 4 * at, score, classId));
  }
  return found;
}
