import { describe, expect, it } from 'vitest';
import { areaOf } from '../../protocol/masks/contour';
import { columnsOf } from '../../protocol/masks/rle';
import { encodeMask } from '../../protocol/masks/testing';
import { summarise, tagOf } from './inView';
import type { Output, Result } from './kinds/model';
import { readoutsOf, sheetText } from './readouts';
import { readAnswer, readResult } from './readResult';
import { FRAME, prediction, readWorkflow, set, uuid } from './testing';

/** With what is read out and said of it. */
const told = (result: Result) => ({ ...result, readouts: readoutsOf(result), summary: summarise(result) });
const read = (outputs: Record<string, unknown>, more: object = {}) =>
  told(readResult({ outputs, frame: FRAME, ...more }));
const thingOf = (value: unknown) => read({ a: set([value]) }).things[0];
const line = (value: unknown, name = 'a') => read({ [name]: value }).readouts[0];

describe('a thing', () => {
  it('has what its set tells, and no field that it does not', () => {
    expect(thingOf(prediction())).toEqual({
      id: uuid(1),
      name: 'person',
      classId: 0,
      confidence: 0.9,
      box: { x: 100, y: 50, width: 20, height: 10 },
      outputs: ['a'],
    });
  });

  it('has track, time, speed, text, zone and parent', () => {
    const facts = {
      tracker_id: 7,
      time_in_zone: 4.6,
      speed: 12,
      smoothed_speed: 10.4,
      velocity: [12, 0],
      smoothed_velocity: [10, 3],
      data: 4006381,
      polygon: [[1, 1], [9, 1], [9, 9]], // biome-ignore format: one line
      parent_id: 'image',
    };
    const thing = thingOf(prediction(facts))!;
    expect(thing).toMatchObject({
      track: 7,
      secondsInZone: 4.6,
      speed: 10.4,
      velocity: { x: 10, y: 3 },
      text: '4006381',
    });
    expect(thing.polygon).toHaveLength(3);
    expect(thing.parent).toBeUndefined();
    expect(tagOf(thing)).toBe('#7 · 4 s · 10/s');
    expect(tagOf({ ...thing, track: undefined, speed: undefined, secondsInZone: 3_725 })).toBe('1 h 2 min');
  });

  it('has the box around its rotated rectangle, whose sides overwrote its own', () => {
    const rect = [[50, 0], [100, 50], [50, 100], [0, 50]]; // biome-ignore format: one line
    const thing = thingOf(prediction({ x: 50, y: 50, width: 70.7, height: 70.7, rect, angle: 45 }))!;
    expect(thing.box).toEqual({ x: 50, y: 50, width: 100, height: 100 });
    expect(thing.rectangle).toHaveLength(4);
  });

  it('has a skeleton where its keypoints have a person’s names, and what is unsure stands apart', () => {
    const at = (name: string, confidence = 0.9) => ({ class: name, class_id: 0, confidence, x: 1, y: 2 });
    const keypoints = [at('left_shoulder'), at('left_elbow'), at('left_wrist', 0.1), { x: 'a' }, at('tail')];
    const result = read({ a: set([prediction({ keypoints })]) });
    expect(result.things[0]?.keypoints?.map(({ sure }) => sure)).toEqual([true, true, false, true]);
    expect(result.things[0]?.bones).toEqual([[0, 1]]);
    expect(result.odd).toBe(1);
  });

  it('has every part and hole of its mask, in the frame’s pixels, and the box around them where it has none', () => {
    const rows = ['####..##', '#..#..##', '#..#....', '####....'];
    const rle_mask = encodeMask({ rows: 4, columns: 8, at: (x, y) => rows[y]?.[x] === '#' });
    expect(columnsOf(rle_mask)).not.toBeNull();
    const { x, y, width, height, ...bare } = prediction({ rle_mask });
    const thing = read({ a: set([bare], { width: 8, height: 4 }) }, { frame: { width: 16, height: 8 } })
      .things[0];
    expect(thing?.mask?.map(areaOf)).toEqual([64, -16, 16]);
    expect(thing?.box).toEqual({ x: 8, y: 4, width: 16, height: 8 });
  });

  it.each([
    ['a confidence of 91', { confidence: 91 }, { confidence: null }],
    ['an object as its text', { data: {} }, {}],
    ['a track in words', { tracker_id: 'x' }, {}],
    ['a time before it came', { time_in_zone: -1 }, {}],
    ['one odd point', { points: [[1, 1], [2, 1], [2, 2], null] }, { mask: [[{ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 2, y: 2 }]] }], // biome-ignore format: one line
    ['a mask that is none', { rle_mask: 'x' }, {}],
  ])('loses %s, which is counted, and stays', (_, odd, kept) => {
    const { things, odd: count, leftOut } = read({ a: set([prediction(odd)]) });
    expect(things).toEqual([{ ...thingOf(prediction()), ...kept }]);
    expect([count, leftOut]).toEqual([1, 0]);
  });

  it.each([[{ x: 'a' }], [{ width: 0 }], [{ class: null }], [{ y: 1e9 }]])(
    'with %j is left out and counted',
    (odd) => {
      const { things, leftOut, summary } = read({ a: set([prediction(odd)]) });
      expect([things, leftOut, summary.leftOut]).toEqual([[], 1, 1]);
      expect(summary.state).toBe('values');
    },
  );
});

