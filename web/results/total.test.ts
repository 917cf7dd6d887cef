/** Whatever JSON comes: nothing throws, and what is kept of it is bounded. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf } from '../../kit/fuzz/settings';
import { summarise, tagOf } from './inView';
import { MOST_OUTPUTS, MOST_SHAPES, MOST_THINGS } from './kinds/bounds';
import type { Result, Thing } from './kinds/model';
import { readoutsOf, sheetText } from './readouts';
import { readAnswer, readResult } from './readResult';
import { prediction, readWorkflow, set, uuid } from './testing';

/** `npm run fuzz` has 10,000. */
const RUNS = countOf(2_000);

const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  '',
  '\ud800',
  'é\u0000\n',
  'a.b',
  '☃'.repeat(300),
];
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom<unknown>(null, -1, 0.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, [], {}, [[[]]], { length: 9 }, '\udc00'), // biome-ignore format: one line
  fc.constantFrom<unknown>(
    { toString: 1 },
    { constructor: null },
    { toJSON: 1 },
    JSON.parse('{"__proto__": {"x": 1}}'),
  ),
  fc.constantFrom<unknown>('x'.repeat(20_000), Array(300).fill(7), deep(40), undefined),
);
const or = <Value>(usual: fc.Arbitrary<Value>, weight = 7): fc.Arbitrary<unknown> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: anything });
const name = fc.oneof(fc.constantFrom('count', 'zones', 'line', 'a', 'b'), fc.constantFrom(...HOSTILE));
const pixel = or(fc.double({ min: 0, max: 700, noNaN: true }));
const point = or(fc.oneof(fc.tuple(pixel, pixel), fc.record({ x: pixel, y: pixel })));
const points = or(fc.oneof(fc.array(point, { maxLength: 6 }), fc.constant(ring(900))));
const mask = fc.record({
  size: or(fc.tuple(or(fc.constant(4)), or(fc.constant(5)))),
  counts: or(fc.string()),
});
const size = or(fc.record({ width: or(fc.constant(640)), height: or(fc.constant(480)) }));
const origin = fc.record({
  offset_x: pixel,
  offset_y: pixel,
  width: or(fc.constant(640)),
  height: or(fc.constant(480)),
});
const id = or(fc.nat(3).map(uuid));
const oddPrediction = fc.record(
  {
    x: pixel,
    y: pixel,
    width: pixel,
    height: pixel,
    confidence: or(fc.double({ min: 0, max: 1 })),
    class: or(fc.constantFrom('cat', 'qr_code', ...HOSTILE)),
    class_id: or(fc.nat(9)),
    detection_id: id,
    parent_id: or(fc.oneof(id, fc.constant('image'))),
    parent_origin: or(origin),
    root_parent_origin: or(origin),
    tracker_id: or(fc.integer()),
    time_in_zone: or(fc.double()),
    speed: or(fc.double()),
    velocity: point,
    data: or(fc.string()),
    points,
    rle_mask: or(mask),
    keypoints: or(fc.array(or(fc.record({ x: pixel, y: pixel, class: or(fc.constantFrom('nose', 'left_eye')) })), { maxLength: 4 })), // biome-ignore format: one line
    rect: points,
    polygon: points,
  },
  { requiredKeys: ['x', 'y', 'width', 'height', 'class'] },
);
const many = fc
  .tuple(oddPrediction, fc.constantFrom(300, MOST_THINGS + 500))
  .map(([one, count]) => Array(count).fill(one));
