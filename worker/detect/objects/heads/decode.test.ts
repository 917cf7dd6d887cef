/** Whatever numbers a model gives once it has been taken: boxes come out, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyBoxes } from './boxes';
import { chooseHead } from './heads';
import type { Candidate } from './nms';
import type { Evidence, NamedTensor, Reading, Tensor } from './types';
import { decodeRows } from './v5';
import { decodeColumns } from './v8';

const INPUT = { width: 64, height: 64 };
/** Places of grids of 8, 16 and 32 px. */
const CELLS = 84;
const CLASSES = 3;

const named = (dims: number[], rest: Partial<NamedTensor> = {}): NamedTensor => ({
  name: 'output0',
  dims,
  data: new Float32Array(dims.reduce((product, each) => product * each, 1)),
  isWhole: false,
  declared: dims,
  ...rest,
});
const evidence = (outputs: NamedTensor[], rest: Partial<Evidence> = {}): Evidence => ({
  outputs,
  input: INPUT,
  classes: CLASSES,
  named: CLASSES,
  isDetector: true,
  takesBytes: false,
  sizeOrder: null,
  suppression: null,
  producer: '',
  ...rest,
});
const filled = (tensor: NamedTensor, value: number): NamedTensor => ({
  ...tensor,
  data: tensor.data.fill(value),
});

const HEADS: [string, Evidence][] = [
  ['v5', evidence([named([1, 3 * CELLS, 5 + CLASSES])])],
  ['v6', evidence([filled(named([1, CELLS, 5 + CLASSES]), 1)])],
  ['yolox', evidence([filled(named([1, CELLS, 5 + CLASSES]), 0.5)])],
  ['v8', evidence([named([1, 4 + CLASSES, CELLS])])],
  ['v8 by rows', evidence([named([1, CELLS, 4 + CLASSES])])],
  ['end2end', evidence([named([1, 20, 6])])],
  ['numbered rows', evidence([named([20, 7], { declared: ['found', 7] })])],
  ['rt-detr', evidence([filled(named([1, 20, 4 + CLASSES]), 0.5)])],
  [
    'lists',
    evidence([
      named([1, 20, 4], { name: 'boxes' }),
      named([1, 20], { name: 'scores' }),
      named([1, 20], { name: 'classes' }),
      named([1, 1], { name: 'num' }),
    ]),
  ],
  [
    'rf-detr',
    evidence([
      filled(named([1, 20, 4], { name: 'dets' }), 0.5),
      filled(named([1, 20, 3], { name: 'labels' }), -3),
    ]),
  ],
  [
    'selected',
    evidence(
      [
        named([1, 20, 4], { name: 'boxes' }),
        named([1, CLASSES, 20], { name: 'scores' }),
        named([5, 3], { name: 'chosen', isWhole: true }),
      ],
      { suppression: 'centres' },
    ),
  ],
];

/** Every float there is, those that are none, and many that could be a box's. */
const number = fc.oneof(
  fc.float(),
  fc.constantFrom(0, 1, 0.5, -1, 64, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.float({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 64 }),
);

function expectBoxes(found: Candidate[]) {
  for (const { left, top, right, bottom, confidence, classId } of found) {
    for (const each of [left, top, right, bottom, confidence]) expect(Number.isFinite(each)).toBe(true);
    expect(right).toBeGreaterThan(left);
    expect(bottom).toBeGreaterThan(top);
    expect(confidence).toBeLessThanOrEqual(1);
    expect(confidence).toBeGreaterThanOrEqual(0.4);
    expect(Number.isInteger(classId) && classId >= 0, `class ${classId}`).toBe(true);
  }
}

describe.each(HEADS)('the head %s', (name, known) => {
  const reading = chooseHead(known) as Reading;
  const outputs = reading.outputs.map((each) => known.outputs.find((output) => output.name === each)!);

  it('is told by its shapes', () => {
    expect(reading.head).toBe(name);
  });

  it('gives boxes or nothing, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 50 }), (numbers) => {
        const given: Tensor[] = outputs.map(({ dims, data }) => ({
          dims,
          data: Float32Array.from(data, (_, at) => numbers[(at * 7) % numbers.length]!),
        }));
        expectBoxes(onlyBoxes(reading.decode(given, 0.4, INPUT)));
      }),
      { numRuns: 200 },
    );
  });

  it('gives nothing of a list that is shorter than its sides say, or none', () => {
    const short = outputs.map(({ dims }) => ({ dims, data: new Float32Array(3).fill(1) }));
    for (const given of [short, [], outputs.map(() => ({ dims: [], data: new Float32Array() }))])
      expectBoxes(onlyBoxes(reading.decode(given, 0.4, INPUT)));
  });
});

it('leaves out a class that is no whole number: never "class_0.98"', () => {
  const reading = chooseHead(evidence([named([1, 20, 6])])) as Reading;
  const data = new Float32Array(120);
  data.set([1, 1, 9, 9, 0.9, 0.98, 1, 1, 9, 9, 0.9, 2, 1, 1, 9, 9, 0.9, -1, 1, 1, 9, 9, Number.NaN, 1]);
  data.set(
    [1, 1, 9, 9, 17, 1, 1, 1, 9, 9, Number.POSITIVE_INFINITY, 1, 9, 1, 1, 9, 0.9, 1, 1, 1, 9, 9, 1.004, 0],
    30,
  );
  const found = onlyBoxes(reading.decode([{ data, dims: [1, 20, 6] }], 0.4, INPUT));
  expect(found.map(({ classId, confidence }) => [classId, confidence])).toEqual([
    [2, Math.fround(0.9)],
    [0, 1],
  ]);
});