describe('things', () => {
  it('are those of every output, and what else there is stands beside them', () => {
    const { things, failures, readouts } = read({
      count: 4,
      label: 'x',
      nothing: null,
      failed: { __serialization_error__: 'no' },
      a: set([prediction({ data: 'one' })], { width: 640, height: 480 }),
      b: set([prediction({ data: 'two', detection_id: uuid(2) })], null),
    });
    expect(things.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(failures.map(({ output }) => output)).toEqual(['failed']);
    expect(readouts.map(({ kind }) => kind)).toEqual(['count', 'text', 'nothing', 'failure', 'things', 'things']); // biome-ignore format: one line
  });

  it.each([
    ['no class', prediction({ class: undefined })],
    ['a text for a number', prediction({ x: '12' })],
    ['a missing width', prediction({ width: null })],
    ['nothing but a number', 5],
  ])('stay where one beside them has %s, which is left out and counted', (_, broken) => {
    const { things, leftOut } = read({ a: set([broken, prediction()]) });
    expect([things.length, leftOut]).toEqual([1, 1]);
  });
});

describe('the same thing in two outputs', () => {
  it('is one, with the fields of both, the outputs of both and the richer one’s box', () => {
    const { things, summary } = read({
      raw: set([prediction({ data: 'hello', keypoints: [{ x: 1, y: 1, class: 'nose' }] })]),
      tracked: set([
        prediction({ x: 103, tracker_id: 7, time_in_zone: 4, smoothed_speed: 1, velocity: [1, 1] }),
      ]),
    });
    expect(things).toMatchObject([{ outputs: ['raw', 'tracked'], track: 7, text: 'hello', box: { x: 103 } }]);
    expect(things[0]?.keypoints).toHaveLength(1);
    expect(summary).toMatchObject({ count: 1, items: ['person #7: hello'] });
  });

  it('is one even where its box has moved, as an id is no number', () => {
    const moved = prediction({ x: 300, tracker_id: 1 });
    expect(read({ a: set([prediction()]), b: set([moved]) }).things).toHaveLength(1);
  });

  it('is two where each block counts from 1 by itself, and one where the boxes meet', () => {
    const [near, far] = [
      prediction({ detection_id: '1', x: 105 }),
      prediction({ detection_id: '1', x: 300 }),
    ];
    const one = set([prediction({ detection_id: 1 })]);
    expect(read({ a: one, b: set([far]) }).things).toHaveLength(2);
    expect(read({ a: one, b: set([near]) }).things).toHaveLength(1);
  });

  it('is found again among namesakes', () => {
    const at = (x: number) => set([prediction({ detection_id: 1, x })]);
    expect(read({ a: at(100), b: at(300), c: at(300), d: at(500), e: at(105) }).things).toHaveLength(3);
  });

  it('is two within one set, whatever it is called, and still two with the same set again', () => {
    const both = set([prediction(), prediction({ x: 200 })]);
    expect(read({ a: both }).things).toHaveLength(2);
    expect(read({ a: both, b: both, c: both }).things).toHaveLength(2);
  });

  it('is one without an id where class and box are the same', () => {
    const motion = set([prediction({ detection_id: undefined }), prediction({ detection_id: '', x: 9 })]);
    expect(read({ a: motion, b: motion }).things).toHaveLength(2);
  });

  it('keeps its box where another output has it in pixels of an unknown place', () => {
    const cropped = [set([prediction({ x: 10, y: 5, tracker_id: 3, time_in_zone: 1, data: 'x', points: [[1, 1], [2, 1], [2, 2]] })])]; // biome-ignore format: one line
    const a = set([prediction()]);
    for (const outputs of [
      { a, crops: cropped },
      { crops: cropped, a },
    ]) {
      const { things, readouts } = read(outputs);
      expect(things).toMatchObject([{ box: { x: 100, y: 50 }, track: 3, text: 'x' }]);
      expect(things[0]?.mask).toBeUndefined();
      expect(readouts.every(({ drawn }) => drawn)).toBe(true);
    }
  });
});

describe('where it is', () => {
  it('is mapped from the size that its set names', () => {
    const points = [[0, 0], [640, 0], [640, 480]]; // biome-ignore format: one line
    const { things } = read({ a: set([prediction({ points })]) }, { frame: { width: 1280, height: 720 } });
    expect(things[0]?.box).toEqual({ x: 200, y: 75, width: 40, height: 15 });
    expect(things[0]?.mask?.[0]?.[2]).toEqual({ x: 1280, y: 720 });
  });

  it('is the frame’s where the set names none', () => {
    expect(read({ a: set([prediction()], null) }).things[0]?.box.x).toBe(100);
  });

  const origin = { offset_x: 320, offset_y: 60, ...FRAME };
  const crop = { width: 105, height: 105 };

  it('is moved by the offset that a crop’s things carry, in a list or not, in the outermost picture’s pixels', () => {
    const inner = prediction({
      parent_id: uuid(9),
      parent_origin: { ...origin, offset_x: 5 },
      root_parent_origin: origin,
    });
    for (const output of [[set([inner], crop)], set([inner], crop), [[set([inner], crop)]]]) {
      expect(read({ a: output }).things).toMatchObject([
        { box: { x: 420, y: 110, width: 20 }, parent: uuid(9) },
      ]);
      expect(read({ a: output }, { frame: { width: 1280, height: 960 } }).things[0]?.box.x).toBe(840);
    }
  });

  it('is unknown without one: named and counted, not drawn', () => {
    for (const output of [[set([prediction()])], set([prediction({ parent_id: uuid(9) })], crop)]) {
      const { things, readouts, summary } = read({ found: output });
      expect(things).toEqual([]);
      expect(readouts[0]).toMatchObject({ name: 'found', drawn: false });
      expect(readouts[0]?.value).toContain('1, not drawn: place unknown');
      expect(summary).toMatchObject({ state: 'values', text: '', count: 0 });
    }
  });

  it('is in the pixels of a photo as its sets or crops say', () => {
    const outputs = (first: unknown) => ({ outputs: [{ a: first }] });
    expect(readAnswer(outputs(set([prediction()]))).frame).toEqual(FRAME);
    const inner = prediction({ parent_id: uuid(9), parent_origin: origin });
    expect(readAnswer(outputs([set([inner], crop)]))).toMatchObject({
      frame: FRAME,
      things: [{ box: { x: 420 } }],
    });
    expect(readAnswer(outputs(set([inner], crop))).frame).toEqual(FRAME);
    expect(readAnswer(outputs(set([prediction()], null))).frame).toBeNull();
  });
});

describe('an output', () => {
  const CORNERS = [[1, 1], [9, 1], [9, 9]]; // biome-ignore format: one line
  const LINE = [[0, 5], [9, 5]]; // biome-ignore format: one line
  const CAT = { class: 'cat', confidence: 0.2 };
  const DOG = { class: 'dog', confidence: 0.8 };
  const PICTURE = { type: 'base64', value: '/9j/' };

  it.each<[string, unknown, object]>([
    ['count_in', 4, { name: 'count in', kind: 'count', value: '4', number: 4, unit: null }],
    ['dwellSeconds', 1.239, { name: 'dwell Seconds', kind: 'number', value: '1.24', unit: 's' }],
    ['delta', -3, { kind: 'number', value: '-3' }],
    ['tiny', 0.000321, { kind: 'number', value: '0.00032' }],
    ['huge', 1e300, { kind: 'number', value: '1.00e+300' }],
    ['ok', false, { kind: 'flag', value: 'no', opens: false }],
    ['verdict', 'PASS', { kind: 'text', value: 'PASS', opens: false }],
    ['long', 'word '.repeat(400), { kind: 'text', opens: true }],
    ['lines', 'a\nb', { kind: 'text', value: 'a b', opens: true }],
    ['empty', '', { kind: 'text', value: 'empty' }],
    [
      'deep',
      { a: { b: [1, { c: 'x' }] }, 7: true },
      { kind: 'json', value: '{"7": true, "a": {"b": [1, {"c": "x"}]}}' },
    ],
    ['names', ['a', 'b'], { kind: 'list', value: 'a, b', opens: false }],
    [
      'many',
      Array(500).fill(0.1),
      { kind: 'list', value: `${Array(8).fill('0.1').join(', ')} and 492 more`, opens: true },
    ],
    ['none', null, { kind: 'nothing', value: 'nothing' }],
    ['nan', Number.NaN, { kind: 'nothing' }],
    ['top', { predictions: [CAT, DOG], top: 'dog' }, { kind: 'class', value: 'dog 80 %', opens: true }],
    ['unsure', { predictions: [], top: '', confidence: 0 }, { kind: 'class', value: 'none' }],
    [
      'labels',
      { predictions: { a: { confidence: 0.3 }, b: { confidence: 0.9 } }, predicted_classes: ['a'] },
      { kind: 'labels', value: 'a 30 %' },
    ],
    [
      'animals',
      [{ predictions: [CAT], top: 'cat', confidence: 0.2 }, null],
      { kind: 'list', value: 'cat 20 %, nothing' },
    ],
    ['crops', [PICTURE, PICTURE], { kind: 'list', value: '2 pictures', opens: false }],
    ['picture', { type: 'base64', value: 'iVBORw0KGgoAAA' }, { kind: 'picture', value: 'a picture' }],
    ['failed', { __serialization_error__: 'no' }, { kind: 'failure', value: 'failed', opens: true }],
    ['zone', CORNERS, { kind: 'zones', value: '1 zone', drawn: true }],
    ['line', LINE, { kind: 'lines', value: '1 line', drawn: true }],
    ['centers', CORNERS, { kind: 'json', drawn: false }],
  ])('%s is read by its shape', (name, value, expected) => {
    expect(line(value, name)).toMatchObject({ output: name, ...expected });
  });

  it.each<[string, unknown, object]>([
    ['float_zero_to_one', 1, { kind: 'number', value: '100', unit: '%' }],
    ['float', 4, { kind: 'number', value: '4' }],
    ['top_class', 'dog', { kind: 'class', value: 'dog' }],
    ['zone', CORNERS, { kind: 'zones' }],
    ['object_detection_prediction', [], { kind: 'things', value: 'none' }],
    ['*', [], { kind: 'list', value: 'empty' }],
  ])('of the kind %s is read as such', (kind, value, expected) => {
    const workflow = readWorkflow({ outputs: { a: [kind] } });
    expect(read({ a: value }, { workflow }).readouts[0]).toMatchObject(expected);
  });

  it('that holds all outputs of a step is told output by output', () => {
    const step = { tracked_detections: set([prediction({ tracker_id: 1 })]), count: 1 };
    const { things, readouts } = read({ everything: step });
    expect(things[0]?.outputs).toEqual(['everything.tracked_detections']);
    expect(readouts.map(({ name, value }) => `${name} = ${value}`)).toEqual([
      'everything: tracked detections = 1',
      'everything: count = 1',
    ]);
  });

  it('with a hostile name is one like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '\ud800', 'a\nb'];
    const outputs = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}: 1`).join()}}`);
    const workflow = readWorkflow(
      JSON.parse('{"outputs": {"__proto__": ["image"], "constructor": ["float"]}}'),
    );
    const { readouts } = read(outputs, { workflow });
    expect(readouts).toHaveLength(names.length);
    expect(readouts.find(({ output }) => output === 'constructor')?.kind).toBe('number');
    expect(readouts.every(({ name }) => name !== '' && !/[\n\ud800]/.test(name))).toBe(true);
  });

  it('of SAM3’s own route is a set of things, each with its parts', () => {
    const polygon = [[1, 1], [3, 1], [3, 3], [1, 3]]; // biome-ignore format: one line
    const far = polygon.map(([x, y]) => [x! + 10, y]);
    const rle = encodeMask({ rows: 4, columns: 4, at: (x) => x < 2 });
    const answer = {
      prompt_results: [
        {
          prompt_index: 0,
          echo: { text: 'cup' },
          predictions: [{ masks: [polygon, far], confidence: 0.8 }, { masks: rle }],
        },
        { prompt_index: 1, predictions: [{ masks: [rle], confidence: 0.5 }, { masks: [] }, 5] },
        null,
      ],
    };
    const { frame, things, leftOut } = readResult({ outputs: { sam: answer } });
    expect(frame).toBeNull();
    expect(things).toMatchObject([
      { id: '', classId: 0, confidence: 0.8, box: { x: 7, y: 2, width: 12, height: 2 } },
      { id: '', classId: 0, confidence: null },
      { id: '', classId: 1, confidence: 0.5 },
    ]);
    expect(things.map(({ name, mask, box }) => [name, mask?.length, box.width])).toEqual([
      ['cup', 2, 12],
      ['cup', 1, 2],
      ['object', 1, 2],
    ]);
    expect(leftOut).toBe(2);
  });
});

