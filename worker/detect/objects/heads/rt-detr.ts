/**
 * Queries: x, y, width, height in shares of the input, and no overlaps to remove. Ultralytics' RT-DETR gives
 * each query's classes, `[1, queries, 4 + classes]`, and since 8.4 the best of them, `[1, queries, 6]` with
 * confidence and class (nn/modules/head.py `RTDETRDecoder`, models/rtdetr/predict.py). Pictures are stretched
 * (`scale_fill`).
 */
import { inPx } from './boxes';
import { decodeFinished } from './end2end';
import { areClasses, areShares, column, gridOf, NO_CONFIDENCES, onlyTable, starts, unitOf } from './evidence';
import type { Evidence, Head } from './types';
import { decodeTurned } from './v8';

/** 300 as published; an image has no more things. */
const MOST_QUERIES = 1000;

export const rtDetr: Head = {
  name: 'rt-detr',
  read(evidence) {
    const table = onlyTable(evidence);
    if (!table || table.rows > MOST_QUERIES || !canBe(table.columns, table.rows, evidence)) return null;
    if (unitOf(table.data, starts(table.rows, table.columns), 1) !== 'share') return null;
    if (!areShares(table, 4)) return NO_CONFIDENCES;
    return {
      head: 'rt-detr',
      classes: table.columns - 4,
      outputs: [table.name],
      isFinal: true,
      fit: 'stretch',
      decode: ([rows], confidence, input) =>
        rows ? inPx(decodeTurned(rows, confidence), 'share', input) : [],
    };
  },
};

const BEST = { box: 0, score: 4, classId: 5 };

/** Before the end2end head, whose boxes are in px. */
export const rtDetrBest: Head = {
  name: 'rt-detr, the best',
  read(evidence) {
    const table = onlyTable(evidence);
    if (table?.columns !== 6 || table.rows > MOST_QUERIES) return null;
    if (!areClasses(column(table, BEST.classId)) || !areShares(table, BEST.score, BEST.score + 1))
      return null;
    if (unitOf(table.data, starts(table.rows, 6), 1) !== 'share') return null;
    return {
      head: 'rt-detr',
      classes: evidence.classes,
      outputs: [table.name],
      isFinal: true,
      fit: 'stretch',
      decode: ([rows], confidence, input) =>
        rows ? inPx(decodeFinished(rows, confidence, BEST, 'centre'), 'share', input) : [],
    };
  },
};

function canBe(columns: number, rows: number, { classes, input }: Evidence): boolean {
  if (classes !== null) return columns === 4 + classes;
  // Neither v5's rows nor v8's columns.
  return columns > 4 && gridOf(rows, input) === null && gridOf(columns, input) === null;
}
