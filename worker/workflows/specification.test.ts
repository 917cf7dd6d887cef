import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { code, picture, registry } from './testing/registry';

const CODES = { type: 'roboflow_core/barcode_detector@v1', name: 'codes', images: '$inputs.image' };
const FOUND = '$steps.codes.predictions';
const output = (name: string, selector: string) => ({ type: 'JsonField', name, selector });
const spec = (steps: object[], outputs: object[] = [output('found', FOUND)], inputs: object[] = []) => ({
  version: '1.0',
  inputs: [{ type: 'WorkflowImage', name: 'image' }, ...inputs],
  steps: [CODES, ...steps],
  outputs,
});
const step = (type: string, more: object, name = 'it') => ({ type: `roboflow_core/${type}`, name, ...more });
const TRACK = step('byte_tracker@v3', { image: '$inputs.image', detections: FOUND }, 'track');
const TRACKED = '$steps.track.tracked_detections';
const LINE = { image: '$inputs.image', detections: TRACKED };

function refusal(specification: Record<string, unknown>, parameters = {}) {
  try {
    registry.find({ specification, parameters });
  } catch (error) {
    if (error instanceof Refusal)
      return error.body as { message: string; blocks_errors: { property_name: string }[] };
    throw error;
  }
  return expect.unreachable();
}

function run(specification: Record<string, unknown>, parameters = {}) {
  return registry.find({ specification, parameters }).begin()(
    picture([code(100, 100, 'one'), code(300, 100, 'two')]),
  );
}

const property = (operations: object[], data = FOUND) => step('property_definition@v1', { data, operations });
const statement = (comparator: string, value: unknown, property_name = 'x_min') => ({
  type: 'StatementGroup',
  operator: 'and',
  statements: [
    {
      type: 'BinaryStatement',
      left_operand: {
        type: 'DynamicOperand',
        operand_name: '_',
        operations: [{ type: 'ExtractDetectionProperty', property_name }],
      },
      comparator: { type: comparator },
      right_operand: { type: 'StaticOperand', value },
    },
  ],
});

describe('steps that cannot be run are refused with the property to blame', () => {
  const [HERE, THERE] = [
    [1, 2],
    [3, 4],
  ];
  const counter = (line_segment: unknown, more = {}) =>
    step('line_counter@v2', { ...LINE, line_segment, ...more });

  it.each([
    ['operations', property([{ type: 'Nope' }])],
    ['operations', property([{ type: 'SortDetections', mode: 'mood' }])],
    ['operations', property([{ type: 'DetectionsFilter', filter_operation: statement('~', 1) }])],
    ['data', property([], '$steps.none.output')],
    ['data', property([], '$inputs.none')],
    ['image', step('byte_tracker@v3', { image: '$inputs.other', detections: FOUND })],
    ['detections', step('byte_tracker@v3', { image: '$inputs.image', detections: 'things' })],
    ['lost_track_buffer', { ...TRACK, name: 'it', lost_track_buffer: 1e12 }],
    ['line_segment', counter([[1, 2]])],
    ['line_segment', counter([HERE, HERE])],
    ['line_segment', counter([HERE, [1, '3']])],
    ['triggering_anchor', counter([HERE, THERE], { triggering_anchor: 'NOSE' })],
    ['zone', step('time_in_zone@v3', { ...LINE, zone: [HERE, THERE] })],
    ['smoothing_alpha', step('velocity@v1', { ...LINE, smoothing_alpha: 0 })],
    ['switch', step('expression@v1', { data: {}, switch: { cases: 7 } })],
    ['template', step('string_template@v1', { template: '{n}', data: {} })],
    ['timezone', step('current_time@v1', { timezone: 'Mars/North' })],
  ])('%s of %j', (name, wrong) => {
    expect(refusal(spec([TRACK, wrong])).blocks_errors[0]?.property_name).toBe(name);
  });

  it('two of one name, steps in a circle, and what is too deep', () => {
    expect(refusal(spec([CODES])).message).toContain('Two steps are named "codes"');
    const [one, other] = ['one', 'other'].map((name, at) => ({
      ...property([], `$steps.${['other', 'one'][at]}.output`),
      name,
    }));
    expect(refusal(spec([one as object, other as object])).message).toContain('circle');
    let deep: object = {};
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    expect(refusal({ ...spec([]), deep }).message).toContain('deeper than');
  });
});