const predictions = fc.oneof(
  { weight: 200, arbitrary: fc.array(or(oddPrediction), { maxLength: 4 }) },
  { weight: 1, arbitrary: many },
  {
    weight: 8,
    arbitrary: fc.dictionary(name, or(fc.record({ confidence: or(fc.double()) })), { maxKeys: 3 }),
  },
);
const special = fc.oneof(
  fc.record({ image: size, predictions: or(predictions), top: or(name) }, { requiredKeys: ['predictions'] }),
  fc.record({ predictions: or(predictions), predicted_classes: or(fc.array(or(name))) }),
  fc.record({ type: fc.constant('base64'), value: or(fc.string()), root_parent_origin: or(origin) }),
  fc.record({ __serialization_error__: or(fc.string()) }),
  fc.record({ prompt_results: or(fc.array(or(fc.record({ echo: anything, predictions: or(fc.array(or(fc.record({ masks: or(fc.oneof(mask, fc.array(points))) })))) })))) }), // biome-ignore format: one line
);
const output = fc.oneof(special, or(fc.array(or(special), { maxLength: 3 })), points, fc.array(points), fc.dictionary(name, or(special), { maxKeys: 3 })); // biome-ignore format: one line
const outputs = or(fc.dictionary(name, or(output), { maxKeys: 5 }), 30);
const KINDS = [
  '*',
  'image',
  'integer',
  'float_zero_to_one',
  'zone',
  'object_detection_prediction',
  'top_class',
];
const workflow = fc.dictionary(name, or(fc.array(or(fc.constantFrom(...KINDS)), { maxLength: 2 })), {
  maxKeys: 4,
});

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function ring(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    x: 300 + 90 * Math.cos(at),
    y: 200 + 90 * Math.sin(at),
  }));
}

/** What nobody handed on as it came: raw JSON and pictures are the message's own, and shared with it. */
function weight(result: Result): number {
  const own = { ...result, outputs: result.outputs.map(({ name, kind }) => ({ name, kind })) };
  return JSON.stringify(own).length;
}

function isSound(thing: Thing): boolean {
  const { x, y, width, height } = thing.box;
  const boxed = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  const joined = thing.bones?.every((bone) => bone.every((at) => thing.keypoints?.[at])) ?? true;
  const texts = [thing.name, thing.text ?? '', tagOf(thing)];
  return boxed && joined && thing.name !== '' && texts.every((text) => typeof text === 'string');
}

function expectSound(result: Result): void {
  const { things, shapes, outputs: read, failures } = result;
  const [readouts, summary] = [readoutsOf(result), summarise(result)];
  expect(things.length).toBeLessThanOrEqual(MOST_THINGS);
  expect(shapes.length).toBeLessThanOrEqual(MOST_SHAPES);
  expect(read.length).toBeLessThanOrEqual(2 * MOST_OUTPUTS);
  expect(readouts).toHaveLength(read.length);
  const lines = readouts.flatMap(({ name, value }) => [name, value]);
  expect(lines.every((line) => line.length > 0 && line.length < 900 && !/[\n\p{Cs}]/u.test(line))).toBe(true);
  expect(failures.length).toBeLessThanOrEqual(16);
  expect([summary.count, summary.leftOut]).toEqual([things.length, result.leftOut]);
  expect(Number.isSafeInteger(result.odd) && Number.isSafeInteger(result.leftOut)).toBe(true);
  expect(things.filter((thing) => !isSound(thing))).toEqual([]);
  for (const each of read.slice(0, 1)) expect(sheetText(each).length).toBeLessThan(600_000);
  if (summary.text === 'Nothing in view') expect(read.some(({ kind }) => kind === 'things')).toBe(true);
}

