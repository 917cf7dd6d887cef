/** An ONNX detection model, ready to run on pictures. Lives inside a detection thread: a run blocks it. */

import { basename } from 'node:path';
import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { shorten } from '../../../../protocol/shorten';
import type { Orientation, Size } from '../../../media/upright';
import type { Box, DetectOptions, Picture } from '../../boxes';
import { extentOf } from '../../geometry';
import { onlyBoxes } from '../heads/boxes';
import { type Candidate, suppress } from '../heads/nms';
import type { NamedTensor, Tensor } from '../heads/types';
import { PLAIN } from '../pixels/encoding';
import { fromHalf } from '../pixels/half';
import { type InputRule, toPicture } from '../pixels/letterbox';
import type { ModelFacts } from './facts';
import type { ModelFile } from './file';
import { type Input, Inputs } from './inputs';
import { type ModelInterface, readInterface, type SizeInput, type TensorValue } from './interface';
import { refuse } from './refused';
import { loadRuntime, type OnnxRuntime } from './runtime';
import { type Named, readTrial, trialPicture } from './trial';

export type Thresholds = {
  /** 0 to 1. */
  confidence: number;
  /** Boxes of one class that overlap by more than this are one object; 0 to 1. */
  iou: number;
};

/** More boxes than this are noise to a person with a phone. */
const MOST_BOXES = 300;

const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // What it says goes to stderr, past every log of ours; what matters is thrown, errors too.
  logSeverityLevel: 4,
};

export class ObjectModel {
  private readonly inputs: Inputs;
  private readonly rule: InputRule;
  /** The last call's end: inputs are shared, so calls take turns. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly run: Runner,
    shape: ModelInterface,
    private readonly reading: Named,
    private readonly file: ModelFile,
    private readonly thresholds: Thresholds,
  ) {
    const { pixels = PLAIN.pixels, fit } = reading;
    this.rule = fit ? { ...shape.input, fit } : shape.input;
    this.inputs = new Inputs(this.rule, { ...shape, pixels });
  }

  /**
   * Loads the model and runs it once.
   * @param threads for one picture. One by default: several sessions side by side use the cores better.
   * @throws ModelRefused, RuntimeMissing
   */
  static async open(file: ModelFile, thresholds: Thresholds, threads = 1): Promise<ObjectModel> {
    const runtime = await loadRuntime();
    const options = { ...SESSION_OPTIONS, intraOpNumThreads: threads };
    const session = await runtime.InferenceSession.create(file.path, options).catch((error) => {
      throw refuse(file.path, whyNotLoaded(error, file.path));
    });
    const shape = readInterface(session, file);
    const run = makeRunner(runtime, session, shape);
    return new ObjectModel(run, shape, await tryOut(run, shape, file), file, thresholds);
  }

  get facts(): ModelFacts {
    const { head, names, notes, gives } = this.reading;
    const { path, about } = this.file;
    const said = { ...(notes.length > 0 ? { notes } : {}), ...(about ? { about } : {}) };
    return { file: basename(path), head, names, input: this.rule, gives, ...said };
  }

  /** @param frame I420. @returns boxes in px of the upright frame. */
  async detectFrame(
    frame: Uint8Array,
    stored: Size,
    orientation: Orientation,
    options: DetectOptions = {},
  ): Promise<Box[]> {
    return this.inTurn(() => this.detect(this.inputs.fromFrame(frame, stored, orientation), options));
  }

