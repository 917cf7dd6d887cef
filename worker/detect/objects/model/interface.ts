/** Holds a loaded model's inputs against what the detector can feed. */
import type { InferenceSession } from 'onnxruntime-node';
import type { Precision } from '../pixels/encoding';
import { type InputRule, MOST_SIDE } from '../pixels/letterbox';
import type { ModelFile } from './file';
import { refuse } from './refused';

export type ModelInterface = {
  inputName: string;
  precision: Precision;
  /** Takes `[1, height, width, 3]`. */
  isInterleaved: boolean;
  /** Where it wants to be told the size of the picture, too. */
  size: SizeInput | null;
  outputs: TensorValue[];
  input: InputRule;
};

/** The size is that of the input, so that boxes come in px of it. */
export type SizeInput = { name: string; order: 'wh' | 'hw'; type: 'int64' | 'int32' | 'float32' };

type Values = readonly InferenceSession.ValueMetadata[];
export type TensorValue = InferenceSession.TensorValueMetadata;

/** @throws ModelRefused */
export function readInterface(
  session: { inputMetadata: Values; outputMetadata: Values },
  file: ModelFile,
): ModelInterface {
  const [input, size] = readInputs(session.inputMetadata, file);
  const isInterleaved = input.type === 'uint8' && input.shape[3] === 3;
  const [height, width] = (isInterleaved ? input.shape.slice(1) : input.shape.slice(2)).map(fixed);
  const { longSide, stride, resizes } = file;
  const fit = resizes && !height && !width ? { fit: 'own' as const } : {};
  return {
    inputName: input.name,
    precision: input.type as Precision,
    isInterleaved,
    size,
    outputs: session.outputMetadata.filter((each) => each.isTensor),
    input: { height: height ?? null, width: width ?? null, longSide, stride, ...fit },
  };
}

function readInputs(inputs: Values, { path }: ModelFile): [TensorValue, SizeInput | null] {
  const pictures = inputs.filter((each): each is TensorValue => each.isTensor && each.shape.length === 4);
  const [picture] = pictures;
  const size = readSize(inputs.find((each) => each !== picture));
  if (!picture || inputs.length > 2 || (inputs.length === 2 && !size)) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw refuse(
      path,
      `takes ${inputs.length === 1 ? 'no picture' : `${inputs.length} inputs`} (${names}); export a detection model with one input [1, 3, height, width]`,
    );
  }
  const why = whyNot(picture);
  if (why) throw refuse(path, why);
  return [picture, size];
}

function whyNot({ shape, type }: TensorValue): string | null {
  const [batch, channels, , last] = shape;
  const isInterleaved = last === 3 && type === 'uint8';
  const sides = isInterleaved ? shape.slice(1, 3) : shape.slice(2);
  if (channels === 1) return 'takes grey pictures; export it with three channels, [1, 3, height, width]';
  if (typeof channels === 'number' && channels !== 3 && !isInterleaved)
    return `takes [${shape.join(', ')}]; export it with the channels first, [1, 3, height, width]`;
  if (typeof batch === 'number' && batch > 1)
    return `takes ${batch} pictures at a time; export it with batch=1`;
  if (!['float32', 'float16', 'uint8'].includes(type))
    return `takes ${type} numbers; export it with a float32, float16 or uint8 input`;
  if (sides.some((side) => Number(side) > MOST_SIDE))
    return `takes pictures of ${sides.join('×')} px; export it with sides of at most ${MOST_SIDE} px`;
  return null;
}

/**
 * `orig_target_sizes` of lyuwenyu/RT-DETR and D-FINE is width and height, Keras's `image_shape` height and
 * width.
 */
function readSize(value: Values[number] | undefined): SizeInput | null {
  if (!value?.isTensor || value.shape.length !== 2 || value.shape[1] !== 2) return null;
  const { name, type } = value;
  if (type !== 'int64' && type !== 'int32' && type !== 'float32') return null;
  if (/orig.*size/i.test(name)) return { name, type, order: 'wh' };
  return /image_shape/i.test(name) ? { name, type, order: 'hw' } : null;
}

/** Free sides are names, empty ones too; -1 by some exporters. */
function fixed(dimension: number | string | undefined): number | null {
  return typeof dimension === 'number' && dimension > 0 ? dimension : null;
}
