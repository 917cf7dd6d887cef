/**
 * Every layout that exports of detectors are known to have, each as a model that always sees THINGS. Sources:
 * docs.ultralytics.com (modes/export, tasks), and the exporters in the repositories that are named beside a
 * row.
 */
import type { Shape } from '../../worker/models/onnx/parts';
import type { ConstantModel, Input, Output } from './constant-model';
import {
  ALIKE,
  cells,
  centre,
  corners,
  logits,
  SIDE,
  scores,
  THINGS,
  type Thing,
  table,
  turned,
  yFirst,
} from './numbers';

export type Layout = {
  name: string;
  model: ConstantModel;
  /** What is to be seen, px of the input; or the words of the refusal. */
  expected: readonly Thing[] | RegExp;
  /** How pictures are brought to the input's shape; the letterbox keeps theirs. */
  fit?: 'stretch';
  labels?: string;
};

/** What a model that has these outputs is to be read as: THINGS, where nothing else is said. */
const layout = (
  name: string,
  model: ConstantModel,
  expected: Layout['expected'] = THINGS,
  rest: Pick<Layout, 'fit' | 'labels'> = {},
): Layout => ({ name, model, expected, ...rest });
const STRETCH = { fit: 'stretch' } as const;
const LABELS = { labels: 'cat,dog' };

const STRIDES = [8, 16, 32];
const IMAGES: Input = { name: 'images', shape: [1, 3, SIDE, SIDE] };
/** As the first picture that a model is tried with: 640×480. */
const FREE: Input = { name: 'images', shape: ['batch', 3, 'height', 'width'] };
const FREE_SIZE = [640, 480] as const;
const HALF: Input = { ...IMAGES, type: 'float16' };
const BYTES: Input = { ...IMAGES, type: 'uint8' };
const NHWC: Input = { name: 'image_tensor:0', shape: [1, SIDE, SIDE, 3], type: 'uint8' };
const TWO = { names: "{0: 'cat', 1: 'dog'}" };
const ONE = { names: "{0: 'part'}" };

type Row = readonly number[];
type More = Partial<Output>;
const out = (dims: Row, data: ArrayLike<number>, more: More = {}): Output => ({
  name: 'output0',
  dims,
  data,
  ...more,
});
const zeros = (...dims: number[]) => out(dims, new Float32Array(dims.reduce((a, b) => a * b)));
/** `count` rows, or columns; those that are not given are zeros, or `filler`. */
const byRows = (count: number, rows: readonly Row[], filler?: Row, more?: More) =>
  out([1, count, (rows[0] ?? filler ?? []).length], table(count, rows, filler), more);
const byColumns = (count: number, rows: readonly Row[], filler?: Row, more?: More) =>
  out([1, rows[0]?.length ?? 0, count], turned(count, rows, filler), more);
const of = (toRow: (thing: Thing) => number[], things = THINGS) => things.map((each) => toRow(each));
const half = (output: Output): Output => ({ ...output, type: 'float16' });
const single = (output: Output, metadata: ConstantModel['metadata'] = TWO, input = IMAGES) =>
  several([output], metadata, input);
const several = (
  outputs: Output[],
  metadata: ConstantModel['metadata'] = TWO,
  ...inputs: Input[]
): ConstantModel => ({ inputs: inputs.length > 0 ? inputs : [IMAGES], outputs, metadata });

/** x, y, width, height, objectness, classes. */
const rowsOf5 = (things = THINGS, classes = 2) =>
  of((each) => [...centre(each), 0.95, ...scores({ ...each, score: each.score / 0.95 }, classes)], things);
const rows5 = (count: number, classes = 2, things = THINGS) => byRows(count, rowsOf5(things, classes));
const rowsOf8 = (classes = 2, things = THINGS, by = 1) =>
  of((each) => [...centre(each, by), ...scores(each, classes)], things);
const longer = (rows: readonly Row[], extra: readonly number[]) => rows.map((row) => [...row, ...extra]);
const columns8 = (count = COUNT, classes = 2, things = THINGS, extra: number[] = []) =>
  byColumns(count, longer(rowsOf8(classes, things), extra));
const rowOf6 = (each: Thing) => [...corners(each), each.score, each.classId];
const finished = (things = THINGS) => byRows(300, of(rowOf6, things));
const queries = (classes: number, things = THINGS) =>
  byRows(300, rowsOf8(classes, things, SIDE), [0.5, 0.5, 0.1, 0.1, ...Array(classes).fill(0.02)]);

