/** What is known of a model before it runs: what its file says, and the deployer's LABELS. */
import { readFile, stat } from 'node:fs/promises';
import { shorten } from '../../../../protocol/shorten';
import { MOST_SIDE } from '../pixels/letterbox';
import { type Names, readNames } from './names';
import { NotOnnx, type OnnxOrigin, readOnnxMetadata, readOnnxOrigin } from './onnx-metadata';
import { type ModelRefused, refuse } from './refused';

export type ModelFile = {
  path: string;
  /** In the model's order, empty where a class has none; null where neither the file nor LABELS names any. */
  names: string[] | null;
  /** How many the file names, or else LABELS; null where neither does. */
  classes: number | null;
  /** Whether the names are the deployer's. */
  isLabelled: boolean;
  /** What of its metadata or of LABELS could not be used, sentences for people. */
  notes: string[];
  /** px, where the model's sides may vary. */
  longSide: number;
  stride: number;
  /** It resizes pictures by itself. */
  resizes: boolean;
  /** What it says of itself, one line; empty where nothing. */
  about: string;
  /** It says that it detects. */
  isDetector: boolean;
  origin: OnnxOrigin;
};

const DEFAULT_LONG_SIDE = 640;
const DEFAULT_STRIDE = 32;
const MAX_BYTES = 1024 ** 3;
/** A label file is a few kB. */
const MAX_LABEL_BYTES = 1024 ** 2;

/**
 * @param labels names with commas between them, or the path of a text file with one a line. @throws
 * ModelRefused
 */
export async function readModelFile(path: string, labels: string | null): Promise<ModelFile> {
  const { metadata, origin } = await readOnnx(path);
  const task = metadata.get('task')?.trim().toLowerCase() ?? '';
  if (task !== '' && task !== 'detect') throw otherTask(path, task);
  const own = readNames(metadata.get('names') ?? '', 'Its file');
  const given = labels === null ? NONE : await readLabels(labels);
  const [longSide, stride] = [sizes('imgsz', DEFAULT_LONG_SIDE), sizes('stride', DEFAULT_STRIDE)].map(
    (read) => read(metadata),
  );
  const names = own.names
    .map((name, at) => given.names[at] || name)
    .concat(given.names.slice(own.names.length));
  return {
    path,
    names: names.length > 0 ? names : null,
    classes: own.names.length || given.names.length || null,
    isLabelled: given.names.length > 0,
    notes: [own.wrong, given.wrong, tooFew(own, given), longSide?.wrong, stride?.wrong].filter(
      (note) => note != null,
    ),
    longSide: longSide?.value ?? DEFAULT_LONG_SIDE,
    stride: stride?.value ?? DEFAULT_STRIDE,
    resizes: metadata.get('fit') === 'own',
    about: oneLine(metadata.get('description') ?? ''),
    isDetector: task === 'detect',
    origin,
  };
}

const oneLine = (text: string) => shorten(text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), 300);

const NONE: Names = { names: [], wrong: null };

function tooFew({ names: own }: Names, { names: given }: Names): string | null {
  if (given.length === 0 || given.length >= own.length) return null;
  return `LABELS names ${given.length} of ${own.length} classes: the file's own names stand for the rest.`;
}

function otherTask(path: string, task: string): ModelRefused {
  return refuse(
    path,
    `is a model for the task "${task.slice(0, 40)}"; export one for the task "detect", whose boxes this worker can read`,
  );
}

async function readOnnx(path: string) {
  const bytes = await readBounded(path);
  try {
    return { metadata: readOnnxMetadata(bytes), origin: readOnnxOrigin(bytes) };
  } catch (error) {
    if (!(error instanceof NotOnnx)) throw error;
    throw refuse(path, 'is not an ONNX file, or a damaged one; export the model to ONNX and name that file');
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error) && found.size > MAX_BYTES)
    throw refuse(path, 'is larger than 1 GB; export a smaller model');
  const bytes =
    found instanceof Error ? found : await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (!(bytes instanceof Error)) return bytes;
  throw refuse(path, `cannot be read (${bytes.code}); name an ONNX file that this user may read`);
}

async function readLabels(labels: string): Promise<Names> {
  const file = await readLabelFile(labels);
  if (file === null && /\.(txt|names|labels)$/i.test(labels))
    return {
      names: [],
      wrong: `LABELS=${labels} cannot be read: name a text file with one class name a line.`,
    };
  const read = readNames(file ?? labels, 'LABELS');
  if (read.names.length > 0) return read;
  return {
    names: [],
    wrong: 'LABELS has no name in it: write names with commas between them, or a file with one a line.',
  };
}

async function readLabelFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.size > MAX_LABEL_BYTES) return null;
  return readFile(path, 'utf8').then(
    (text) => `${text}\n`,
    () => null,
  );
}

/**
 * `[480, 640]` or `32`, as Python writes them: the larger; the fallback where there is none, or one beyond
 * reason.
 */
function sizes(key: string, fallback: number) {
  return (metadata: Map<string, string>): { value: number; wrong: string | null } => {
    const text = metadata.get(key);
    const numbers = (text?.match(/\d+/g) ?? []).slice(0, 2).map(Number);
    if (numbers.length > 0 && numbers.every((each) => each >= 1 && each <= MOST_SIDE))
      return { value: Math.max(...numbers), wrong: null };
    const wrong = text ? `Its file's "${key}" is no size in px: ${fallback} is taken.` : null;
    return { value: fallback, wrong };
  };
}
