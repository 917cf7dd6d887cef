/**
 * SSDLite MobileNetV2 of TensorFlow's Object Detection API, as TFJS has it, in the layout that YOLOv8 made
 * usual: a picture of any size as `[1, 3, height, width]`, RGB from 0 to 1, and out come `[1, 4 + 80, boxes]`,
 * centre and size in px of that picture and a confidence for each class.
 */
import { GraphWriter, type Precision } from '../onnx/writer';
import { Converter } from '../tfjs/convert';
import { type Constant, OtherGraph, type TfGraph } from '../tfjs/graph';
import { THINGS } from './coco';

/** The graph's names for what is read here. */
const NODES = {
  size: 'Preprocessor/map/while/ResizeImage/stack',
  gain: 'Preprocessor/mul/x',
  offset: 'Preprocessor/sub/y',
  picture: 'Preprocessor/sub',
  anchors: 'Postprocessor/ExpandDims',
  centreScale: 'ConstantFolding/Postprocessor/Decode/div_recip',
  sizeScale: 'ConstantFolding/Postprocessor/Decode/div_2_recip',
  encodings: 'Squeeze',
  logits: 'concat_1',
  classes: 'BoxPredictor_0/stack_1/2',
};

/** What gives the logits: for each anchor of a place one for each class, side by side. */
const PREDICTORS = /^BoxPredictor_\d+\/ClassPredictor\/(weights|biases)$/;

/** px of the longer side, beyond which a picture is made smaller before it goes in. */
const LONGEST = 640;

/** @param description the file's own words on where it comes from. @throws OtherGraph */
export function convertSsdLite(
  graph: TfGraph,
  { precision, description }: { precision: Precision; description: string },
): Uint8Array<ArrayBuffer> {
  const writer = new GraphWriter(precision);
  const converter = new Converter(ofThings(graph), writer);
  const images = writer.input('images', [1, 3, 'height', 'width']);
  converter.replace(NODES.picture, preprocess(converter, writer, images));
  const boxes = decodeBoxes(converter, writer, images);
  writer.node('Concat', [...boxes.parts, confidences(converter, writer)], { axis: 1 }, 'output0');
  writer.output('output0', [1, 4 + THINGS.length, boxes.count]);
  return writer.file({
    description,
    task: 'detect',
    names: JSON.stringify(THINGS.map(({ name }) => name)),
    imgsz: `[${LONGEST}, ${LONGEST}]`,
    // The graph resizes by itself.
    fit: 'own',
  });
}

/** Stretched over the network's input as the original does, corner to corner without half a px. */
function preprocess(converter: Converter, writer: GraphWriter, images: string) {
  const [height = 0, width = 0] = converter.constant(NODES.size).data;
  const resized = writer.node('Resize', [images, '', '', writer.integers([1, 3, height, width])], {
    mode: 'linear',
    coordinate_transformation_mode: 'asymmetric',
  });
  const gain = writer.floats([255 * converter.number(NODES.gain)]);
  const offset = writer.floats([converter.number(NODES.offset)]);
  const name = writer.node('Sub', [writer.node('Mul', [resized, gain]), offset]);
  return { name, shape: [1, height, width, 3], isPicture: true };
}

/**
 * Encodings are y, x, height, width relative to an anchor: the centre in its sizes, the size as a logarithm
 * (object_detection/box_coders/faster_rcnn_box_coder.py). Anchors are top, left, bottom, right, shares.
 */
function decodeBoxes(converter: Converter, writer: GraphWriter, images: string) {
  const encodings = converter.value(NODES.encodings);
  const anchors = readAnchors(converter, encodings.shape);
  const { count } = anchors;
  const columns = writer.node('Transpose', [converter.plain(encodings)], { perm: [0, 2, 1] });
  const take = (rows: number[]) => writer.node('Gather', [columns, writer.integers(rows)], { axis: 1 });
  const rows = (numbers: Float32Array) => writer.floats(numbers, [1, 2, count]);
  const inSizes = writer.node('Mul', [
    take([1, 0]),
    rows(anchors.sizes.map((size) => size * converter.number(NODES.centreScale))),
  ]);
  const grown = writer.node('Exp', [
    writer.node('Mul', [take([3, 2]), writer.floats([converter.number(NODES.sizeScale)])]),
  ]);
  const centres = writer.node('Add', [inSizes, rows(anchors.centres)]);
  const sizes = writer.node('Mul', [grown, rows(anchors.sizes)]);
  const px = sidesOf(writer, images);
  return { count, parts: [centres, sizes].map((shares) => writer.node('Mul', [shares, px])) };
}

/** Width and height of the picture, px, as `[1, 2, 1]`. */
function sidesOf(writer: GraphWriter, images: string): string {
  const shape = writer.node('Shape', [images]);
  const sides = writer.node('Gather', [shape, writer.integers([3, 2])], { axis: 0 });
  const FLOAT = 1;
  return writer.node('Reshape', [writer.node('Cast', [sides], { to: FLOAT }), writer.integers([1, 2, 1])]);
}

/** x of all, then y of all. */
function readAnchors(converter: Converter, encodings: readonly number[]) {
  const { data, shape } = converter.constant(NODES.anchors);
  const count = shape[1] ?? 0;
  if (encodings.join() !== [1, count, 4].join()) throw new OtherGraph('it has an anchor too many or too few');
  const sizes = new Float32Array(2 * count);
  const centres = new Float32Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    const [top = 0, left = 0, bottom = 0, right = 0] = data.subarray(4 * at, 4 * at + 4);
    sizes.set([right - left], at);
    sizes.set([bottom - top], count + at);
    centres.set([(left + right) / 2], at);
    centres.set([(top + bottom) / 2], count + at);
  }
  return { count, sizes, centres };
}

function confidences(converter: Converter, writer: GraphWriter): string {
  const logits = converter.plain(converter.value(NODES.logits));
  return writer.node('Sigmoid', [writer.node('Transpose', [logits], { perm: [0, 2, 1] })]);
}

/**
 * The graph without the background, class 0, and the ten ids that COCO has no thing for: each class has
 * weights of its own, so the others stay what they are. To leave these out behind the graph took a twentieth
 * of its time.
 */
function ofThings(graph: TfGraph): TfGraph {
  const classes = graph.weights.get(NODES.classes)?.data[0] ?? 0;
  if (classes <= Math.max(...THINGS.map(({ id }) => id))) throw new OtherGraph(`it has ${classes} classes`);
  const weights = new Map(
    [...graph.weights].map(([name, constant]) => [
      name,
      PREDICTORS.test(name) ? takeThings(constant, classes) : constant,
    ]),
  );
  weights.set(NODES.classes, { data: Int32Array.of(THINGS.length), shape: [] });
  return { ...graph, weights };
}

/** Of the last side, which holds all classes of one anchor after the other. */
function takeThings({ data, shape }: Constant, classes: number): Constant {
  const sides = data.length / classes;
  const taken = new Float32Array(sides * THINGS.length);
  for (let side = 0; side < sides; side += 1)
    for (const [at, { id }] of THINGS.entries())
      taken[side * THINGS.length + at] = data[side * classes + id] as number;
  return { data: taken, shape: shape.with(-1, ((shape.at(-1) ?? 0) / classes) * THINGS.length) };
}
