/** The two networks, one that finds lines of text and one that reads them. Lives inside a detection thread. */
import { readFile } from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-node';
import type { Size } from '../../media/upright';
import { readOnnxMetadata } from '../objects/model/onnx-metadata';
import { loadRuntime, type OnnxRuntime } from '../objects/model/runtime';
import { type Encoding, makeEncoder } from '../objects/pixels/encoding';
import { decodeCtc, type Read } from './ctc';
import { inReadingOrder, type Line, textOf } from './order';
import type { Planes, Source } from './planes';
import type { Turned } from './rectangle';
import { regionsOf } from './regions';
import { cutStrip } from './strip';

/** Their files (models/recipes/text.ts). */
export type TextFiles = { finder: string; reader: string };

export type LookOptions = {
  /** px of the longer side at which lines are looked for, and at which they are read; smaller pictures stay. */
  findSide: number;
  readSide: number;
  /** The largest are read, the others left out. */
  mostLines: number;
};

/**
 * Of a frame some 80 ms of a core, and 28 ms for each line. A page of text must not take much longer than what the
 * page waits for a quick session before it calls it stalled: 0.8 s (web/session/recovery/health.ts).
 */
export const FRAME: LookOptions = { findSide: 640, readSide: 1920, mostLines: 20 };
export const PHOTO: LookOptions = { findSide: 1280, readSide: 2560, mostLines: 200 };

/** `text`: all of it, a row a line. */
export type Text = { lines: Line[]; text: string };

/** The finding network halves its input five times. */
const STRIDE = 32;
/** ImageNet's for R, G, B, in the order in which PaddleOCR takes them: of B, G, R. */
const ENCODING: Encoding = {
  precision: 'float32',
  isInterleaved: false,
  pixels: { order: 'bgr', most: 1, mean: [0.406, 0.456, 0.485], deviation: [0.225, 0.224, 0.229] },
};
/** PaddleOCR's own: what is read less surely is noise more often than text. */
const LEAST_CONFIDENCE = 0.5;

/**
 * How much higher than the line what is read is. Of 90 lines in three fonts, as JPEG of quality 25, 95.4 % of the
 * letters were right without, 98.8 % at 1.15, 99.8 % at 1.4, 99.1 % at 1.65; and 28 ms a line at 1.4 in place of 37,
 * as the letters are then smaller. Of lines that stand close it is as well.
 */
const MARGIN = 1.4;

export class TextModel {
  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly finder: InferenceSession,
    private readonly reader: InferenceSession,
    private readonly letters: readonly string[],
  ) {}

  /**
   * @param keepsMemory what one run needed stays for the next: a tenth less time a frame, and some 250 MB for good
   * after a photo. @throws RuntimeMissing, Error where a file cannot be used
   */
  static async open({ finder, reader }: TextFiles, keepsMemory = true): Promise<TextModel> {
    const runtime = await loadRuntime();
    const letters = lettersOf(await readFile(reader));
    const open = (path: string) =>
      runtime.InferenceSession.create(path, {
        executionProviders: ['cpu'],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        // Lines are of any length: what one of them needed is of no use to the next.
        enableMemPattern: false,
        enableCpuMemArena: keepsMemory,
        logSeverityLevel: 4,
      });
    return new TextModel(runtime, await open(finder), await open(reader), letters);
  }

  /** @param goesOn asked before each line; it may throw. @returns lines in px of the picture */
  async look(source: Source, options: LookOptions, goesOn: () => void): Promise<Text> {
    const { findSide, readSide, mostLines } = options;
    const searched = source.at(sidesOf(source.size, findSide, STRIDE));
    const found = await this.find(searched);
    found.sort((one, other) => other.width * other.height - one.width * one.height);
    const readable = source.at(sidesOf(source.size, readSide, 1));
    const lines: Line[] = [];
    for (const line of found.slice(0, mostLines)) {
      goesOn();
      const read = await this.read(readable, withMargin(scaled(line, searched, readable)));
      const text = read.text.trim();
      if (text !== '' && read.confidence >= LEAST_CONFIDENCE)
        lines.push({ ...scaled(line, searched, source.size), text, confidence: read.confidence });
    }
    const rows = inReadingOrder(lines);
    return { lines: rows.flat(), text: textOf(rows) };
  }

  /** In px of the picture that is given, whose sides are whole strides. */
  private async find({ width, height, data }: Planes): Promise<Turned[]> {
    const numbers = makeEncoder(ENCODING, width * height)(data) as Float32Array;
    const likely = await this.run(this.finder, numbers, [1, 3, height, width]);
    return regionsOf({ data: likely, width, height });
  }

  private async read(picture: Planes, rectangle: Turned): Promise<Read> {
    const { data, width, height } = cutStrip(picture, rectangle);
    return decodeCtc(await this.run(this.reader, data, [1, 3, height, width]), this.letters);
  }

  /** Each has one input and one output. */
  private async run(session: InferenceSession, data: Float32Array, dims: number[]): Promise<Float32Array> {
    const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
    const given = await session.run({ [input]: new this.runtime.Tensor('float32', data, dims) });
    return given[output]?.data as Float32Array;
  }
}

function withMargin(line: Turned): Turned {
  const more = (MARGIN - 1) * line.height;
  return { ...line, width: line.width + more, height: line.height + more };
}

/** The recipe writes them into the file, one a line. @throws Error where they are not there */
function lettersOf(file: Uint8Array): string[] {
  const letters = readOnnxMetadata(file).get('letters')?.split('\n');
  if (letters) return letters;
  throw new Error('The network that reads text does not say its letters.');
}

/** Multiples of `step`; smaller pictures keep their size as far as that goes. */
function sidesOf({ width, height }: Size, longSide: number, step: number): Size {
  const scale = Math.min(1, longSide / Math.max(width, height));
  const side = (length: number) => Math.max(step, Math.round((length * scale) / step) * step);
  return { width: side(width), height: side(height) };
}

/** From px of one picture to those of the same in another size, whose axes may differ in scale by a hair. */
function scaled(rectangle: Turned, from: Size, to: Size): Turned {
  const [x, y] = [to.width / from.width, to.height / from.height];
  const [cos, sin] = [Math.cos(rectangle.angle), Math.sin(rectangle.angle)];
  return {
    x: rectangle.x * x,
    y: rectangle.y * y,
    width: rectangle.width * Math.hypot(cos * x, sin * y),
    height: rectangle.height * Math.hypot(sin * x, cos * y),
    angle: Math.atan2(sin * y, cos * x),
  };
}