const COUNT = cells(STRIDES);
const TINY = cells([16, 32]);
const GRIDS = STRIDES.map((each, at) => ({
  ...zeros(1, 3, SIDE / each, SIDE / each, 7),
  name: `grid${at}`,
}));
const DARKNET = [10, 20].map((side) => ({ ...zeros(1, 21, side, side), name: `grid${side}` }));
const always = of((each) => [...centre(each), each.score, 1], ALIKE);
const shares = of((each) => [...centre(each, SIDE), 1, ...scores(each, 2)]);

/** YOLOv3 (ultralytics/yolov3), v5 (…/yolov5), v7 (WongKinYiu/yolov7 --grid): three boxes a place, px. */
const ANCHORED: Layout[] = [
  layout('YOLOv3, v5, v7', single(rows5(3 * COUNT))),
  layout('v5 without names', single(rows5(3 * COUNT), {})),
  layout('v5 of one class', single(rows5(3 * COUNT, 1, ALIKE), ONE), ALIKE),
  layout('v5 of one class, whose class is always sure', single(byRows(3 * COUNT, always), ONE), ALIKE),
  layout('YOLOv3-tiny of one class', single(rows5(3 * TINY, 1, ALIKE), ONE), ALIKE),
  layout('YOLOv3-tiny of one class without names', single(rows5(3 * TINY, 1, ALIKE), {}), ALIKE),
  layout('v5-P6, v7-W6', single(rows5(3 * cells([8, 16, 32, 64])))),
  layout('v5 with its raw grids beside', several([rows5(3 * COUNT), ...GRIDS])),
  layout('v5 with free sides and a free batch', single(rows5(3 * cells(STRIDES, ...FREE_SIZE)), TWO, FREE)),
  layout('v5 in half precision', single(half(rows5(3 * COUNT)), TWO, HALF)),
  layout('v5 by way of TensorFlow, in shares of the input', single(byRows(3 * COUNT, shares))),
  layout('v7 without --grid', several(GRIDS, {}), /gives raw grids \(\[1, 3, 40, 40, 7\].*--grid/),
  layout('Darknet’s grids', several(DARKNET, {}), /gives raw grids/),
];

/** YOLOv6 (meituan/YOLOv6): one box a place, px, an objectness of 1. YOLOX (tools/export_onnx.py). */
const yolox = (thing: Thing, stride: number) => {
  const [x, y] = [Math.floor(thing.x / stride), Math.floor(thing.y / stride)];
  const at = cells(STRIDES.filter((each) => each < stride)) + y * (SIDE / stride) + x;
  const size = [thing.width, thing.height].map((each) => Math.log(each / stride));
  const sure = scores({ ...thing, score: thing.score / 0.95 }, 2);
  return { at, row: [thing.x / stride - x, thing.y / stride - y, ...size, 0.95, ...sure] };
};
const rawYolox = () => {
  const rows: number[][] = Array.from({ length: COUNT }, () => [0.4, 0.5, 0.7, 0.9, 0.001, 0.1, 0.1]);
  for (const [index, stride] of [32, 8].entries()) {
    const { at, row } = yolox(THINGS[index] as Thing, stride);
    rows[at] = row;
  }
  return byRows(COUNT, rows);
};
const certain = of((each) => [...centre(each), 1, ...scores(each, 2)]);
const ANCHOR_FREE: Layout[] = [
  layout('YOLOv6', single(byRows(COUNT, certain, [100, 100, 9, 9, 1, 0, 0]), {})),
  layout('YOLOX, undecoded', single(rawYolox(), {})),
  layout('YOLOX, undecoded, with LABELS', single(rawYolox(), {}), THINGS, LABELS),
  layout('YOLOX, decoded, with LABELS', single(rows5(COUNT), {}), THINGS, LABELS),
  layout(
    'YOLOX decoded or v8 turned, without names',
    single(rows5(COUNT), {}),
    /2 classes or one of 3 .*LABELS/,
  ),
  layout('v8 turned', single(byRows(COUNT, rowsOf8()))),
];

/** v8, v9, 11, 12, and 26 and v10 without their end-to-end head: by columns. */
const unactivated = of((each) => [...centre(each), ...logits(each, 2)]);
const UNACTIVATED = /confidences outside of 0 to 1/;
const COLUMNS: Layout[] = [
  layout('YOLOv8, v9, 11, 12', single(columns8())),
  layout('v8 without names', single(columns8(), {})),
  layout('v8 of one class', single(columns8(COUNT, 1, ALIKE), ONE), ALIKE),
  layout('v8 of one class without names', single(columns8(COUNT, 1, ALIKE), {}), ALIKE),
  layout('v8 of 80 classes', single(columns8(COUNT, 80), {})),
  layout('v8 in half precision', single(half(columns8()), TWO, HALF)),
  layout('v8 that takes bytes', single(columns8(), TWO, BYTES)),
  layout('v8 with free sides and a free batch', single(columns8(cells(STRIDES, ...FREE_SIZE)), TWO, FREE)),
  layout('v8-P2', single(columns8(cells([4, 8, 16, 32])))),
  layout('v8 in shares of the input', single(byColumns(COUNT, rowsOf8(2, THINGS, SIDE)))),
  layout('v8 without its last activation', single(byColumns(COUNT, unactivated)), UNACTIVATED),
  layout(
    'numbers that are none',
    single(out([1, 6, COUNT], new Float32Array(6 * COUNT).fill(Number.NaN))),
    UNACTIVATED,
  ),
];

/** v10 (THU-MIG/yolov10), YOLO26, nms=True: [1, 300, 6], px. YOLOv7's and v6's own: [found, 7]. */
const batched = of((each) => [0, ...corners(each), each.classId, each.score]).flat();
const flat = of((each) => [0, ...rowOf6(each)]).flat();
const found = (count: number, numbers: number[], name = 'output') =>
  out([count, 7], numbers, { declared: ['found', 7], name });
const FINISHED: Layout[] = [
  layout('v10, 26, nms=True', single(finished())),
  layout('v10 without names', single(finished(), {})),
  layout('v10 of one class', single(finished(ALIKE), ONE), ALIKE),
  layout('nms=True that sees nothing', single(zeros(1, 300, 6)), []),
  layout('nms=True in half precision', single(half(finished()), TWO, HALF)),
  layout('26 with free sides', single(finished(), TWO, FREE)),
  layout('v7 --end2end --max-wh, v6 for ONNX Runtime', single(found(2, batched))),
  layout('the same, with nothing seen', single(found(0, [])), []),
  layout(
    'YOLO-NAS, flat (Deci-AI/super-gradients)',
    single(found(2, flat, 'graph2_flat_predictions'), {}, BYTES),
  ),
];

type Names = { boxes: string; scores: string; classes: string; count?: string };
const column = (room: number, numbers: number[], more: More, filler = 0) =>
  out([1, room], [...numbers, ...Array(room - numbers.length).fill(filler)], more);
const counted = (number: number, name: string) => out([1, 1], [number], { name, type: 'int32' });
const confidences = THINGS.map(({ score }) => score);
const classIds = (first = 0) => THINGS.map(({ classId }) => classId + first);
const lists = (names: Names, boxes: number[][], first = 0, count = THINGS.length): Output[] => [
  ...(names.count ? [counted(count, names.count)] : []),
  byRows(100, boxes, undefined, { name: names.boxes }),
  column(100, confidences, { name: names.scores }),
  column(100, classIds(first), { name: names.classes }),
];
const named = (count: string, before: string, after = ''): Names => ({
  count: count + after,
  boxes: `${before}_boxes${after}`,
  scores: `${before}_scores${after}`,
  classes: `${before}_classes${after}`,
});
const EFFICIENT = named('num_dets', 'det');
const TENSORFLOW = named('num_detections', 'detection', ':0');
const SIZES: Input = { name: 'orig_target_sizes', shape: ['N', 2], type: 'int64' };
const DETR: Output[] = [
  column(300, classIds(), { name: 'labels', type: 'int64' }),
  byRows(300, of(corners), [9, 9, 19, 19], { name: 'boxes' }),
  column(300, confidences, { name: 'scores' }, 0.02),
];
const paddle = of((each) => [each.classId, each.score, ...corners(each)]).flat();
const sharesYFirst = of((each) => yFirst(each, SIDE));
const dets = of((each) => [...corners(each), each.score]);
/** Boxes, scores and classes apart, overlaps removed: EfficientNMS_TRT, TensorFlow's Object Detection. */
const LISTS: Layout[] = [
  layout('EfficientNMS', several(lists(EFFICIENT, of(corners)))),
  layout('EfficientNMS, a count of fewer', several(lists(EFFICIENT, of(corners), 0, 1)), THINGS.slice(0, 1)),
  layout(
    'EfficientNMS without telling names',
    several(lists({ count: 'a', boxes: 'b', scores: 'c', classes: 'd' }, of(corners)), {}),
  ),
  layout('SSD by way of TensorFlow', several(lists(TENSORFLOW, sharesYFirst, 1), {}, NHWC), THINGS, {
    ...LABELS,
    ...STRETCH,
  }),
  layout(
    'shares of the picture, x first or y first',
    several(lists({ boxes: 'boxes', scores: 'scores', classes: 'labels' }, sharesYFirst), {}),
    /x or y comes first/,
  ),
  layout(
    'RT-DETR (lyuwenyu/RT-DETR), D-FINE, DEIM',
    several(DETR, {}, { ...IMAGES, shape: ['N', 3, SIDE, SIDE] }, SIZES),
    THINGS,
    { ...LABELS, ...STRETCH },
  ),
  layout(
    'PaddleDetection',
    several(
      [out([2, 6], paddle)],
      {},
      IMAGES,
      { name: 'im_shape', shape: [1, 2] },
      { name: 'scale_factor', shape: [1, 2] },
    ),
    /takes 3 inputs \(images, im_shape, scale_factor\)/,
  ),
  layout(
    'MMDetection',
    several(
      [
        byRows(2, dets, undefined, { name: 'dets' }),
        column(2, classIds(), { name: 'labels', type: 'int64' }),
      ],
      {},
    ),
    /gives \[1, 2, 5\] and \[1, 2\]/,
  ),
];

const NOTHING = -6;
const SOMEWHERE = [0.5, 0.5, 0.1, 0.1];
const inShares = of((each) => centre(each, SIDE));
const scored = of((each) => scores(each, 2));
const cornersInShares = of((each) => corners(each, SIDE));
const inLogits = (classes: number) => of((each) => logits(each, classes));
const V4 = [
  out([1, 3 * COUNT, 1, 4], table(3 * COUNT, cornersInShares), { name: 'boxes' }),
  byRows(3 * COUNT, scored, undefined, { name: 'confs' }),
];
const NAS = [
  byRows(COUNT, of(corners), [4, 4, 40, 40], { name: '913' }),
  byRows(COUNT, scored, undefined, { name: '904' }),
];
const RF_DETR = [
  byRows(300, inShares, SOMEWHERE, { name: 'dets' }),
  byRows(300, inLogits(3), [NOTHING, NOTHING, NOTHING], { name: 'labels' }),
];
const D_FINE = [
  byRows(300, inLogits(2), [NOTHING, NOTHING], { name: 'logits' }),
  byRows(300, inShares, SOMEWHERE, { name: 'pred_boxes' }),
];
const YOLOS = [
  byRows(100, [], [NOTHING, NOTHING, 4], { name: 'logits' }),
  byRows(100, [], SOMEWHERE, { name: 'pred_boxes' }),
];
const PIXELS = { ...IMAGES, name: 'pixel_values' };
const APART: Layout[] = [
  layout('YOLOv4 (Tianxiaomo/pytorch-YOLOv4)', several(V4)),
  layout('YOLO-NAS', several(NAS)),
  layout('RF-DETR (roboflow/rf-detr)', several(RF_DETR, {}, { ...IMAGES, name: 'input' }), THINGS, {
    ...LABELS,
    ...STRETCH,
  }),
  layout('RT-DETR, D-FINE by transformers', several(D_FINE, TWO, PIXELS), THINGS, STRETCH),
  layout('DETR, YOLOS by transformers', several(YOLOS, TWO, PIXELS), /a class for "nothing"/),
];

const rowOfBest = (each: Thing) => [...centre(each, SIDE), each.score, each.classId];
const best = (things: readonly Thing[]) => byRows(300, of(rowOfBest, things), [...SOMEWHERE, 0.02, 0]);
/** Ultralytics' RT-DETR: [1, 300, 4 + classes], shares of a stretched picture. */
const QUERIES: Layout[] = [
  layout('RT-DETR of two classes', single(queries(2)), THINGS, STRETCH),
  layout('RT-DETR of two classes without names', single(queries(2), {}), THINGS, STRETCH),
  layout('RT-DETR of one class', single(queries(1, ALIKE), ONE), ALIKE, STRETCH),
  layout('RT-DETR of three classes without names', single(queries(3), {}), THINGS, STRETCH),
  layout('RT-DETR since 8.4, the best class of each query', single(best(THINGS)), THINGS, STRETCH),
  layout('RT-DETR since 8.4 without names, of one class', single(best(ALIKE), {}), ALIKE, STRETCH),
  layout('RT-DETR of 365 classes without names', single(queries(365), {}), THINGS, STRETCH),
  layout(
    'RT-DETR in half precision with free sides',
    single(half(queries(2)), TWO, { ...FREE, type: 'float16' }),
    THINGS,
    STRETCH,
  ),
];

const selected = (
  boxes: number[][],
  isCentred: boolean,
  rest: Partial<ConstantModel> = {},
): ConstantModel => ({
  ...several([
    byRows(COUNT, boxes, undefined, { name: 'boxes' }),
    byColumns(COUNT, scored, undefined, { name: 'scores' }),
  ]),
  suppression: { boxes: 'boxes', scores: 'scores', output: 'selected', isCentred },
  ...rest,
});
const BY_KERAS = { inputs: [IMAGES, { name: 'image_shape', shape: [1, 2] }] };
const SELECTED: Layout[] = [
  layout('NonMaxSuppression of centres', selected(of(centre), true)),
  layout('NonMaxSuppression of corners, by PyTorch', selected(of(corners), false, { producer: 'pytorch' })),
  layout('NonMaxSuppression of corners, by anybody', selected(of(corners), false), /x or y comes first/),
  layout('YOLOv3 by way of Keras (onnx/models)', selected(of(yFirst), false, BY_KERAS)),
];

const MASKS = { ...zeros(1, 32, 80, 80), name: 'output1' };
const COEFFICIENTS = Array(32).fill(0.2);
const keypoints = THINGS.flatMap(({ x, y }) => [x, y, 0.9]);
const rotated = byColumns(COUNT, longer(rowsOf8(), [0.3]), [9, 9, 9, 9, 0, 0, 0.4]);
const posed = of((each) => [...corners(each), each.score, 0, ...keypoints], ALIKE);
const turnedBoxes = of((each) => [...centre(each), each.score, each.classId, 0.3]);
const nanoDet = of((each) => [...scores(each, 2), ...Array(32).fill(-3)]);
/** What is more, or something else, than boxes. */
const OTHER: Layout[] = [
  layout('segmentation', several([columns8(COUNT, 2, THINGS, COEFFICIENTS), MASKS]), /gives masks/),
  layout(
    'segmentation of v5, with its raw grids beside',
    several([byRows(3 * COUNT, longer(rowsOf5(), COEFFICIENTS)), MASKS, ...GRIDS]),
    /gives masks/,
  ),
  layout(
    'segmentation of 26',
    several([byRows(300, longer(of(rowOf6), COEFFICIENTS)), MASKS]),
    /gives masks/,
  ),
  layout('segmentation by its task', single(columns8(), { ...TWO, task: 'segment' }), /task "segment"/),
  layout(
    'pose by its task',
    single(columns8(COUNT, 1, ALIKE, keypoints), { ...ONE, task: 'pose' }),
    /task "pose"/,
  ),
  layout('pose', single(columns8(COUNT, 1, ALIKE, keypoints), ONE), /"pose"/),
  layout('pose of 26', single(byRows(300, posed), ONE), /no list of boxes/),
  layout('rotated boxes', single(rotated), /no confidence, as rotated boxes.*"obb"/),
  layout('rotated boxes without names', single(rotated, {}), /no confidence, as rotated boxes.*"obb"/),
  layout(
    'rotated boxes, overlaps removed',
    single(byRows(300, turnedBoxes)),
    /gives \[1, 300, 7\] for 2 classes/,
  ),
  layout(
    'classification',
    single(out([1, 1000], new Float32Array(1000).fill(0.001)), {}),
    /one list of 1000 confidences.*"classify"/,
  ),
  layout(
    'classification of seven',
    single(out([1, 7], [0.1, 0.1, 0.2, 0.3, 0.1, 0.1, 0.1]), {}, FREE),
    /one list of 7 confidences/,
  ),
  layout('NanoDet, undecoded', single(byRows(COUNT, nanoDet)), UNACTIVATED),
];

const shaped = (name: string, shape: Shape, expected: RegExp) =>
  layout(name, single(columns8(), TWO, { name: 'images', shape }), expected);
const INPUTS: Layout[] = [
  shaped('grey pictures', [1, 1, SIDE, SIDE], /takes grey pictures/),
  shaped('four pictures', [4, 3, SIDE, SIDE], /takes 4 pictures at a time/),
  shaped('channels last, as floats', [1, SIDE, SIDE, 3], /takes \[1, 320, 320, 3\].*channels first/),
];

export const LAYOUTS: readonly Layout[] = [
  ANCHORED,
  ANCHOR_FREE,
  COLUMNS,
  FINISHED,
  LISTS,
  APART,
  QUERIES,
  SELECTED,
  OTHER,
  INPUTS,
].flat();