describe('a sheet', () => {
  const sheet = (value: unknown) => sheetText(read({ a: value }).outputs[0] as Output);
  it('has all that a line has not', () => {
    expect(sheet('a\nb')).toBe('a\nb');
    expect(sheet({ a: [1, 'x'] })).toBe('{\n  "a": [\n    1,\n    "x"\n  ]\n}');
    expect(sheet({ __serialization_error__: 'why' })).toBe('why');
    expect(sheet({ predictions: [{ class: 'a_t-shirt', confidence: 1 }], top: 'a_t-shirt' })).toBe(
      'a t-shirt 100 %',
    );
  });
});

describe('what is said', () => {
  it('names the outputs of a workflow that returns nothing that can be shown', () => {
    const picture = { type: 'base64', value: '/9j/' };
    const said = 'This workflow returns nothing that can be shown: picture, other one.';
    const outputs = { picture, other_one: null };
    expect(read(outputs).summary).toMatchObject({ state: 'unshowable', text: said });
    expect(summarise(read(outputs), true)).toMatchObject({ state: 'values', text: '' });
    expect(read({}).summary.text).toBe('This workflow returns nothing that can be shown.');
  });

  it('is that an answer without any outputs has nothing', () => {
    const { frame, things, leftOut, summary } = told(readAnswer({ outputs: [] }));
    expect([frame, things, leftOut]).toEqual([null, [], 0]);
    expect(summary).toMatchObject({ state: 'failed', text: 'The workflow sent nothing for this picture.' });
  });

  it('is a failure where none is well, and no failure’s where one is', () => {
    const failed = { __serialization_error__: 'no' };
    expect(read({ a: failed }).summary).toMatchObject({ state: 'failed', text: '“a” could not be sent.' });
    expect([read({ a: failed }).well, read({}).well]).toEqual([false, true]);
    expect(read({ a: failed, b: 1 })).toMatchObject({ summary: { state: 'values' }, well: true });
    expect(read({ a: failed, b: set([]) }).summary.text).not.toBe('Nothing in view');
  });

  it('leave out that an output is not there where something else says why', () => {
    const reason = 'Error in line 2, in run: ValueError: the lens cap is on';
    const missing = ["Output 'value' not found", "Output 'a\nb' not found"];
    const reasons = (errors: string[]) =>
      readResult({ outputs: null, errors }).failures.map((each) => each.reason);
    expect(reasons([reason, ...missing])).toEqual([reason]);
    expect(reasons(missing)).toHaveLength(2);
  });

  it.each([
    [
      '404 for url: https://api.example/x?api_key=rf_SECRET&y=1',
      '404 for url: https://api.example/x?api_key=…&y=1',
    ],
    ["{'api_key': 'SECRET', 'n': 1}", "{'api_key': '…', 'n': 1}"],
    ['token=SECRET; KeyError: key', 'token=…; KeyError: key'],
  ])('is no key that stands in %s', (reason, kept) => {
    expect(readResult({ outputs: null, errors: [reason] }).failures[0]?.reason).toBe(kept);
  });

  it('has the first five things, sorted', () => {
    const many = ['f', 'b', 'a', 'e', 'd', 'c'].map((name, at) =>
      prediction({ class: `x_${name}`, detection_id: uuid(at) }),
    );
    expect(read({ a: set(many) }).summary).toMatchObject({
      count: 6,
      items: ['x a', 'x b', 'x c', 'x d', 'x e'],
    });
  });
});