it('multiplies objectness and class in v5', () => {
  const rows = { data: Float32Array.from([10, 10, 4, 4, 0.5, 0.25, 0.75, 0.5]), dims: [1, 1, 8] };
  expect(decodeRows(rows, 0.3)).toMatchObject([{ confidence: 0.375, classId: 1 }]);
  expect(decodeRows(rows, 0.4)).toEqual([]);
});

it('gives back what was written by columns', () => {
  const written = fc.record({
    x: fc.integer({ min: 0, max: 640 }),
    size: fc.integer({ min: 1, max: 300 }),
    classId: fc.integer({ min: 0, max: CLASSES - 1 }),
    score: fc.integer({ min: 0, max: 16 }).map((value) => value / 16),
  });
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 12 }), (things) => {
      const rows = things.map(({ x, size, classId, score }) => {
        return [x, x, size, size, ...[0, 1, 2].map((at) => (at === classId ? score : score / 4))];
      });
      const data = Float32Array.from({ length: 7 * rows.length }, (_, at) => {
        return rows[at % rows.length]![Math.floor(at / rows.length)]!;
      });
      const wanted = things.filter(({ score }) => score >= 0.375);
      expect(decodeColumns({ data, dims: [1, 7, rows.length] }, 0.375)).toEqual(
        wanted.map(({ x, size, classId, score }) => ({
          left: x - size / 2,
          top: x - size / 2,
          right: x + size / 2,
          bottom: x + size / 2,
          confidence: score,
          classId,
        })),
      );
    }),
  );
});

describe('two heads that a shape fits', () => {
  const read = (dims: number[], classes: number | null, row: number[] = []) => {
    const tensor = named(dims);
    tensor.data.set(row);
    const found = chooseHead(
      evidence([tensor], { classes, named: classes, input: { width: 640, height: 640 } }),
    );
    return typeof found === 'string' ? found : [found.head, found.classes];
  };
  it.each<[number[], number | null, string, number | null]>([
    [[1, 84, 8400], 80, 'v8', 80],
    [[1, 84, 8400], null, 'v8', 80],
    [[1, 25200, 85], 80, 'v5', 80],
    [[1, 25200, 85], null, 'v5', 80],
    [[1, 300, 6], 80, 'end2end', 80],
    [[1, 300, 6], null, 'end2end', null],
    // One class: v5 has three boxes a place of the grid, and an end2end head any number.
    [[1, 25200, 6], 1, 'v5', 1],
    [[1, 25200, 6], null, 'v5', 1],
    [[1, 300, 6], 1, 'end2end', 1],
    [[1, 6, 8400], 2, 'v8', 2],
    // More or fewer names than classes.
    [[1, 84, 8400], 79, 'v8', 80],
    [[1, 84, 8400], 200, 'v8', 80],
    [[1, 25200, 85], 3, 'v5', 80],
  ])('%j with %j names is %s', (dims, classes, head, found) => {
    expect(read(dims, classes)).toEqual([head, found]);
  });

  it('goes by the numbers of [1, 300, 6]', () => {
    expect(read([1, 300, 6], 2, [0.5, 0.5, 0.2, 0.3, 0.9, 0.04])).toEqual(['rt-detr', 2]);
    expect(read([1, 300, 6], 2, [100, 90, 200, 300, 0.9, 1])).toEqual(['end2end', 2]);
    expect(read([1, 300, 6], 2, [300, 90, 200, 300, 0.9, 0.04])).toEqual(['v8 by rows', 2]);
    expect(read([1, 300, 6], null, [300, 90, 200, 300, 0.9, 0.04])).toMatch(
      /gives \[1, 300, 6\], which is no list/,
    );
  });
});

it('takes or refuses whatever a model gives, and never throws', () => {
  const side = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(20, CELLS, 3 * CELLS));
  const batchFirst = fc.array(side, { maxLength: 4 }).map((dims) => [1, ...dims].slice(0, 5));
  const likely = fc.constantFrom<number[]>(
    [1, 20, 4],
    [1, 20, CLASSES],
    [1, 20],
    [1, 20, 6],
    [20, 7],
    [1, 7, CELLS],
    [1, 1],
  );
  const output = fc.record({
    name: fc.constantFrom('output0', 'boxes', 'dets', 'scores', 'labels', 'num', 'detection_boxes', ''),
    dims: fc.oneof(batchFirst, fc.array(side, { maxLength: 3 }), likely),
    numbers: fc.oneof(fc.array(number, { minLength: 1, maxLength: 20 }), fc.constantFrom([0], [0.5], [1])),
    isWhole: fc.boolean(),
  });
  const any = fc.record({
    outputs: fc.array(output, { maxLength: 4 }),
    classes: fc.constantFrom(null, 1, 2, CLASSES),
    sizeOrder: fc.constantFrom(null, 'wh' as const, 'hw' as const),
    suppression: fc.constantFrom(null, 'centres' as const, 'corners' as const),
  });
  let read = 0;
  fc.assert(
    fc.property(any, ({ outputs, classes, ...rest }) => {
      const tensors = outputs
        .filter(({ dims }) => dims.reduce((product, each) => product * each, 1) < 5000)
        .map(({ name, dims, numbers, isWhole }, place) => {
          const tensor = named(dims, { name: `${name}${place}`, isWhole });
          return { ...tensor, data: tensor.data.map((_, at) => numbers[at % numbers.length]!) };
        });
      const found = chooseHead(evidence(tensors, { classes, named: classes, ...rest }));
      if (typeof found === 'string') {
        expect(found).toMatch(/;/);
        return;
      }
      read += 1;
      const given = found.outputs.map((each) => tensors.find(({ name }) => name === each)!);
      expectBoxes(onlyBoxes(found.decode(given, 0.4, INPUT)));
    }),
    { numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(20);
});