describe('values', () => {
  const LENGTH = { type: 'SequenceLength' };
  const filter = (filter_operation: object) => ({ type: 'DetectionsFilter', filter_operation });
  const extract = (property_name: string) => ({ type: 'DetectionsPropertyExtract', property_name });

  it('are made of what was seen, whatever order the steps stand in', () => {
    const late = { ...spec([]), steps: [property([LENGTH]), CODES] };
    expect(run({ ...late, outputs: [output('n', '$steps.it.output')] })).toMatchObject({ values: { n: 2 } });
  });

  it.each([
    [[filter(statement('(Number) <', 200)), LENGTH], 1],
    [[filter({ ...statement('(Number) <', 200), negate: true }), LENGTH], 1],
    [[filter(statement('in (Sequence)', ['barcode'], 'class_name')), LENGTH], 2],
    [[extract('class_name'), { type: 'SequenceElementsCount' }], { barcode: 2 }],
    [
      [
        extract('x_min'),
        { type: 'NumericSequenceAggregate', function: 'max' },
        { type: 'NumberRound', decimal_digits: 0 },
      ],
      248,
    ],
    [
      [{ type: 'SortDetections', mode: 'center_x', ascending: false }, extract('data'), { type: 'ToString' }],
      "['two', 'one']",
    ],
    [[LENGTH, { type: 'Multiply', other: 3 }, { type: 'Divide', other: 2 }], 3],
    [[{ type: 'DetectionsToDictionary' }, LENGTH], 2],
  ])('by %j', (operations, value) => {
    expect(run(spec([property(operations)], [output('value', '$steps.it.output')]))).toMatchObject({
      values: { value },
    });
  });

  it('that nobody gave are null as JSON', () => {
    const asJson = step('property_definition@v1', { operations: [{ type: 'ConvertDictionaryToJSON' }] });
    const made = run(spec([asJson], [output('value', '$steps.it.output')]));
    expect(made).toMatchObject({ values: { value: 'null' } });
  });

  it('that cannot be made fail with the step and words', () => {
    const twice = property([LENGTH, LENGTH]);
    expect(run(spec([twice]))).toEqual({
      failed: {
        step: { name: 'it', type: 'roboflow_core/property_definition@v1' },
        message: '2 has no length',
      },
    });
    const long = step('string_template@v1', { template: '{a}'.repeat(1000), data: { a: 'x'.repeat(1000) } });
    expect(run(spec([long]))).toMatchObject({
      failed: { message: expect.stringContaining('100000 characters') },
    });
  });

  it('of inputs are the request’s, else the default, else nothing', () => {
    const inputs = [
      { type: 'WorkflowParameter', name: 'n', default_value: 7 },
      { type: 'WorkflowParameter', name: 'none' },
    ];
    const both = spec(
      [],
      [output('n', '$inputs.n'), output('none', '$inputs.none'), output('all', '$steps.codes.*')],
      inputs,
    );
    expect(run(both)).toMatchObject({
      values: { n: 7, none: null, all: { predictions: { predictions: [{}, {}] } } },
    });
    expect(run(both, { n: 'x', none: false })).toMatchObject({ values: { n: 'x', none: false } });
  });
});

describe('whatever is sent', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const types = [
    'property_definition@v1',
    'detections_filter@v1',
    'expression@v1',
    'string_template@v1',
    'byte_tracker@v3',
    'line_counter@v2',
    'time_in_zone@v3',
    'velocity@v1',
    'label_visualization@v1',
  ];
  const selector = fc.constantFrom(
    FOUND,
    TRACKED,
    '$inputs.image',
    '$inputs.n',
    '$steps.it.output',
    '$steps.x.y',
  );
  const operation = fc.record({
    type: fc.constantFrom(
      'ToString',
      'SequenceLength',
      'SequenceJoin',
      'ToNumber',
      'DetectionsFilter',
      'SortDetections',
      'ConvertDictionaryToJSON',
      'Multiply',
      'ClassificationPropertyExtract',
      'x',
    ),
    mode: json,
    other: json,
    filter_operation: json,
    property_name: fc.constantFrom('top_class', 'data', 'x'),
  });
  const value = fc.oneof(
    json,
    selector,
    fc.array(operation, { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.oneof(json, selector)),
  );
  const odd = fc
    .tuple(
      fc.constantFrom(...types),
      fc.dictionary(
        fc.constantFrom(
          'data',
          'operations',
          'image',
          'detections',
          'predictions',
          'line_segment',
          'zone',
          'template',
          'switch',
          'data_operations',
          'lost_track_buffer',
          '__proto__',
        ),
        value,
      ),
    )
    .map(([type, more]) => step(type, more));

  it('is refused, or runs, or fails in words', () => {
    const property = fc.property(fc.array(odd, { maxLength: 2 }), json, (steps, n) => {
      const named = steps.map((each, at) => ({ ...each, name: `it${at || ''}` }));
      const sent = spec(
        [TRACK, ...named],
        [output('found', FOUND)],
        [{ type: 'WorkflowParameter', name: 'n', default_value: n }],
      );
      try {
        const made = run(sent);
        JSON.stringify(made);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('is no specification: refused', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('version', 'inputs', 'steps', 'outputs'), json), (sent) => {
        expect(() => registry.find({ specification: sent })).toThrow(Refusal);
      }),
    );
  });
});
