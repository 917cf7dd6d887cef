/**
 * DeepLabV3 of TensorFlow's models, as TFJS has it: a picture of 513×513 px as `[1, 3, height, width]`, RGB
 * from 0 to 1, mid-grey where the picture ends, and out comes for each px the class that it belongs to.
 */
import { TYPES } from '../onnx/parts';
import { GraphWriter } from '../onnx/writer';
import { Converter } from '../tfjs/convert';
import type { TfGraph } from '../tfjs/graph';

/** The graph's names for what is read here. */
const NODES = {
  /** The picture, grey around it. */
  gain: 'mul_1/x',
  offset: 'ToFloat/x',
  picture: 'sub_7',
  /** At an eighth of the size, and whole. */
  logits: 'ResizeBilinear_3',
};

/** px of the network's sides. */
const DEEPLAB_SIDE = 513;

/** @param description the file's own words on where it comes from. @throws OtherGraph */
export function convertDeepLab(graph: TfGraph, description: string): Uint8Array<ArrayBuffer> {
  const writer = new GraphWriter('float32');
  const converter = new Converter(graph, writer);
  const images = writer.input('images', [1, 3, DEEPLAB_SIDE, DEEPLAB_SIDE]);
  const gain = writer.floats([255 * converter.number(NODES.gain)]);
  const offset = writer.floats([converter.number(NODES.offset)]);
  const name = writer.node('Sub', [writer.node('Mul', [images, gain]), offset]);
  converter.replace(NODES.picture, { name, shape: [1, DEEPLAB_SIDE, DEEPLAB_SIDE, 3], isPicture: true });
  const logits = converter.value(NODES.logits);
  const best = writer.node('ArgMax', [logits.name], { axis: 1, keepdims: 0 });
  writer.node('Cast', [best], { to: TYPES.uint8 }, 'classes');
  writer.output('classes', [1, DEEPLAB_SIDE, DEEPLAB_SIDE], 'uint8');
  return writer.file({ description, task: 'segment' });
}