describe('any result', () => {
  it('is read without a throw, and bounded', () => {
    fc.assert(
      fc.property(
        outputs,
        or(fc.array(or(fc.string()))),
        size,
        workflow,
        (given, errors, frame, described) => {
          const result = readResult({
            outputs: given,
            errors,
            frame,
            workflow: readWorkflow({ outputs: described }),
          });
          expectSound(result);
        },
      ),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('of a photo is, too, and of its workflow’s description', () => {
    fc.assert(
      fc.property(or(fc.record({ outputs: or(fc.array(outputs)) })), anything, (answer, other) => {
        expectSound(readAnswer(answer));
        expectSound(readAnswer(other, { workflow: readWorkflow(answer) }));
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('does not change what it was given', () => {
    fc.assert(
      fc.property(outputs, (given) => {
        readResult({ outputs: frozen(given) });
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

/** Whoever writes to it throws. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(Object.freeze(value))) frozen(each);
  return value;
}

describe('a fixture', () => {
  const folder = new URL('./fixtures/frames/', import.meta.url);
  const frames = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

  /** Puts `odd` in place of the value at a path that `choices` pick. */
  function bend(value: unknown, odd: unknown, choices: number[]): unknown {
    const [choice, ...others] = choices;
    if (choice === undefined || typeof value !== 'object' || value === null) return odd;
    const keys = Object.keys(value);
    const key = keys[choice % keys.length];
    if (key === undefined) return odd;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    Object.assign(copy, { [key]: bend(value[key as keyof typeof value], odd, others) });
    return copy;
  }

  it('bent in one place is read, and bounded', () => {
    const path = fc.array(fc.nat(50), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(fc.constantFrom(...frames), anything, path, (frame, odd, choices) => {
        const bent = bend(frame.serialized_output_data, odd, choices);
        expectSound(readResult({ outputs: bent, errors: frame.errors, frame: frame.video_metadata }));
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);
});

describe('what is far too much', () => {
  const huge: [string, () => unknown][] = [
    ['200,000 outputs', () => (Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`o${at}`, at])))],
    ['100,000 things', () => ({ a: set(Array.from({ length: 100_000 }, (_, at) => prediction({ detection_id: uuid(at) }))) })],
    ['a million points', () => ({ a: set(Array.from({ length: 100 }, (_, at) => prediction({ detection_id: uuid(at), points: ring(10_000) }))) })],
    ['rings of 400 points', () => ({ a: set(Array.from({ length: 3_000 }, (_, at) => prediction({ detection_id: uuid(at), points: ring(400) }))) })],
    ['100,000 sets', () => ({ a: Array.from({ length: 100_000 }, () => set([prediction()])) })],
    ['sets in sets of lists', () => ({ a: Array(60).fill(Array(60).fill(Array(60).fill(set([prediction()])))) })],
    ['a depth map', () => ({ a: Array(720).fill(Array(1_280).fill(1.5)) })],
    ['100,000 levels', () => ({ a: deep(100_000), zones: deep(99_999), b: [deep(100_000)] })],
    ['a text of 10 MB', () => ({ a: 'é\n'.repeat(5_000_000) })],
    ['a class of 10 MB', () => ({ a: set([prediction({ class: 'x'.repeat(10_000_000), data: 'y'.repeat(10_000_000), detection_id: 'z'.repeat(10_000_000) })]) })],
    ['100,000 errors', () => ({ a: Array.from({ length: 100_000 }, () => ({ __serialization_error__: 'x'.repeat(5_000) })) })],
    ['100,000 classes', () => ({ a: set(Array.from({ length: 100_000 }, (_, at) => ({ class: `c${at}`, confidence: 0.5 }))) })],
    ['100,000 zones', () => ({ zones: Array.from({ length: 100_000 }, () => [[1, 1], [2, 2], [3, 1]]) })],
    ['3,000 things of one name and place', () => ({ a: set(Array(3_000).fill(prediction())), b: set(Array(3_000).fill(prediction({ detection_id: '' }))) })],
    ['3,000 namesakes in 100 sets', () => ({ a: Array.from({ length: 100 }, (_, at) => set(Array.from({ length: 30 }, () => prediction({ detection_id: 1, x: at * 50, parent_origin: { offset_x: 0, offset_y: 0, width: 640, height: 480 } })))) })],
  ]; // biome-ignore format: a row a case
  it.each(huge)('%s takes little', (_, make) => {
    const result = readResult({ outputs: make(), errors: Array(100_000).fill('e'.repeat(9_000)) });
    expectSound(result);
    expect(weight(result)).toBeLessThan(20_000_000);
  });
});

/** CPU time, as other work on this machine takes turns with this. */
function cpuOf(run: () => void, times: number): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

it('500 masked things in two outputs are read in less time than their JSON is parsed', () => {
  const things = (more: object) =>
    set(
      Array.from({ length: 500 }, (_, at) =>
        prediction({ ...more, detection_id: uuid(at), x: at, points: ring(60) }),
      ),
    );
  const text = JSON.stringify({ seen: things({}), tracked: things({ tracker_id: 7 }) });
  const given = JSON.parse(text);
  const read = () => readResult({ outputs: given, frame: { width: 640, height: 480 } });
  expect(read().things).toHaveLength(500);
  cpuOf(read, 20);
  const ratios = Array.from({ length: 5 }, () => cpuOf(read, 8) / cpuOf(() => JSON.parse(text), 8));
  expect(Math.min(...ratios)).toBeLessThan(0.6);
});
