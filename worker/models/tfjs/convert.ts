/**
 * From a graph of TensorFlow.js to ONNX: what networks of convolutions are made of. TensorFlow keeps channels
 * last, ONNX first; pictures stay channels-first from layer to layer, and are turned where they become lists.
 */
import type { GraphWriter } from '../onnx/writer';
import { type Constant, OtherGraph, sizeOf, type TfGraph, type TfNode } from './graph';

/**
 * What a node gives. `shape` is TensorFlow's; `isPicture`: `[1, height, width, channels]` there,
 * `[1, channels, height, width]` in the file.
 */
export type Value = { name: string; shape: readonly number[]; isPicture: boolean };

type Holes = { picture: string; dilations: number[]; pads: number[] };

const CHANNELS_LAST = [0, 2, 3, 1];

export class Converter {
  private readonly values = new Map<string, Value>();

  constructor(
    private readonly graph: TfGraph,
    private readonly writer: GraphWriter,
  ) {}

  /** Lets `value` stand for a node, and nothing before it is converted. */
  replace(node: string, value: Value): void {
    this.values.set(node, value);
  }

  /** Converts a node and all that it needs. @throws OtherGraph */
  value(name: string): Value {
    const known = this.values.get(name);
    if (known) return known;
    const value = this.convert(this.node(name));
    this.values.set(name, value);
    return value;
  }

  /** A node's numbers, where they depend on no picture. @throws OtherGraph */
  constant(name: string): Constant {
    const weight = this.graph.weights.get(name);
    if (weight) return weight;
    const node = this.node(name);
    if (node.op === 'Shape') return integers(this.value(input(node, 0)).shape);
    if (node.op === 'Pack') return integers(node.input.map((each) => this.number(each)));
    // Of a list of sides, the one that is asked for.
    if (node.op === 'StridedSlice') {
      const { data } = this.constant(input(node, 0));
      return integers([data[this.number(input(node, 1))] as number]);
    }
    throw new OtherGraph(`${name} is no constant`);
  }

  number(name: string): number {
    const [number, more] = this.constant(name).data;
    if (number === undefined || more !== undefined) throw new OtherGraph(`${name} is no single number`);
    return number;
  }

  /** In TensorFlow's order of sides. */
  plain({ name, isPicture }: Value): string {
    return isPicture ? this.writer.node('Transpose', [name], { perm: CHANNELS_LAST }) : name;
  }

  private node(name: string): TfNode {
    const node = this.graph.nodes.get(name);
    if (!node) throw new OtherGraph(`it has no ${name}`);
    return node;
  }

  private convert(node: TfNode): Value {
    switch (node.op) {
      case 'Conv2D':
        return this.convolution(node, false);
      case 'DepthwiseConv2dNative':
        return this.convolution(node, true);
      case 'BatchToSpaceND':
        return this.dilated(node);
      case 'AvgPool':
        return this.average(node);
      case 'ResizeBilinear':
        return this.resized(node);
      case 'FusedBatchNorm':
        return this.normalisation(node);
      case 'Relu': {
        const value = this.value(input(node, 0));
        return { ...value, name: this.writer.node('Relu', [value.name]) };
      }
      case 'Relu6': {
        const value = this.value(input(node, 0));
        const limits = [this.writer.floats([0]), this.writer.floats([6])];
        return { ...value, name: this.writer.node('Clip', [value.name, ...limits]) };
      }
      case 'Add':
      case 'BiasAdd':
      case 'AddN':
        return this.elementwise(node, 'Add');
      case 'Mul':
        return this.elementwise(node, 'Mul');
      case 'Reshape':
        return this.reshape(this.value(input(node, 0)), [...this.constant(input(node, 1)).data]);
      case 'Squeeze':
        return this.squeeze(node);
      case 'ConcatV2':
        return this.concatenation(node);
      default:
        throw new OtherGraph(`${node.name} is a ${node.op}, which is not converted here`);
    }
  }

