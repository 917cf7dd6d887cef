/**
 * Rows of x, y, width, height, objectness, classes…, a row for each box of each place of the grids.
 * Confidence is objectness times class. Sources: ultralytics/yolov5 models/yolo.py `Detect.forward`,
 * WongKinYiu/yolov7 (the same), meituan/YOLOv6 effidehead.py (objectness is always 1),
 * Megvii-BaseDetection/YOLOX yolox/utils/demo_utils.py `demo_postprocess`.
 */
import type { Size } from '../../../media/upright';
import type { Pixels } from '../pixels/encoding';
import { bestOf, centred, inPx } from './boxes';
import {
  areShares,
  column,
  type Grid,
  gridOf,
  NO_CONFIDENCES,
  onlyTable,
  starts,
  type Table,
  unitOf,
} from './evidence';
import type { Candidate } from './nms';
import type { Evidence, Head, Reading, Tensor } from './types';

export function decodeRows({ data, dims }: Tensor, confidence: number): Candidate[] {
  const [, rows = 0, columns = 0] = dims;
  const found: Candidate[] = [];
  for (let row = 0; row < rows; row += 1) {
    const at = row * columns;
    const objectness = data[at + 4] as number;
    if (!(objectness >= confidence)) continue;
    const best = bestOf(data, at + 5, at + columns);
    const score = objectness * (data[best] as number);
    if (score >= confidence) found.push(centred(data, at, 1, score, best - at - 5));
  }
  return found;
}

type Rows = { table: Table; grid: Grid; classes: number };

function rowsOf(evidence: Evidence): Rows | null {
  const table = onlyTable(evidence);
  if (!table || table.columns < 6) return null;
  const classes = table.columns - 5;
  if (evidence.classes === null ? table.columns >= table.rows : evidence.classes !== classes) return null;
  const grid = gridOf(table.rows, evidence.input);
  return grid && { table, grid, classes };
}

const unitOfRows = ({ data, rows, columns }: Table) => unitOf(data, starts(rows, columns), 1);

/** Three boxes a place, mostly. */
export const v5: Head = {
  name: 'v5',
  read(evidence) {
    const rows = rowsOf(evidence);
    if (!rows || isAnchorFree(rows)) return null;
    return plainRows('v5', rows);
  },
};

/** One box a place, and sure that there is something everywhere: classes decide. */
export const v6: Head = {
  name: 'v6',
  read(evidence) {
    const rows = rowsOf(evidence);
    if (!rows || !isAnchorFree(rows) || ![...column(rows.table, 4)].every((each) => each === 1)) return null;
    return plainRows('v6', rows);
  },
};

function plainRows(head: string, { table, classes }: Rows): Reading | string | null {
  const unit = unitOfRows(table);
  if (unit === 'cell')
    return 'gives boxes that are neither px nor shares of the input; export it with its boxes decoded';
  if (!areShares(table, 4)) return NO_CONFIDENCES;
  return {
    head,
    classes,
    outputs: [table.name],
    decode: ([rows], confidence, input) => (rows ? inPx(decodeRows(rows, confidence), unit, input) : []),
  };
}

/**
 * Since its version 0.2 of August 2021: no division, no mean (docs/updates_note.md). OpenCV's order of
 * colours.
 */
const YOLOX_PIXELS: Pixels = { order: 'bgr', most: 255 };

/**
 * One box a place; its exporter leaves centres in places of the grid and sizes as logarithms, unless told
 * `--decode_in_inference`.
 */
export const yolox: Head = {
  name: 'yolox',
  read(evidence) {
    const rows = rowsOf(evidence);
    if (!rows || !isAnchorFree(rows)) return null;
    const { table, grid, classes } = rows;
    if (!areShares(table, 4)) return NO_CONFIDENCES;
    const isDecoded = unitOfRows(table) === 'px';
    if (isDecoded && evidence.classes === null) return eitherWay(classes);
    return {
      head: 'yolox',
      classes,
      outputs: [table.name],
      pixels: YOLOX_PIXELS,
      decode: ([given], confidence, input) => {
        if (!given) return [];
        return decodeRows(isDecoded ? given : toPx(given, grid, input, confidence), confidence);
      },
    };
  },
};

const eitherWay = (classes: number) =>
  `can be a YOLOX model of ${classes} classes or one of ${classes + 1} whose numbers lie by rows, as YOLOv8's do not; name its classes in LABELS`;

function isAnchorFree({ grid: { strides, boxesPerPlace } }: Rows): boolean {
  return boxesPerPlace === 1 && strides.length >= 3;
}

/** Rows without an object may stay as they are. */
function toPx(
  { data, dims }: Tensor,
  { strides }: Grid,
  { width, height }: Size,
  confidence: number,
): Tensor {
  const [, , columns = 0] = dims;
  const px = data.slice();
  let at = 0;
  for (const stride of strides) {
    const [across, down] = [Math.ceil(width / stride), Math.ceil(height / stride)];
    for (let place = 0; place < across * down; place += 1, at += columns) {
      if (!((px[at + 4] as number) >= confidence)) continue;
      px[at] = ((px[at] as number) + (place % across)) * stride;
      px[at + 1] = ((px[at + 1] as number) + Math.floor(place / across)) * stride;
      px[at + 2] = Math.exp(px[at + 2] as number) * stride;
      px[at + 3] = Math.exp(px[at + 3] as number) * stride;
    }
  }
  return { data: px, dims };
}
