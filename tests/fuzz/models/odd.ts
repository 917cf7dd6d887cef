/** Model files that no exporter writes: every known layout with metadata, shapes or bytes that cannot be. */
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import { type ConstantModel, constantModel } from '../../../kit/onnx/constant-model';
import { LAYOUTS } from '../../../kit/onnx/layouts';
import type { ElementType, Shape } from '../../../worker/models/onnx/parts';
import { bytes, concat, text, whole } from '../../../worker/models/onnx/protobuf';
import { cut, type Damage } from '../photos/bytes';

/** `what` is for the eyes: the layout, and what was done to it. */
export type OddModel = { what: string; file: Uint8Array; labels?: string | undefined };

const junk = fc.string({ unit: 'binary', maxLength: 40 });
/** What Python and JSON write, with anything in it. */
const dict = fc
  .array(
    fc.tuple(fc.oneof(fc.nat(12), fc.constantFrom('x', '-1', '1e9', "'0'", '')), fc.json({ maxDepth: 1 })),
    {
      maxLength: 6,
    },
  )
  .map((entries) => `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`);
const long = fc.constantFrom(
  '['.repeat(100_000),
  "{0: '",
  'a,'.repeat(700_000),
  `{0: '${'\\'.repeat(200_001)}'}`,
  '9'.repeat(5000),
);
const value = fc.oneof(
  { weight: 4, arbitrary: dict },
  { weight: 3, arbitrary: fc.json() },
  { weight: 3, arbitrary: junk },
  {
    weight: 2,
    arbitrary: fc.constantFrom('0', '-32', '[0, 0]', '[1, 1]', '8192', '[8192, 8192]', '1e400', 'None', ''),
  },
  { weight: 1, arbitrary: long },
);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('names', 'stride', 'imgsz', 'args') },
  { weight: 1, arbitrary: fc.constantFrom('task', 'names', '__proto__', 'toString', '') },
);
const metadata = fc
  .array(fc.tuple(key, value), { minLength: 1, maxLength: 4 })
  .map((all) => Object.fromEntries(all));

const side = fc.oneof(
  fc.constantFrom<number | string>('height', '', 'batch', 0, 1, 2, 3, 7, 31, 33, 320),
  fc.constantFrom<number>(8192, 8193, 20_000, 65_536, 2 ** 31 - 1, 2 ** 40),
);
/** Sides of the picture alone most of the time: any other shape is refused before it runs. */
const shape: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(side, side).map((sides) => [1, 3, ...sides]) },
  { weight: 1, arbitrary: fc.array(side, { maxLength: 6 }) },
);
const type = fc.constantFrom<ElementType>('float32', 'float16', 'uint8', 'int32', 'int64');

type Change = (model: ConstantModel) => ConstantModel;

const otherInput: fc.Arbitrary<Change> = later(
  fc.record({ shape, type }, { requiredKeys: ['shape'] }),
  (given, model) => ({ ...model, inputs: model.inputs.map((each) => ({ ...each, ...given })) }),
);
const moreInputs: fc.Arbitrary<Change> = later(
  fc.record({ name: fc.constantFrom('orig_target_sizes', 'image_shape', 'images2', ''), shape, type }),
  (given, model) => ({ ...model, inputs: [...model.inputs, given] }),
);
/** Its numbers are there, under other sides: as many or not. */
const otherOutput: fc.Arbitrary<Change> = later(
  fc.record(
    { dims: fc.array(fc.oneof(fc.nat(9), fc.constantFrom(0, 1, 300, 2100)), { maxLength: 5 }), type },
    { requiredKeys: [] },
  ),
  (given, model) => ({
    ...model,
    outputs: model.outputs.map((each) => ({ ...each, ...given, declared: each.declared ?? each.dims })),
  }),
);
const otherNumbers: fc.Arbitrary<Change> = later(
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 1e30, 1e-30, 65_504),
  (number, model) => ({
    ...model,
    outputs: model.outputs.map((each) => ({
      ...each,
      data: new Float32Array(each.data.length).fill(number),
    })),
  }),
);
const otherMetadata: fc.Arbitrary<Change> = later(metadata, (given, model) => ({
  ...model,
  metadata: { ...model.metadata, ...given },
}));

const change = fc.oneof(
  { weight: 5, arbitrary: otherMetadata },
  { weight: 2, arbitrary: otherInput },
  { weight: 1, arbitrary: moreInputs },
  { weight: 1, arbitrary: otherOutput },
  { weight: 1, arbitrary: otherNumbers },
);

const garbled: fc.Arbitrary<Damage> = later(
  fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.boolean()), { minLength: 1, maxLength: 5 }),
  (places, file) => {
    const copy = file.slice();
    // Names and shapes stand at both ends, and numbers between them.
    for (const [at, byte, fromEnd] of places) copy[fromEnd ? copy.length - 1 - at : at] = byte;
    return copy;
  },
);
const field = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.oneof(fc.nat(), fc.uint8Array({ maxLength: 60 })))
  .map(([number, content]) =>
    typeof content === 'number' ? whole(number, content) : bytes(number, content),
  );
const longer: fc.Arbitrary<Damage> = later(fc.array(field, { minLength: 1, maxLength: 3 }), (more, file) =>
  concat([file, ...more]),
);
const damage = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Damage>((file) => file) },
  { weight: 1, arbitrary: cut },
  { weight: 2, arbitrary: garbled },
  { weight: 1, arbitrary: longer },
);

const layouts = LAYOUTS.filter(({ model }) => model.outputs.every(({ data }) => data.length < 100_000));
const bent = fc
  .tuple(fc.constantFrom(...layouts), fc.array(change, { maxLength: 3 }), damage)
  .map(([{ name, model }, changes, damaged]): OddModel => {
    const changed = changes.reduce((now, each) => each(now), model);
    return { what: `${name}: ${described(changed)}`, file: damaged(constantModel(changed)) };
  });
const none: fc.Arbitrary<OddModel> = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(field, { maxLength: 6 }).map(concat),
    junk.map((words) => text(1, words)),
  )
  .map((file) => ({ what: 'no model', file }));

function described({ inputs, outputs, metadata: given }: ConstantModel): string {
  const shapes = [...inputs.map((each) => each.shape), ...outputs.map(({ dims }) => dims)];
  return JSON.stringify([...shapes, given ?? {}]).slice(0, 300);
}

const labels = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.oneof(junk, dict) },
);

export const oddModels: fc.Arbitrary<OddModel> = fc
  .tuple(fc.oneof({ weight: 8, arbitrary: bent }, { weight: 1, arbitrary: none }), labels)
  .map(([model, given]) => ({ ...model, labels: given }));