  /**
   * TensorFlow cuts a picture into its every second (or fourth) px, and puts it together again after the
   * convolution, where ONNX has a convolution with holes.
   */
  private dilated(node: TfNode): Value {
    const convolution = this.node(input(node, 0));
    const apart = this.node(input(convolution, 0));
    const isDepthwise = convolution.op === 'DepthwiseConv2dNative';
    if (apart.op !== 'SpaceToBatchND' || (convolution.op !== 'Conv2D' && !isDepthwise))
      throw new OtherGraph(`${node.name} puts together what was not cut for a convolution`);
    const [block, other] = [apart, node].map((each) => [...this.constant(input(each, 1)).data]);
    if (
      !block ||
      block.join() !== other?.join() ||
      block.length !== 2 ||
      textOf(convolution, 'padding') !== 'VALID'
    )
      throw new OtherGraph(`${node.name} puts together what was cut otherwise`);
    const [before, cropped] = [apart, node].map((each) => this.constant(input(each, 2)).data);
    const pads = Array.from(before ?? [], (each, at) => each - (cropped?.[at] ?? 0));
    return this.convolution(convolution, isDepthwise, { picture: input(apart, 0), dilations: block, pads });
  }

  /** @param holes `pads`: px before and after, of the height and of the width. */
  private convolution(node: TfNode, isDepthwise: boolean, holes?: Holes): Value {
    const { name, shape } = this.picture(holes?.picture ?? input(node, 0));
    const { data, shape: kernel } = this.constant(input(node, 1));
    const [height = 0, width = 0, channels = 0, multiplier = 0] = kernel;
    const strides = integersOf(node, 'strides').slice(1, 3);
    if (integersOf(node, 'dilations').some((each) => each !== 1))
      throw new OtherGraph(`${node.name} is dilated`);
    const sides = [height, width].map((side, at) => {
      const length = shape[at + 1] as number;
      if (holes) return paddingOf(holes, at, { length, kernel: side });
      return padding(textOf(node, 'padding'), length, side, strides[at] as number);
    });
    const filters = isDepthwise ? channels * multiplier : multiplier;
    const weights = this.writer.weights(channelsFirst(data, kernel, isDepthwise), [
      filters,
      isDepthwise ? 1 : channels,
      height,
      width,
    ]);
    const made = this.writer.node('Conv', [name, weights], {
      kernel_shape: [height, width],
      strides,
      ...(holes ? { dilations: holes.dilations } : {}),
      group: isDepthwise ? channels : 1,
      pads: [...sides.map(({ before }) => before), ...sides.map(({ after }) => after)],
    });
    return { name: made, shape: [1, ...sides.map(({ length }) => length), filters], isPicture: true };
  }

  /** Over the whole picture. */
  private average(node: TfNode): Value {
    const { name, shape } = this.picture(input(node, 0));
    if (integersOf(node, 'ksize').join() !== [1, shape[1], shape[2], 1].join())
      throw new OtherGraph(`${node.name} is no average over all`);
    return {
      name: this.writer.node('GlobalAveragePool', [name]),
      shape: [1, 1, 1, channelsOf({ shape })],
      isPicture: true,
    };
  }

  /** Corner px on corner px. */
  private resized(node: TfNode): Value {
    const value = this.picture(input(node, 0));
    const [height = 0, width = 0] = this.constant(input(node, 1)).data;
    if (!node.attr.align_corners?.b) throw new OtherGraph(`${node.name} does not align corners`);
    const channels = channelsOf(value);
    const shape = [1, height, width, channels];
    if (shape.join() === value.shape.join()) return value;
    const sizes = this.writer.integers([1, channels, height, width]);
    const how = { mode: 'linear', coordinate_transformation_mode: 'align_corners' };
    return { name: this.writer.node('Resize', [value.name, '', '', sizes], how), shape, isPicture: true };
  }

  private normalisation(node: TfNode): Value {
    const value = this.picture(input(node, 0));
    const parameters = node.input.slice(1, 5).map((each) => this.channels(each, [channelsOf(value)]));
    const epsilon = { real: node.attr.epsilon?.f ?? 1e-3 };
    return {
      ...value,
      name: this.writer.node('BatchNormalization', [value.name, ...parameters], { epsilon }),
    };
  }

  /** A picture and another of its size, or a number for each channel. */
  private elementwise(node: TfNode, operator: 'Add' | 'Mul'): Value {
    const isNumbers = (name: string) => this.graph.weights.has(name);
    const [first = '', ...rest] = node.input.toSorted((a, b) => Number(isNumbers(a)) - Number(isNumbers(b)));
    const value = this.picture(first);
    let { name } = value;
    for (const each of rest) {
      const other = isNumbers(each)
        ? this.channels(each, [1, channelsOf(value), 1, 1])
        : this.sameAs(value, each);
      name = this.writer.node(operator, [name, other]);
    }
    return { ...value, name };
  }

  private sameAs({ shape }: Value, name: string): string {
    const other = this.picture(name);
    if (other.shape.join() !== shape.join()) throw new OtherGraph(`${name} is of another size`);
    return other.name;
  }

