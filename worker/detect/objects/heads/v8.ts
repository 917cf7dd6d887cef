/**
 * x, y, width, height, classes…, no objectness: YOLOv8, v9, 11, 12, and v10 and 26 without their end-to-end
 * head (docs.ultralytics.com/modes/export). By columns, `[1, 4 + classes, boxes]`; some turn them into rows.
 */

import { bestOf, centred, inPx } from './boxes';
import { areShares, gridOf, NO_CONFIDENCES, onlyTable, starts, type Table, unitOf } from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, Tensor } from './types';

/** Class by class, not box by box: that is how the numbers lie in memory. */
export function decodeColumns({ data, dims }: Tensor, confidence: number): Candidate[] {
  const [, channels = 0, count = 0] = dims;
  const best = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
  const classes = new Uint16Array(count);
  for (let channel = 4; channel < channels; channel += 1) {
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

export const v8: Head = {
  name: 'v8',
  read(evidence) {
    const table = onlyTable(evidence);
    if (!table) return null;
    const { name, data, rows: channels, columns: count } = table;
    const classes = channels - 4;
    if (evidence.classes === null ? !isByPlaces(table, evidence) : classes !== evidence.classes) return null;
    if (hasAngle(evidence, table, classes))
      return 'gives a last number for each box that is no confidence, as rotated boxes do; export it for the task "detect", not "obb"';
    if (!areShares({ data: data.subarray(4 * count), rows: 1, columns: classes * count }, 0))
      return NO_CONFIDENCES;
    const unit = unitOf(
      data,
      Array.from({ length: count }, (_, at) => at),
      count,
    );
    return {
      head: 'v8',
      classes,
      outputs: [name],
      decode: ([columns], confidence, input) =>
        columns ? inPx(decodeColumns(columns, confidence), unit, input) : [],
    };
  },
};

/** Where nobody says how many classes there are, the number of boxes must follow from the input's size. */
function isByPlaces({ rows: channels, columns: count }: Table, { input }: Evidence): boolean {
  return channels > 4 && channels < count && gridOf(count, input) !== null;
}

/** Of a few boxes in a hundred alone is a class so sure; angles, in radians, are so everywhere. */
const LEAST_ANGLE = 0.1;

/** A channel more than the names need, or than nobody has named, in a file that says nothing of its task. */
function hasAngle(
  { named, isDetector }: Evidence,
  { data, columns: count }: Table,
  classes: number,
): boolean {
  if (isDetector || classes < 2 || (named !== null && classes !== named + 1)) return false;
  const last = data.subarray((3 + classes) * count, (4 + classes) * count);
  return last.reduce((sum, value) => sum + Math.abs(value), 0) / count > LEAST_ANGLE;
}

export function decodeTurned({ data, dims }: Tensor, confidence: number): Candidate[] {
  const [, rows = 0, columns = 0] = dims;
  const found: Candidate[] = [];
  for (let at = 0; at < rows * columns; at += columns) {
    const best = bestOf(data, at + 4, at + columns);
    const score = data[best] as number;
    if (score >= confidence) found.push(centred(data, at, 1, score, best - at - 4));
  }
  return found;
}

/** Without names these would be v5's of one class fewer. */
export const turned: Head = {
  name: 'v8 by rows',
  read(evidence) {
    const table = onlyTable(evidence);
    if (!table || evidence.classes === null || table.columns !== 4 + evidence.classes) return null;
    if (!areShares(table, 4)) return NO_CONFIDENCES;
    const unit = unitOf(table.data, starts(table.rows, table.columns), 1);
    return {
      head: 'v8 by rows',
      classes: evidence.classes,
      outputs: [table.name],
      decode: ([rows], confidence, input) => (rows ? inPx(decodeTurned(rows, confidence), unit, input) : []),
    };
  },
};
