/**
 * Every layout that exports of detectors are known to have, each as a model that always sees THINGS. Sources: docs.ultralytics.com
 * (modes/export, tasks), and the exporters in the repositories that are named beside a row.
 */
import type { ConstantModel, Input, Output, Shape } from './constant-model';
import { ALIKE, cells, centre, corners, logits, scores, table, turned, yFirst } from './numbers';
import { SIDE, THINGS, type Thing } from './things';

export type Layout = {
  name: string;
  model: ConstantModel;
  /** What is to be seen, px of the input; or the words of the refusal. */
  expected: readonly Thing[] | RegExp;
  /** How pictures are brought to the input's shape; the letterbox keeps theirs. */
  fit?: 'stretch';
  labels?: string;
};

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

const out = (dims: readonly number[], data: ArrayLike<number>, rest: Partial<Output> = {}): Output => ({
  name: 'output0',
  dims,
  data,
  ...rest,
});
const single = (
  output: Output,
  metadata: Record<string, string> = TWO,
  input: Input = IMAGES,
): ConstantModel => ({
  inputs: [input],
  outputs: [output],
  metadata,
});

/** x, y, width, height, objectness, classes. */
const rowsOf5 = (things: readonly Thing[], classes: number) =>
  things.map((each) => [...centre(each), 0.95, ...scores({ ...each, score: each.score / 0.95 }, classes)]);
const rows5 = (count: number, classes = 2, things = THINGS) =>
  out([1, count, 5 + classes], table(count, rowsOf5(things, classes)));
const rowsOf8 = (things: readonly Thing[], classes: number, by = 1) =>
  things.map((each) => [...centre(each, by), ...scores(each, classes)]);
const columns8 = (count = cells(STRIDES), classes = 2, things = THINGS, extra: number[] = []) => {
  const rows = rowsOf8(things, classes).map((row) => [...row, ...extra]);
  return out([1, 4 + classes + extra.length, count], turned(count, rows));
};
const finished = (things = THINGS, count = 300) => {
  const rows = things.map((each) => [...corners(each), each.score, each.classId]);
  return out([1, count, 6], table(count, rows, [0, 0, 0, 0, 0, 0]));
};
const queries = (classes: number, things = THINGS, count = 300) => {
  const rows = rowsOf8(things, classes, SIDE);
  return out([1, count, 4 + classes], table(count, rows, [0.5, 0.5, 0.1, 0.1, ...Array(classes).fill(0.02)]));
};

const COUNT = cells(STRIDES);
const GRIDS = STRIDES.map((each, at) =>
  out([1, 3, SIDE / each, SIDE / each, 7], new Float32Array((3 * 7 * SIDE * SIDE) / each ** 2), {
    name: `grid${at}`,
  }),
);

