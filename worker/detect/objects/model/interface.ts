/** Holds a loaded model's inputs and outputs against what the detector can feed and read. */
import type { InferenceSession } from 'onnxruntime-node';
import type { InputRule } from '../letterbox';
import type { ModelFile } from './file';
import { ModelRefused } from './refused';

export type Precision = 'float32' | 'float16';

export type ModelInterface = {
  inputName: string;
  outputName: string;
  input: InputRule;
  precision: Precision;
};

type Values = readonly InferenceSession.ValueMetadata[];
type TensorValue = InferenceSession.TensorValueMetadata;

/** @throws ModelRefused */
export function readInterface(
  session: { inputMetadata: Values; outputMetadata: Values },
  file: ModelFile,
): ModelInterface {
  const input = readInput(session.inputMetadata, file);
  return {
    inputName: input.name,
    outputName: readOutput(session.outputMetadata, file).name,
    precision: input.type === 'float16' ? 'float16' : 'float32',
    input: {
      height: fixed(input.shape[2]),
      width: fixed(input.shape[3]),
      longSide: file.longSide,
      stride: file.stride,
    },
  };
}

function readInput(inputs: Values, { path }: ModelFile): TensorValue {
  const [only, second] = inputs;
  if (!only?.isTensor || second || only.shape.length !== 4) {
    throw refuse(
      path,
      'does not take one picture',
      'export a YOLO detection model, with one input [1, 3, height, width]',
    );
  }
  const [batch, channels] = only.shape;
  if (typeof channels === 'number' && channels !== 3) {
    throw refuse(
      path,
      `takes [${only.shape.join(', ')}]`,
      'export it with the channels first: [1, 3, height, width]',
    );
  }
  if (typeof batch === 'number' && batch !== 1) {
    throw refuse(path, `takes ${batch} pictures at a time`, 'export it with batch=1');
  }
  if (only.type !== 'float32' && only.type !== 'float16') {
    throw refuse(path, `takes ${only.type} numbers`, 'export it with a float32 or float16 input');
  }
  return only;
}

/** Some v5 exports give the raw grids, of five dimensions, beside the list of boxes: those are not asked for. */
function readOutput(outputs: Values, { path }: ModelFile): TensorValue {
  const tensors = outputs.filter((each) => each.isTensor);
  if (tensors.some(({ shape }) => shape.length === 4)) {
    throw refuse(path, 'gives masks', 'export it for the task "detect", not "segment"');
  }
  const lists = tensors.filter(({ shape }) => shape.length === 3);
  const [list, other] = lists;
  if (list && !other && (list.type === 'float32' || list.type === 'float16')) return list;
  const given = tensors.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ') || 'nothing';
  throw refuse(
    path,
    `gives ${given}`,
    'export a YOLO detection model, whose one output is a list of boxes [1, …, …]',
  );
}

function fixed(dimension: number | string | undefined): number | null {
  return typeof dimension === 'number' ? dimension : null;
}

function refuse(path: string, what: string, remedy: string): ModelRefused {
  return new ModelRefused(`MODEL=${path} ${what}; ${remedy}.`);
}
