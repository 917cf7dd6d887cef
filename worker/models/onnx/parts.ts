/** Parts of an ONNX file. Field numbers are those of onnx.proto (github.com/onnx/onnx). */
import { bytes, concat, type Message, message, real, text, whole } from './protobuf';

/** TensorProto.DataType. */
export const TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, float16: 10 } as const;
export type ElementType = keyof typeof TYPES;

/** A side that may vary is a name. */
export type Shape = readonly (number | string)[];

/** `{ real }` tells a float that happens to be whole from an integer. */
type Attribute = number | string | readonly number[] | { real: number };
export type Attributes = Readonly<Record<string, Attribute>>;

/** An input that is left out is an empty name. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
): Message {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attribute(value)])),
  ];
}

/** AttributeProto.AttributeType. */
const KINDS = { float: 1, int: 2, string: 3, ints: 7 };

function attribute(value: Attribute): Message {
  if (typeof value === 'number') return [whole(3, value), whole(20, KINDS.int)];
  if (typeof value === 'string') return [text(4, value), whole(20, KINDS.string)];
  if ('real' in value) return [real(2, value.real), whole(20, KINDS.float)];
  return [...value.map((each) => whole(8, each)), whole(20, KINDS.ints)];
}

export type Numbers = Float32Array | Uint16Array | BigInt64Array;

/** Halves come as the bits of each. Little-endian, as is every machine that ONNX Runtime is built for. */
export function tensor(name: string, dims: readonly number[], numbers: Numbers): Message {
  const type =
    numbers instanceof Float32Array
      ? TYPES.float32
      : numbers instanceof Uint16Array
        ? TYPES.float16
        : TYPES.int64;
  const { buffer, byteOffset, byteLength } = numbers;
  return [
    ...dims.map((each) => whole(1, each)),
    whole(2, type),
    text(8, name),
    bytes(9, new Uint8Array(buffer, byteOffset, byteLength)),
  ];
}

/** An input or output of the graph. */
export function value(name: string, shape: Shape, type: ElementType): Message {
  const sides = shape.map((side) => message(1, [typeof side === 'number' ? whole(1, side) : text(2, side)]));
  return [text(1, name), message(2, [message(1, [whole(1, TYPES[type]), message(2, sides)])])];
}

export type Graph = { nodes: Message[]; tensors: Message[]; inputs: Message[]; outputs: Message[] };

const IR_VERSION = 8;
const OPSET = 13;

/** @returns the bytes of the file. */
export function modelFile(
  { nodes, tensors, inputs, outputs }: Graph,
  { producer, metadata }: { producer: string; metadata: Readonly<Record<string, string>> },
): Uint8Array<ArrayBuffer> {
  const all = (field: number, parts: Message[]) => parts.map((part) => message(field, part));
  const graph = [
    ...all(1, nodes),
    text(2, 'graph'),
    ...all(5, tensors),
    ...all(11, inputs),
    ...all(12, outputs),
  ];
  return concat([
    whole(1, IR_VERSION),
    text(2, producer),
    message(7, graph),
    message(8, [text(1, ''), whole(2, OPSET)]),
    ...Object.entries(metadata).map(([key, words]) => message(14, [text(1, key), text(2, words)])),
  ]);
}
