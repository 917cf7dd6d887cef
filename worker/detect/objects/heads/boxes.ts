/** From a box's four numbers to a candidate. */
import type { Size } from '../../../media/upright';
import type { Unit } from './evidence';
import type { Candidate } from './nms';

/** What a box's numbers are, in their order. */
export type Coding = 'centre' | 'corners' | 'yFirst';

/** @param at where the first of the four numbers lies, and how far from each other they do. */
export function centred(
  data: Float32Array,
  at: number,
  step: number,
  confidence: number,
  classId: number,
): Candidate {
  const x = data[at] as number;
  const y = data[at + step] as number;
  const halfWidth = (data[at + 2 * step] as number) / 2;
  const halfHeight = (data[at + 3 * step] as number) / 2;
  return {
    left: x - halfWidth,
    top: y - halfHeight,
    right: x + halfWidth,
    bottom: y + halfHeight,
    confidence,
    classId,
  };
}

export function coded(
  coding: Coding,
  data: Float32Array,
  at: number,
  confidence: number,
  classId: number,
): Candidate {
  if (coding === 'centre') return centred(data, at, 1, confidence, classId);
  const [a = 0, b = 0, c = 0, d = 0] = data.subarray(at, at + 4);
  const [left, top, right, bottom] = coding === 'corners' ? [a, b, c, d] : [b, a, d, c];
  return { left, top, right, bottom, confidence, classId };
}

/** Shares of the input become px of it. */
export function inPx(found: Candidate[], unit: Unit, { width, height }: Size): Candidate[] {
  if (unit !== 'share') return found;
  return found.map(({ left, top, right, bottom, ...rest }) => ({
    ...rest,
    left: left * width,
    top: top * height,
    right: right * width,
    bottom: bottom * height,
  }));
}

/** The best of the classes' numbers from `from` to `to`. */
export function bestOf(data: Float32Array, from: number, to: number): number {
  let best = from;
  for (let at = from + 1; at < to; at += 1) {
    if ((data[at] as number) > (data[best] as number)) best = at;
  }
  return best;
}

/**
 * What can be a box, whatever a model wrote: finite, of some width and height, its class a whole number. A
 * confidence that rounding has lifted above 1 is 1.
 */
export function onlyBoxes(found: Candidate[]): Candidate[] {
  return found.filter((each) => {
    if (!isBox(each)) return false;
    if (each.confidence > 1) each.confidence = 1;
    return true;
  });
}

/** Objectness times class, each of them rounded up. */
const MOST_CONFIDENCE = 1.05;
/** COCO has 90, Open Images 601; beyond this they are no classes. */
const MOST_CLASSES = 65_536;

function isBox({ left, top, right, bottom, confidence, classId }: Candidate): boolean {
  return (
    right > left &&
    bottom > top &&
    confidence <= MOST_CONFIDENCE &&
    Number.isFinite(left + top + right + bottom + confidence) &&
    Number.isInteger(classId) &&
    classId >= 0 &&
    classId < MOST_CLASSES
  );
}
