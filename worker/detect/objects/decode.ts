/** A model's numbers as boxes, in px of its input. One function for each of the three heads that YOLO models come with. */
import type { Candidate } from './nms';

/**
 * `v5`: rows of x, y, width, height, objectness, classes…; confidence is objectness times class.
 * `v8` (also 9, 11, 12): the same by columns and without objectness.
 * `end2end` (v10, or an export with its NMS inside): rows of left, top, right, bottom, confidence, class.
 */
export type Head = 'v5' | 'v8' | 'end2end';

/** `[1, first, second]`, row by row. */
export type Output = { data: Float32Array; first: number; second: number };

/** Boxes of at least this confidence, in the model's order; what is not a number is left out. */
export function decode(head: Head, output: Output, confidence: number): Candidate[] {
  return HEADS[head](output, confidence).filter(isReal);
}

const HEADS: Record<Head, (output: Output, confidence: number) => Candidate[]> = {
  v5: decodeRows,
  v8: decodeColumns,
  end2end: decodeFinished,
};

function decodeRows({ data, first, second }: Output, confidence: number): Candidate[] {
  const found: Candidate[] = [];
  for (let row = 0; row < first; row += 1) {
    const at = row * second;
    const objectness = data[at + 4] as number;
    if (!(objectness >= confidence)) continue;
    let best = 5;
    for (let column = 6; column < second; column += 1) {
      if ((data[at + column] as number) > (data[at + best] as number)) best = column;
    }
    const score = objectness * (data[at + best] as number);
    if (score >= confidence) found.push(centred(data, at, 1, score, best - 5));
  }
  return found;
}

/** Class by class, not box by box: that is how the numbers lie in memory. */
function decodeColumns({ data, first, second: count }: Output, confidence: number): Candidate[] {
  const best = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
  const classes = new Uint16Array(count);
  for (let channel = 4; channel < first; channel += 1) {
    const start = channel * count;
    for (let at = 0; at < count; at += 1) {
      const score = data[start + at] as number;
      if (score > (best[at] as number)) {
        best[at] = score;
        classes[at] = channel - 4;
      }
    }
  }
  const found: Candidate[] = [];
  for (let at = 0; at < count; at += 1) {
    const score = best[at] as number;
    if (score >= confidence) found.push(centred(data, at, count, score, classes[at] as number));
  }
  return found;
}

function decodeFinished({ data, first, second }: Output, confidence: number): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < first * second; at += second) {
    const [left = 0, top = 0, right = 0, bottom = 0, score = 0, classId = 0] = data.subarray(at, at + 6);
    if (score >= confidence) found.push({ left, top, right, bottom, confidence: score, classId });
  }
  return found;
}

function centred(
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

function isReal({ left, top, right, bottom }: Candidate): boolean {
  return Number.isFinite(left + top + right + bottom) && right > left && bottom > top;
}
