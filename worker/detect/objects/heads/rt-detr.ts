/**
 * `[1, queries, 4 + classes]`: x, y, width, height in shares of the input, then classes; no overlaps to remove. Ultralytics' RT-DETR
 * (ultralytics/nn/modules/head.py `RTDETRDecoder`), which stretches pictures (models/rtdetr/val.py).
 */
import { inPx } from './boxes';
import { areShares, gridOf, NO_CONFIDENCES, onlyTable, starts, unitOf } from './evidence';
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

function canBe(columns: number, rows: number, { classes, input }: Evidence): boolean {
  if (classes !== null) return columns === 4 + classes;
  // Neither v5's rows nor v8's columns.
  return columns > 4 && gridOf(rows, input) === null && gridOf(columns, input) === null;
}
