/**
 * ONNX files that give the same numbers whatever they are shown, in any layout that a real export has: what a
 * detector makes of a layout can be tested without weights. Field numbers are those of onnx.proto
 * (github.com/onnx/onnx).
 */
import {
  type ElementType,
  modelFile,
  node,
  type Shape,
  TYPES,
  tensor,
  value,
} from '../../worker/models/onnx/parts';

/** A side that may vary is a name. */
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
  const { metadata = {}, producer = 'sightline', inputs, outputs, suppression } = model;
  const after = suppression ? suppress(suppression) : NOTHING;
  const graph = {
    nodes: [
      ...outputs.map(({ name, type = 'float32' }) =>
        node('Cast', [`${name} data`], [name], { to: TYPES[type] }),
      ),
      ...after.nodes,
    ],
    tensors: [
      ...outputs.map(({ name, dims, data }) => tensor(`${name} data`, dims, Float32Array.from(data))),
      ...after.tensors,
    ],
    inputs: inputs.map(({ name, shape, type = 'float32' }) => value(name, shape, type)),
    outputs: [
      ...outputs.map(({ name, dims, declared = dims, type = 'float32' }) => value(name, declared, type)),
      ...after.outputs,
    ],
  };
  return modelFile(graph, { producer, metadata });
}

const NOTHING = { nodes: [], tensors: [], outputs: [] };

function suppress({ boxes, scores, output, isCentred }: Suppression) {
  const inputs = [boxes, scores, 'most', 'overlap', 'score'];
  return {
    nodes: [node('NonMaxSuppression', inputs, [output], { center_point_box: isCentred ? 1 : 0 })],
    tensors: [
      tensor('most', [1], BigInt64Array.of(100n)),
      tensor('overlap', [1], Float32Array.of(0.45)),
      tensor('score', [1], Float32Array.of(0.25)),
    ],
    outputs: [value(output, ['selected', 3], 'int64')],
  };
}
