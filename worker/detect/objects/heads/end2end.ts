/** Rows of finished boxes, overlaps removed in the model. */

import { type Coding, coded } from './boxes';
import {
  areClasses,
  areCorners,
  areShares,
  column,
  gridOf,
  NO_CONFIDENCES,
  onlyTable,
  type Table,
} from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, Tensor } from './types';

/** Where a row's numbers stand. */
type Columns = { box: number; score: number; classId: number };

export function decodeFinished(
  { data, dims }: Tensor,
  confidence: number,
  at: Columns,
  coding: Coding = 'corners',
): Candidate[] {
  const width = dims.at(-1) ?? 0;
  const found: Candidate[] = [];
  for (let row = 0; row + width <= data.length && width > 0; row += width) {
    const score = data[row + at.score] as number;
    if (score >= confidence)
      found.push(coded(coding, data, row + at.box, score, data[row + at.classId] as number));
  }
  return found;
}

const END2END: Columns = { box: 0, score: 4, classId: 5 };

/**
 * `[1, 300, 6]`: left, top, right, bottom, confidence, class. YOLOv10, YOLO26, and Ultralytics' `nms=True`
 * (docs.ultralytics.com).
 */
export const end2end: Head = {
  name: 'end2end',
  read(evidence) {
    const table = onlyTable(evidence);
    if (table?.columns !== 6 || isForEachPlace(table, evidence)) return null;
    if (!areClasses(column(table, END2END.classId)) || !areCorners(table)) return null;
    if (!areShares(table, END2END.score, END2END.score + 1)) return NO_CONFIDENCES;
    return {
      head: 'end2end',
      classes: evidence.classes,
      outputs: [table.name],
      isFinal: true,
      decode: ([rows], confidence) => (rows ? decodeFinished(rows, confidence, END2END) : []),
    };
  },
};

/** As many rows as v5 gives for one class, or v8 turned for two. */
function isForEachPlace({ rows }: Table, { input }: Evidence): boolean {
  const grid = gridOf(rows, input);
  return grid !== null && (grid.boxesPerPlace === 3 ? grid.strides.length > 1 : grid.strides.length > 2);
}

/**
 * `[found, 7]`: the picture's number first. Box, class, confidence in YOLOv7's and v6's exports for ONNX
 * Runtime (WongKinYiu/yolov7 models/experimental.py `ONNX_ORT`); confidence before class in
 * Deci-AI/super-gradients' flat format.
 */
export const numbered: Head = {
  name: 'numbered rows',
  read({ outputs: [only, other], classes }) {
    if (!only || other || only.dims.length !== 2 || only.dims[1] !== 7 || isOneList(only.declared))
      return null;
    const rows = { data: only.data, rows: only.dims[0] ?? 0, columns: 7 };
    const isFlat = rows.rows === 0 ? /flat/i.test(only.name) : !areClasses(column(rows, 5));
    const at: Columns = isFlat ? { box: 1, score: 5, classId: 6 } : { box: 1, score: 6, classId: 5 };
    if (!areClasses(column(rows, 0)) || !areClasses(column(rows, at.classId))) return null;
    if (!areShares(rows, at.score, at.score + 1)) return NO_CONFIDENCES;
    return {
      head: 'numbered rows',
      classes,
      outputs: [only.name],
      isFinal: true,
      decode: ([given], confidence) => (given ? decodeFinished(given, confidence, at) : []),
    };
  },
};

/** A classifier's, one number for each class: its first side is the batch. */
export function isOneList([first]: readonly (number | string)[]): boolean {
  return first === 1 || /batch/i.test(String(first));
}
