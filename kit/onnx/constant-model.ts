/**
 * ONNX files that give the same numbers whatever they are shown, in any layout that a real export has: what a
 * detector makes of a layout can be tested without weights. Field numbers are those of onnx.proto
 * (github.com/onnx/onnx).
 */
import { bytes, concat, type Message, message, text, whole } from './protobuf';

/** TensorProto.DataType. */
const TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, float16: 10 } as const;
export type ElementType = keyof typeof TYPES;

/** A side that may vary is a name. */
export type Shape = readonly (number | string)[];
export type Input = { name: string; shape: Shape; type?: ElementType };
export type Output = {
  name: string;
  dims: readonly number[];
  /** Where other than `dims`. */
  declared?: Shape;
  data: ArrayLike<number>;
  type?: ElementType;
};

/** Picks from the outputs of these names by the operator NonMaxSuppression, and gives their places. */
type Suppression = {
  boxes: string;
  scores: string;
  output: string;
  /** Its boxes are centre and size, not corners. */
  isCentred: boolean;
};

export type ConstantModel = {
  inputs: readonly Input[];
  outputs: readonly Output[];
  metadata?: Readonly<Record<string, string>>;
  producer?: string;
  suppression?: Suppression;
};

/** @returns the bytes of the file. */
export function constantModel(model: ConstantModel): Uint8Array {
  const { metadata = {}, producer = 'sightline' } = model;
  return concat([
    whole(1, 8),
    text(2, producer),
    message(7, graph(model)),
    message(8, [text(1, ''), whole(2, 13)]),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

function graph({ inputs, outputs, suppression }: ConstantModel): Message {
  return [
    ...outputs.map(({ name, type = 'float32' }) =>
      message(1, node('Cast', [`${name} data`], name, { to: TYPES[type] })),
    ),
    text(2, 'constant'),
    ...outputs.map(({ name, dims, data }) => message(5, tensor(`${name} data`, dims, data))),
    ...inputs.map(({ name, shape, type = 'float32' }) => message(11, value(name, shape, TYPES[type]))),
    ...outputs.map(({ name, dims, declared = dims, type = 'float32' }) =>
      message(12, value(name, declared, TYPES[type])),
    ),
    ...(suppression ? suppress(suppression) : []),
  ];
}

function suppress({ boxes, scores, output, isCentred }: Suppression): Message {
  const limits = { most: 100, overlap: 0.45, score: 0.25 };
  const inputs = [boxes, scores, ...Object.keys(limits)];
  return [
    message(1, node('NonMaxSuppression', inputs, output, { center_point_box: isCentred ? 1 : 0 })),
    message(5, [
      whole(1, 1),
      whole(2, TYPES.int64),
      text(8, 'most'),
      bytes(9, new Uint8Array(BigInt64Array.of(100n).buffer)),
    ]),
    message(5, tensor('overlap', [1], [limits.overlap])),
    message(5, tensor('score', [1], [limits.score])),
    message(12, value(output, ['selected', 3], TYPES.int64)),
  ];
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Record<string, number>,
): Message {
  const INT = 2;
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, number]) =>
      message(5, [text(1, name), whole(3, number), whole(20, INT)]),
    ),
  ];
}

function tensor(name: string, dims: readonly number[], data: ArrayLike<number>): Message {
  const numbers = Float32Array.from(data);
  return [
    ...dims.map((each) => whole(1, each)),
    whole(2, TYPES.float32),
    text(8, name),
    bytes(9, new Uint8Array(numbers.buffer)),
  ];
}

function value(name: string, shape: Shape, type: number): Message {
  const sides = shape.map((side) => message(1, [typeof side === 'number' ? whole(1, side) : text(2, side)]));
  return [text(1, name), message(2, [message(1, [whole(1, type), message(2, sides)])])];
}
