/** A YOLO-layout ONNX model, ready to look at pictures. Lives inside a detection thread: a run blocks it. */
import { basename } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Orientation, Size } from '../../../media/upright';
import { decode, type Output } from '../decode';
import { toPicture } from '../letterbox';
import { type Candidate, suppress } from '../nms';
import type { Box, DetectOptions, Picture } from '../types';
import type { ModelFacts } from './facts';
import type { ModelFile } from './file';
import { fromHalf } from './half';
import { type Input, Inputs } from './inputs';
import { type ModelInterface, readInterface } from './interface';
import { ModelRefused } from './refused';
import { loadRuntime, type OnnxRuntime } from './runtime';
import { type Reading, readTrial } from './trial';

export type Thresholds = {
  /** 0 to 1. */
  confidence: number;
  /** Boxes of one class that overlap by more than this are one object; 0 to 1. */
  iou: number;
};

/** More boxes than this are noise to a person with a phone. */
const MOST_BOXES = 300;

/** One thread a model: several sessions side by side use the cores better than several threads for one picture. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Its warnings go to stderr, past every log of ours; what matters is thrown.
  logSeverityLevel: 3,
};

export class ObjectModel {
  private readonly inputs: Inputs;
  /** The last call's end: inputs are shared, so calls take turns. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: InferenceSession,
    private readonly shape: ModelInterface,
    private readonly reading: Reading,
    private readonly file: ModelFile,
    private readonly thresholds: Thresholds,
  ) {
    this.inputs = new Inputs(shape.input, shape.precision);
  }

  /** Loads the model and runs it once. @throws ModelRefused, RuntimeMissing */
  static async open(file: ModelFile, thresholds: Thresholds): Promise<ObjectModel> {
    const runtime = await loadRuntime();
    const session = await runtime.InferenceSession.create(file.path, SESSION_OPTIONS).catch((error) => {
      throw new ModelRefused(
        `MODEL=${file.path} cannot be loaded by ONNX Runtime (${firstLine(error)}); export it again, with an older opset if need be.`,
      );
    });
    const shape = readInterface(session, file);
    const trial = await tryOut(runtime, session, shape, file);
    return new ObjectModel(runtime, session, shape, trial, file, thresholds);
  }

  get facts(): ModelFacts {
    const { head, names } = this.reading;
    return { file: basename(this.file.path), head, names, input: this.shape.input };
  }

  /** @param frame I420. @returns boxes in px of the upright frame. */
  async detectFrame(
    frame: Uint8Array,
    stored: Size,
    orientation: Orientation,
    options: DetectOptions = {},
  ): Promise<Box[]> {
    return this.inTurn(() => this.look(this.inputs.fromFrame(frame, stored, orientation), options));
  }

  /** @see DetectObjects */
  async detectPicture(picture: Picture, options: DetectOptions = {}): Promise<Box[]> {
    return this.inTurn(() => this.look(this.inputs.fromPicture(picture), options));
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => {});
    return turn;
  }

  private async look(input: Input, options: DetectOptions): Promise<Box[]> {
    const output = await run(this.runtime, this.session, this.shape, input);
    const { head } = this.reading;
    const found = decode(head, output, options.confidence ?? this.thresholds.confidence);
    const limit = head === 'end2end' ? Number.POSITIVE_INFINITY : this.thresholds.iou;
    return suppress(found, limit, MOST_BOXES)
      .map((candidate) => this.toBox(candidate, input))
      .filter(({ width, height }) => width > 0 && height > 0);
  }

  private toBox(candidate: Candidate, { letterbox, picture }: Input): Box {
    const { left, top, right, bottom } = toPicture(candidate, letterbox, picture);
    const { confidence, classId } = candidate;
    return {
      x: (left + right) / 2,
      y: (top + bottom) / 2,
      width: right - left,
      height: bottom - top,
      confidence,
      class: this.reading.names[classId] ?? `class_${classId}`,
      class_id: classId,
    };
  }
}

/** As frames of the usual shape will be, so that a stream's first frame finds everything allocated. */
const TRIAL_SIZE: Size = { width: 640, height: 480 };

async function tryOut(
  runtime: OnnxRuntime,
  session: InferenceSession,
  shape: ModelInterface,
  file: ModelFile,
): Promise<Reading> {
  const { width, height } = TRIAL_SIZE;
  const grey = { data: new Uint8Array(width * height * 3).fill(114), width, height };
  const input = new Inputs(shape.input, shape.precision).fromPicture(grey);
  const output = await run(runtime, session, shape, input).catch((error) => {
    if (error instanceof ModelRefused) throw error;
    const { letterbox } = input;
    throw new ModelRefused(
      `MODEL=${file.path} fails on a picture of ${letterbox.width}×${letterbox.height} px (${firstLine(error)}); export it with dynamic sides, or with fixed ones.`,
    );
  });
  return readTrial(output, input.letterbox, file);
}

async function run(
  runtime: OnnxRuntime,
  session: InferenceSession,
  { inputName, outputName, precision }: ModelInterface,
  { letterbox, numbers }: Input,
): Promise<Output> {
  const dimensions = [1, 3, letterbox.height, letterbox.width];
  const tensor = new runtime.Tensor(precision, numbers, dimensions);
  const { [outputName]: output } = await session.run({ [inputName]: tensor }, [outputName]);
  const [, first = 0, second = 0] = output?.dims ?? [];
  return { data: toFloats(output?.data), first, second };
}

/** A list of halves comes as Uint16Array, or as Float16Array where Node has it. */
function toFloats(data: Tensor['data'] | undefined): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return Float32Array.from(data, fromHalf);
  return Float32Array.from(data as ArrayLike<number>);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 160);
}