  /** @see DetectObjects */
  async detectPicture(picture: Picture, options: DetectOptions = {}): Promise<Box[]> {
    return this.inTurn(() => this.detect(this.inputs.fromPicture(picture), options));
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => {});
    return turn;
  }

  private async detect(input: Input, options: DetectOptions): Promise<Box[]> {
    const { decode, outputs, isFinal } = this.reading;
    const given = await this.run(input, outputs);
    const found = onlyBoxes(decode(given, options.confidence ?? this.thresholds.confidence, input.letterbox));
    const limit = isFinal ? Number.POSITIVE_INFINITY : this.thresholds.iou;
    return suppress(found, limit, MOST_BOXES)
      .map((candidate) => this.toBox(candidate, input))
      .filter(({ width, height }) => width > 0 && height > 0);
  }

  private toBox(candidate: Candidate, { letterbox, picture }: Input): Box {
    const { confidence, classId } = candidate;
    return {
      ...extentOf(toPicture(candidate, letterbox, picture)),
      confidence,
      class: this.reading.names[classId] ?? `class_${classId}`,
      class_id: classId,
    };
  }
}

async function tryOut(run: Runner, shape: ModelInterface, file: ModelFile): Promise<Named> {
  const input = new Inputs(shape.input, { ...shape, pixels: PLAIN.pixels }).fromPicture(trialPicture());
  const names = shape.outputs.map(({ name }) => name);
  const given = await run(input, names).catch((error) => {
    const { letterbox } = input;
    throw refuse(
      file.path,
      `fails on a picture of ${letterbox.width}×${letterbox.height} px (${firstLine(error)}); export it with dynamic sides, or with fixed ones`,
    );
  });
  const outputs = given.map((tensor, at) => withMetadata(tensor, shape.outputs[at] as TensorValue));
  return readTrial(outputs, input.letterbox, { file, shape });
}

function withMetadata(tensor: Tensor, { name, shape, type }: TensorValue): NamedTensor {
  return { ...tensor, name, declared: shape, isWhole: /^u?int/.test(type) };
}

/** Gives the outputs of these names, in their order. */
type Runner = (input: Input, names: string[]) => Promise<Tensor[]>;

function makeRunner(runtime: OnnxRuntime, session: InferenceSession, shape: ModelInterface): Runner {
  const { inputName, precision, isInterleaved, size } = shape;
  return async ({ letterbox: { width, height }, numbers }, names) => {
    const dimensions = isInterleaved ? [1, height, width, 3] : [1, 3, height, width];
    const picture = { [inputName]: new runtime.Tensor(precision, numbers, dimensions) };
    const feeds = size ? { ...picture, [size.name]: sizeTensor(runtime, size, width, height) } : picture;
    const given = await session.run(feeds, names);
    return names.map((name) => toTensor(given[name]));
  };
}

function sizeTensor(runtime: OnnxRuntime, { type, order }: SizeInput, width: number, height: number) {
  const sides = order === 'wh' ? [width, height] : [height, width];
  const data =
    type === 'int64'
      ? BigInt64Array.from(sides, BigInt)
      : type === 'int32'
        ? Int32Array.from(sides)
        : Float32Array.from(sides);
  return new runtime.Tensor(type, data, [1, 2]);
}

function toTensor(output: OnnxTensor | undefined): Tensor {
  return { data: toFloats(output?.data), dims: output?.dims ?? [] };
}

/** Halves come as Uint16Array, or as Float16Array where Node has it. */
function toFloats(data: OnnxTensor['data'] | undefined): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return Float32Array.from(data, fromHalf);
  return Float32Array.from((data ?? []) as ArrayLike<number | bigint>, Number);
}

/** TensorRT's plugins are such operators, EfficientNMS_TRT and its kind. */
function whyNotLoaded(error: unknown, path: string): string {
  const line = firstLine(error).replaceAll(path, 'the file');
  const operator = /(\S+) is not a registered function\/op/.exec(line)?.[1];
  if (operator)
    return `needs an operator that ONNX Runtime does not have (${operator}); export it without, for "onnxruntime" where that is a choice`;
  return `cannot be loaded by ONNX Runtime (${line}); export it again, with an older opset if need be`;
}

/** ONNX Runtime's own words, without the place in its source and the signature that it puts before them. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text
    .slice(0, 4000)
    .replace(/^Load model from .*? failed:/, '')
    .replace(/\/onnxruntime_src\/\S+:\d+ .*?\) (?=[A-Z])/, '')
    .split('\n');
  return shorten(line, 200);
}