  private channels(name: string, dims: readonly number[]): string {
    const { data } = this.constant(name);
    if (data.length !== sizeOf(dims)) throw new OtherGraph(`${name} is no number for each channel`);
    return this.writer.floats(data, dims);
  }

  private reshape(value: Value, shape: number[]): Value {
    const rest = -sizeOf(value.shape) / sizeOf(shape);
    const whole = shape.map((side) => (side === -1 ? rest : side));
    if (sizeOf(whole) !== sizeOf(value.shape))
      throw new OtherGraph(`no ${whole} can be made of ${value.shape}`);
    const made = this.writer.node('Reshape', [this.plain(value), this.writer.integers(whole)]);
    return { name: made, shape: whole, isPicture: false };
  }

  private squeeze(node: TfNode): Value {
    const value = this.value(input(node, 0));
    const away = integersOf(node, 'squeeze_dims');
    return this.reshape(
      value,
      value.shape.filter((_, at) => !away.includes(at)),
    );
  }

  private concatenation(node: TfNode): Value {
    const values = node.input.slice(0, -1).map((each) => this.value(each));
    const axis = this.number(node.input.at(-1) ?? '');
    const [first] = values;
    if (!first || axis < 0) throw new OtherGraph(`${node.name} joins nothing`);
    const length = values.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const isPicture = axis === 3 && values.every((each) => each.isPicture);
    const names = values.map((each) => (isPicture ? each.name : this.plain(each)));
    const name = this.writer.node('Concat', names, { axis: isPicture ? 1 : axis });
    return { name, shape: first.shape.with(axis, length), isPicture };
  }

  private picture(name: string): Value {
    const value = this.value(name);
    if (!value.isPicture) throw new OtherGraph(`${name} is no picture`);
    return value;
  }
}

/** Control inputs apart, an input is a node's first output: none here has two. */
function input(node: TfNode, at: number): string {
  const name = node.input[at];
  if (name === undefined) throw new OtherGraph(`${node.name} lacks an input`);
  return name;
}

const channelsOf = ({ shape }: Pick<Value, 'shape'>) => shape.at(-1) ?? 0;

function integers(data: readonly number[]): Constant {
  return { data: Int32Array.from(data), shape: [data.length] };
}

function integersOf({ attr }: TfNode, name: string): number[] {
  return (attr[name]?.list?.i ?? []).map(Number);
}

/** As base64 or as bytes, by the converter's age. */
function textOf({ attr }: TfNode, name: string): string {
  const text = attr[name]?.s ?? '';
  return typeof text === 'string' ? Buffer.from(text, 'base64').toString() : String.fromCharCode(...text);
}

/** https://www.tensorflow.org/api_docs/python/tf/nn, "Notes on padding"; px. */
function padding(scheme: string, side: number, kernel: number, stride: number) {
  if (scheme === 'VALID') return { length: Math.ceil((side - kernel + 1) / stride), before: 0, after: 0 };
  if (scheme !== 'SAME') throw new OtherGraph(`a convolution is padded "${scheme}"`);
  const length = Math.ceil(side / stride);
  const all = Math.max(0, (length - 1) * stride + kernel - side);
  return { length, before: all >> 1, after: all - (all >> 1) };
}

function paddingOf(
  { dilations, pads }: Holes,
  at: number,
  { length, kernel }: { length: number; kernel: number },
) {
  const [before = 0, after = 0] = pads.slice(2 * at, 2 * at + 2);
  const reach = (dilations[at] ?? 1) * (kernel - 1);
  if (before < 0 || after < 0) throw new OtherGraph('a convolution is cropped');
  return { length: length + before + after - reach, before, after };
}

/** `[height, width, in, out]` to `[out, in, height, width]`; depthwise, a channel's filters follow it. */
function channelsFirst(
  data: Constant['data'],
  kernel: readonly number[],
  isDepthwise: boolean,
): Float32Array {
  const [height = 0, width = 0, channels = 0, filters = 0] = kernel;
  const area = height * width;
  const turned = new Float32Array(data.length);
  for (let place = 0; place < area; place += 1)
    for (let channel = 0; channel < channels; channel += 1)
      for (let filter = 0; filter < filters; filter += 1) {
        const to = isDepthwise ? channel * filters + filter : filter * channels + channel;
        turned[to * area + place] = data[(place * channels + channel) * filters + filter] as number;
      }
  return turned;
}
