/** Writes a graph node by node; every call gives the name of what it added. */
import { toHalf } from '../../detect/objects/pixels/half';
import {
  type Attributes,
  type ElementType,
  type Graph,
  modelFile,
  node,
  type Shape,
  TYPES,
  tensor,
  value,
} from './parts';

export type Precision = 'float32' | 'float16';

/** Shorter ones, biases for example, stay as they are: they take no room. */
const LEAST_HALVED = 256;

export class GraphWriter {
  private readonly graph: Graph = { nodes: [], tensors: [], inputs: [], outputs: [] };
  private count = 0;

  /** @param precision of the weights in the file; ONNX Runtime computes in float32 either way. */
  constructor(private readonly precision: Precision) {}

  input(name: string, shape: Shape): string {
    this.graph.inputs.push(value(name, shape, 'float32'));
    return name;
  }

  output(name: string, shape: Shape, type: ElementType = 'float32'): void {
    this.graph.outputs.push(value(name, shape, type));
  }

  weights(data: Float32Array, dims: readonly number[]): string {
    if (this.precision === 'float32' || data.length < LEAST_HALVED) return this.floats(data, dims);
    const halves = this.fresh();
    this.graph.tensors.push(tensor(halves, dims, Uint16Array.from(data, toHalf)));
    return this.node('Cast', [halves], { to: TYPES.float32 });
  }

  /** A scalar where `dims` is empty. */
  floats(data: ArrayLike<number>, dims: readonly number[] = []): string {
    const name = this.fresh();
    this.graph.tensors.push(tensor(name, dims, Float32Array.from(data)));
    return name;
  }

  integers(data: ArrayLike<number>): string {
    const name = this.fresh();
    this.graph.tensors.push(tensor(name, [data.length], BigInt64Array.from(Array.from(data, BigInt))));
    return name;
  }

  /** @param name of its output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    name: string = this.fresh(),
  ): string {
    this.graph.nodes.push(node(operator, inputs, [name], attributes));
    return name;
  }

  /** @returns the bytes of the file. */
  file(metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    return modelFile(this.graph, { producer: 'sightline', metadata });
  }

  private fresh(): string {
    this.count += 1;
    return `t${this.count}`;
  }
}