/** YOLOv3 (ultralytics/yolov3), v5 (ultralytics/yolov5), v7 (WongKinYiu/yolov7 --grid): three boxes a place, px. */
const ANCHORED: Layout[] = [
  { name: 'YOLOv3, v5, v7', model: single(rows5(3 * COUNT)), expected: THINGS },
  { name: 'v5 without names', model: single(rows5(3 * COUNT), {}), expected: THINGS },
  { name: 'v5 of one class', model: single(rows5(3 * COUNT, 1, ALIKE), ONE), expected: ALIKE },
  {
    name: 'v5 of one class, whose class is always sure',
    model: single(
      out(
        [1, 3 * COUNT, 6],
        table(
          3 * COUNT,
          ALIKE.map((each) => [...centre(each), each.score, 1]),
        ),
      ),
      ONE,
    ),
    expected: ALIKE,
  },
  {
    name: 'YOLOv3-tiny of one class',
    model: single(rows5(3 * cells([16, 32]), 1, ALIKE), ONE),
    expected: ALIKE,
  },
  {
    name: 'YOLOv3-tiny of one class without names',
    model: single(rows5(3 * cells([16, 32]), 1, ALIKE), {}),
    expected: ALIKE,
  },
  { name: 'v5-P6, v7-W6', model: single(rows5(3 * cells([8, 16, 32, 64]))), expected: THINGS },
  {
    name: 'v5 with its raw grids beside',
    model: { inputs: [IMAGES], outputs: [rows5(3 * COUNT), ...GRIDS], metadata: TWO },
    expected: THINGS,
  },
  {
    name: 'v5 with free sides and a free batch',
    model: single(rows5(3 * cells(STRIDES, ...FREE_SIZE)), TWO, FREE),
    expected: THINGS,
  },
  {
    name: 'v5 in half precision',
    model: single({ ...rows5(3 * COUNT), type: 'float16' }, TWO, HALF),
    expected: THINGS,
  },
  {
    name: 'v5 by way of TensorFlow, in shares of the input',
    model: single(
      out(
        [1, 3 * COUNT, 7],
        table(
          3 * COUNT,
          THINGS.map((each) => [...centre(each, SIDE), 1, ...scores(each, 2)]),
        ),
      ),
    ),
    expected: THINGS,
  },
  {
    name: 'v7 without --grid',
    model: { inputs: [IMAGES], outputs: GRIDS },
    expected: /gives raw grids \(\[1, 3, 40, 40, 7\].*--grid/,
  },
  {
    name: 'Darknet’s grids',
    model: {
      inputs: [IMAGES],
      outputs: [10, 20].map((side) =>
        out([1, 21, side, side], new Float32Array(21 * side * side), { name: `grid${side}` }),
      ),
    },
    expected: /gives raw grids/,
  },
];

/** YOLOv6 (meituan/YOLOv6): one box a place, px, an objectness of 1. YOLOX (Megvii-BaseDetection/YOLOX, tools/export_onnx.py). */
const yolox = (thing: Thing, stride: number) => {
  const [x, y] = [Math.floor(thing.x / stride), Math.floor(thing.y / stride)];
  const at = cells(STRIDES.filter((each) => each < stride)) + y * (SIDE / stride) + x;
  const size = [thing.width, thing.height].map((each) => Math.log(each / stride));
  return {
    at,
    row: [
      thing.x / stride - x,
      thing.y / stride - y,
      ...size,
      0.95,
      ...scores({ ...thing, score: thing.score / 0.95 }, 2),
    ],
  };
};
const rawYolox = () => {
  const rows: number[][] = Array.from({ length: COUNT }, () => [0.4, 0.5, 0.7, 0.9, 0.001, 0.1, 0.1]);
  for (const [thing, stride] of [
    [THINGS[0], 32],
    [THINGS[1], 8],
  ] as const) {
    const { at, row } = yolox(thing as Thing, stride);
    rows[at] = row;
  }
  return out([1, COUNT, 7], rows.flat());
};
const rowsOf6 = THINGS.map((each) => [...centre(each), 1, ...scores(each, 2)]);
const ANCHOR_FREE: Layout[] = [
  {
    name: 'YOLOv6',
    model: single(out([1, COUNT, 7], table(COUNT, rowsOf6, [100, 100, 9, 9, 1, 0, 0])), {}),
    expected: THINGS,
  },
  { name: 'YOLOX, undecoded', model: single(rawYolox(), {}), expected: THINGS },
  {
    name: 'YOLOX, undecoded, with LABELS',
    model: single(rawYolox(), {}),
    labels: 'cat,dog',
    expected: THINGS,
  },
  {
    name: 'YOLOX, decoded, with LABELS',
    model: single(rows5(COUNT), {}),
    labels: 'cat,dog',
    expected: THINGS,
  },
  {
    name: 'YOLOX decoded or v8 turned, without names',
    model: single(rows5(COUNT), {}),
    expected: /2 classes or one of 3 .*LABELS/,
  },
  {
    name: 'v8 turned',
    model: single(out([1, COUNT, 6], table(COUNT, rowsOf8(THINGS, 2)))),
    expected: THINGS,
  },
];

/** v8, v9, 11, 12, and 26 and v10 without their end-to-end head: by columns. */
const COLUMNS: Layout[] = [
  { name: 'YOLOv8, v9, 11, 12', model: single(columns8()), expected: THINGS },
  { name: 'v8 without names', model: single(columns8(), {}), expected: THINGS },
  { name: 'v8 of one class', model: single(columns8(COUNT, 1, ALIKE), ONE), expected: ALIKE },
  { name: 'v8 of one class without names', model: single(columns8(COUNT, 1, ALIKE), {}), expected: ALIKE },
  { name: 'v8 of 80 classes', model: single(columns8(COUNT, 80), {}), expected: THINGS },
  {
    name: 'v8 in half precision',
    model: single({ ...columns8(), type: 'float16' }, TWO, HALF),
    expected: THINGS,
  },
  { name: 'v8 that takes bytes', model: single(columns8(), TWO, BYTES), expected: THINGS },
  {
    name: 'v8 with free sides and a free batch',
    model: single(columns8(cells(STRIDES, ...FREE_SIZE)), TWO, FREE),
    expected: THINGS,
  },
  {
    name: 'v8-P2',
    model: single(columns8(cells([4, 8, 16, 32]))),
    expected: THINGS,
  },
  {
    name: 'v8 in shares of the input',
    model: single(out([1, 6, COUNT], turned(COUNT, rowsOf8(THINGS, 2, SIDE)))),
    expected: THINGS,
  },
  {
    name: 'v8 without its last activation',
    model: single(
      out(
        [1, 6, COUNT],
        turned(
          COUNT,
          THINGS.map((each) => [...centre(each), ...logits(each, 2)]),
        ),
      ),
    ),
    expected: /confidences outside of 0 to 1/,
  },
  {
    name: 'numbers that are none',
    model: single(out([1, 6, COUNT], new Float32Array(6 * COUNT).fill(Number.NaN))),
    expected: /confidences outside of 0 to 1/,
  },
];

/** v10 (THU-MIG/yolov10), YOLO26, and Ultralytics' nms=True: [1, 300, 6], px. YOLOv7's and v6's own, for ONNX Runtime: [found, 7]. */
const batched = (things: readonly Thing[]) =>
  things.map((each) => [0, ...corners(each), each.classId, each.score]);
const FINISHED: Layout[] = [
  { name: 'v10, 26, nms=True', model: single(finished()), expected: THINGS },
  { name: 'v10 without names', model: single(finished(), {}), expected: THINGS },
  { name: 'v10 of one class', model: single(finished(ALIKE), ONE), expected: ALIKE },
  {
    name: 'nms=True that sees nothing',
    model: single(out([1, 300, 6], new Float32Array(1800))),
    expected: [],
  },
  {
    name: 'nms=True in half precision',
    model: single({ ...finished(), type: 'float16' }, TWO, HALF),
    expected: THINGS,
  },
  { name: '26 with free sides', model: single(finished(), TWO, FREE), expected: THINGS },
  {
    name: 'v7 --end2end --max-wh, v6 for ONNX Runtime',
    model: single(out([2, 7], batched(THINGS).flat(), { declared: ['found', 7], name: 'output' })),
    expected: THINGS,
  },
  {
    name: 'the same, with nothing seen',
    model: single(out([0, 7], [], { declared: ['found', 7], name: 'output' })),
    expected: [],
  },
  {
    name: 'YOLO-NAS, flat (Deci-AI/super-gradients)',
    model: single(
      out(
        [2, 7],
        THINGS.flatMap((each) => [0, ...corners(each), each.score, each.classId]),
        {
          declared: ['found', 7],
          name: 'graph2_flat_predictions',
        },
      ),
      {},
      BYTES,
    ),
    expected: THINGS,
  },
];

type Names = { boxes: string; scores: string; classes: string; count?: string };
const lists = (names: Names, boxes: number[][], first = 0, room = 100): Output[] => {
  const column = (numbers: number[]) => [...numbers, ...Array(room - numbers.length).fill(0)];
  return [
    ...(names.count ? [out([1, 1], [THINGS.length], { name: names.count, type: 'int32' })] : []),
    out([1, room, 4], table(room, boxes), { name: names.boxes }),
    out([1, room], column(THINGS.map(({ score }) => score)), { name: names.scores }),
    out([1, room], column(THINGS.map(({ classId }) => classId + first)), { name: names.classes }),
  ];
};
const EFFICIENT: Names = {
  count: 'num_dets',
  boxes: 'det_boxes',
  scores: 'det_scores',
  classes: 'det_classes',
};
const TENSORFLOW: Names = {
  count: 'num_detections:0',
  boxes: 'detection_boxes:0',
  scores: 'detection_scores:0',
  classes: 'detection_classes:0',
};
const SIZES: Input = { name: 'orig_target_sizes', shape: ['N', 2], type: 'int64' };
const detr = (size: Input = SIZES): ConstantModel => ({
  inputs: [{ ...IMAGES, shape: ['N', 3, SIDE, SIDE] }, size],
  outputs: [
    out([1, 300], [...THINGS.map(({ classId }) => classId), ...Array(298).fill(0)], {
      name: 'labels',
      type: 'int64',
    }),
    out(
      [1, 300, 4],
      table(
        300,
        THINGS.map((each) => corners(each)),
        [9, 9, 19, 19],
      ),
      { name: 'boxes' },
    ),
    out([1, 300], [...THINGS.map(({ score }) => score), ...Array(298).fill(0.02)], { name: 'scores' }),
  ],
});
/** Boxes, scores and classes apart, overlaps removed: TensorRT's EfficientNMS_TRT, TensorFlow's Object Detection API. */
const LISTS: Layout[] = [
  {
    name: 'EfficientNMS',
    model: {
      inputs: [IMAGES],
      outputs: lists(
        EFFICIENT,
        THINGS.map((each) => corners(each)),
      ),
      metadata: TWO,
    },
    expected: THINGS,
  },
  {
    name: 'EfficientNMS, a count of fewer',
    model: {
      inputs: [IMAGES],
      outputs: [
        out([1, 1], [1], { name: 'num_dets', type: 'int32' }),
        ...lists(
          EFFICIENT,
          THINGS.map((each) => corners(each)),
        ).slice(1),
      ],
      metadata: TWO,
    },
    expected: THINGS.slice(0, 1),
  },
  {
    name: 'EfficientNMS without telling names',
    model: {
      inputs: [IMAGES],
      outputs: lists(
        { count: 'a', boxes: 'b', scores: 'c', classes: 'd' },
        THINGS.map((each) => corners(each)),
      ),
    },
    expected: THINGS,
  },
  {
    name: 'SSD by way of TensorFlow',
    model: {
      inputs: [NHWC],
      outputs: lists(
        TENSORFLOW,
        THINGS.map((each) => yFirst(each, SIDE)),
        1,
      ),
    },
    labels: 'cat,dog',
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'shares of the picture, x first or y first',
    model: {
      inputs: [IMAGES],
      outputs: lists(
        { boxes: 'boxes', scores: 'scores', classes: 'labels' },
        THINGS.map((each) => yFirst(each, SIDE)),
      ),
    },
    expected: /x or y comes first/,
  },
  {
    name: 'RT-DETR (lyuwenyu/RT-DETR), D-FINE, DEIM',
    model: detr(),
    fit: 'stretch',
    labels: 'cat,dog',
    expected: THINGS,
  },
  {
    name: 'PaddleDetection',
    model: {
      inputs: [IMAGES, { name: 'im_shape', shape: [1, 2] }, { name: 'scale_factor', shape: [1, 2] }],
      outputs: [
        out(
          [2, 6],
          THINGS.flatMap((each) => [each.classId, each.score, ...corners(each)]),
        ),
      ],
    },
    expected: /takes 3 inputs \(images, im_shape, scale_factor\)/,
  },
  {
    name: 'MMDetection',
    model: {
      inputs: [IMAGES],
      outputs: [
        out(
          [1, 2, 5],
          THINGS.flatMap((each) => [...corners(each), each.score]),
          { name: 'dets' },
        ),
        out(
          [1, 2],
          THINGS.map(({ classId }) => classId),
          { name: 'labels', type: 'int64' },
        ),
      ],
    },
    expected: /gives \[1, 2, 5\] and \[1, 2\]/,
  },
];

const apart = (boxes: Output, classes: Output, input = IMAGES, metadata = TWO): ConstantModel => ({
  inputs: [input],
  outputs: [boxes, classes],
  metadata,
});
const NOTHING = -6;
const APART: Layout[] = [
  {
    name: 'YOLOv4 (Tianxiaomo/pytorch-YOLOv4)',
    model: apart(
      out(
        [1, 3 * COUNT, 1, 4],
        table(
          3 * COUNT,
          THINGS.map((each) => corners(each, SIDE)),
        ),
        { name: 'boxes' },
      ),
      out(
        [1, 3 * COUNT, 2],
        table(
          3 * COUNT,
          THINGS.map((each) => scores(each, 2)),
        ),
        { name: 'confs' },
      ),
    ),
    expected: THINGS,
  },
  {
    name: 'YOLO-NAS',
    model: apart(
      out(
        [1, COUNT, 4],
        table(
          COUNT,
          THINGS.map((each) => corners(each)),
          [4, 4, 40, 40],
        ),
        { name: '913' },
      ),
      out(
        [1, COUNT, 2],
        table(
          COUNT,
          THINGS.map((each) => scores(each, 2)),
        ),
        { name: '904' },
      ),
    ),
    expected: THINGS,
  },
  {
    name: 'RF-DETR (roboflow/rf-detr)',
    model: apart(
      out(
        [1, 300, 4],
        table(
          300,
          THINGS.map((each) => centre(each, SIDE)),
          [0.5, 0.5, 0.1, 0.1],
        ),
        { name: 'dets' },
      ),
      out(
        [1, 300, 3],
        table(
          300,
          THINGS.map((each) => logits(each, 3)),
          [NOTHING, NOTHING, NOTHING],
        ),
        {
          name: 'labels',
        },
      ),
      { ...IMAGES, name: 'input' },
      {} as typeof TWO,
    ),
    labels: 'cat,dog',
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'RT-DETR, D-FINE by transformers',
    model: apart(
      out(
        [1, 300, 2],
        table(
          300,
          THINGS.map((each) => logits(each, 2)),
          [NOTHING, NOTHING],
        ),
        { name: 'logits' },
      ),
      out(
        [1, 300, 4],
        table(
          300,
          THINGS.map((each) => centre(each, SIDE)),
          [0.5, 0.5, 0.1, 0.1],
        ),
        {
          name: 'pred_boxes',
        },
      ),
      { ...IMAGES, name: 'pixel_values' },
    ),
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'DETR, YOLOS by transformers',
    model: apart(
      out([1, 100, 3], table(100, [], [NOTHING, NOTHING, 4]), { name: 'logits' }),
      out([1, 100, 4], table(100, [], [0.5, 0.5, 0.1, 0.1]), { name: 'pred_boxes' }),
      { ...IMAGES, name: 'pixel_values' },
    ),
    expected: /a class for "nothing"/,
  },
];

const best = (things: readonly Thing[]) => {
  const rows = things.map((each) => [...centre(each, SIDE), each.score, each.classId]);
  return out([1, 300, 6], table(300, rows, [0.5, 0.5, 0.1, 0.1, 0.02, 0]));
};
/** Ultralytics' RT-DETR: [1, 300, 4 + classes], shares of a stretched picture. */
const QUERIES: Layout[] = [
  { name: 'RT-DETR of two classes', model: single(queries(2)), fit: 'stretch', expected: THINGS },
  {
    name: 'RT-DETR of two classes without names',
    model: single(queries(2), {}),
    fit: 'stretch',
    expected: THINGS,
  },
  { name: 'RT-DETR of one class', model: single(queries(1, ALIKE), ONE), fit: 'stretch', expected: ALIKE },
  {
    name: 'RT-DETR of three classes without names',
    model: single(queries(3), {}),
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'RT-DETR since 8.4, the best class of each query',
    model: single(best(THINGS)),
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'RT-DETR since 8.4 without names, of one class',
    model: single(best(ALIKE), {}),
    fit: 'stretch',
    expected: ALIKE,
  },
  {
    name: 'RT-DETR of 365 classes without names',
    model: single(queries(365), {}),
    fit: 'stretch',
    expected: THINGS,
  },
  {
    name: 'RT-DETR in half precision with free sides',
    model: single({ ...queries(2), type: 'float16' }, TWO, { ...FREE, type: 'float16' }),
    fit: 'stretch',
    expected: THINGS,
  },
];

const selected = (
  boxes: number[][],
  isCentred: boolean,
  rest: Partial<ConstantModel> = {},
): ConstantModel => ({
  inputs: [IMAGES],
  outputs: [
    out([1, COUNT, 4], table(COUNT, boxes), { name: 'boxes' }),
    out(
      [1, 2, COUNT],
      turned(
        COUNT,
        THINGS.map((each) => scores(each, 2)),
      ),
      { name: 'scores' },
    ),
  ],
  suppression: { boxes: 'boxes', scores: 'scores', output: 'selected', isCentred },
  metadata: TWO,
  ...rest,
});
const IMAGE_SHAPE: Input = { name: 'image_shape', shape: [1, 2] };
const SELECTED: Layout[] = [
  {
    name: 'NonMaxSuppression of centres',
    model: selected(
      THINGS.map((each) => centre(each)),
      true,
    ),
    expected: THINGS,
  },
  {
    name: 'NonMaxSuppression of corners, by PyTorch',
    model: selected(
      THINGS.map((each) => corners(each)),
      false,
      { producer: 'pytorch' },
    ),
    expected: THINGS,
  },
  {
    name: 'NonMaxSuppression of corners, by anybody',
    model: selected(
      THINGS.map((each) => corners(each)),
      false,
    ),
    expected: /x or y comes first/,
  },
  {
    name: 'YOLOv3 by way of Keras (onnx/models)',
    model: selected(
      THINGS.map((each) => yFirst(each)),
      false,
      { inputs: [IMAGES, IMAGE_SHAPE] },
    ),
    expected: THINGS,
  },
];

const MASKS = out([1, 32, 80, 80], new Float32Array(32 * 80 * 80), { name: 'output1' });
const keypoints = THINGS.flatMap(({ x, y }) => [x, y, 0.9]);
const rotated = out(
  [1, 7, COUNT],
  turned(
    COUNT,
    rowsOf8(THINGS, 2).map((row) => [...row, 0.3]),
    [9, 9, 9, 9, 0, 0, 0.4],
  ),
);
/** What is more, or something else, than boxes. */
const OTHER: Layout[] = [
  {
    name: 'segmentation',
    model: {
      inputs: [IMAGES],
      outputs: [columns8(COUNT, 2, THINGS, Array(32).fill(0.2)), MASKS],
      metadata: TWO,
    },
    expected: /gives masks/,
  },
  {
    name: 'segmentation of v5, with its raw grids beside',
    model: {
      inputs: [IMAGES],
      outputs: [
        out(
          [1, 3 * COUNT, 39],
          table(
            3 * COUNT,
            rowsOf5(THINGS, 2).map((row) => [...row, ...Array(32).fill(0.2)]),
          ),
        ),
        MASKS,
        ...GRIDS,
      ],
      metadata: TWO,
    },
    expected: /gives masks/,
  },
  {
    name: 'segmentation of 26',
    model: {
      inputs: [IMAGES],
      outputs: [
        out(
          [1, 300, 38],
          table(
            300,
            THINGS.map((each) => [...corners(each), each.score, each.classId, ...Array(32).fill(0.2)]),
          ),
        ),
        MASKS,
      ],
      metadata: TWO,
    },
    expected: /gives masks/,
  },
  {
    name: 'segmentation by its task',
    model: single(columns8(), { ...TWO, task: 'segment' }),
    expected: /task "segment"/,
  },
  {
    name: 'pose by its task',
    model: single(columns8(COUNT, 1, ALIKE, keypoints), { ...ONE, task: 'pose' }),
    expected: /task "pose"/,
  },
  { name: 'pose', model: single(columns8(COUNT, 1, ALIKE, keypoints), ONE), expected: /"pose"/ },
  {
    name: 'pose of 26',
    model: single(
      out(
        [1, 300, 12],
        table(
          300,
          ALIKE.map((each) => [...corners(each), each.score, 0, ...keypoints]),
        ),
      ),
      ONE,
    ),
    expected: /no list of boxes/,
  },
  {
    name: 'rotated boxes',
    model: single(rotated),
    expected: /no confidence, as rotated boxes.*"obb"/,
  },
  {
    name: 'rotated boxes without names',
    model: single(rotated, {}),
    expected: /no confidence, as rotated boxes.*"obb"/,
  },
  {
    name: 'rotated boxes, overlaps removed',
    model: single(
      out(
        [1, 300, 7],
        table(
          300,
          THINGS.map((each) => [...centre(each), each.score, each.classId, 0.3]),
        ),
      ),
    ),
    expected: /gives \[1, 300, 7\] for 2 classes/,
  },
  {
    name: 'classification',
    model: single(out([1, 1000], new Float32Array(1000).fill(0.001)), {}),
    expected: /one list of 1000 confidences.*"classify"/,
  },
  {
    name: 'classification of seven',
    model: single(out([1, 7], [0.1, 0.1, 0.2, 0.3, 0.1, 0.1, 0.1]), {}, FREE),
    expected: /one list of 7 confidences/,
  },
  {
    name: 'NanoDet, undecoded',
    model: single(
      out(
        [1, COUNT, 34],
        table(
          COUNT,
          THINGS.map((each) => [...scores(each, 2), ...Array(32).fill(-3)]),
        ),
      ),
    ),
    expected: /confidences outside of 0 to 1/,
  },
];

const WRONG_SHAPES: [string, Shape, RegExp][] = [
  ['grey pictures', [1, 1, SIDE, SIDE], /takes grey pictures/],
  ['four pictures', [4, 3, SIDE, SIDE], /takes 4 pictures at a time/],
  ['channels last, as floats', [1, SIDE, SIDE, 3], /takes \[1, 320, 320, 3\].*channels first/],
];
const INPUTS: Layout[] = WRONG_SHAPES.map(([name, shape, expected]) => ({
  name,
  model: single(columns8(), TWO, { name: 'images', shape }),
  expected,
}));

export const LAYOUTS: readonly Layout[] = [
  ...ANCHORED,
  ...ANCHOR_FREE,
  ...COLUMNS,
  ...FINISHED,
  ...LISTS,
  ...APART,
  ...QUERIES,
  ...SELECTED,
  ...OTHER,
  ...INPUTS,
];
