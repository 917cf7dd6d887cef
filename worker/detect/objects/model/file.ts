/** What is known of a model before it runs: its file's metadata and the deployer's LABELS. */
import { readFile, stat } from 'node:fs/promises';
import { parseNames, splitLabels } from './names';
import { NotOnnx, readOnnxMetadata } from './onnx-metadata';
import { ModelRefused } from './refused';

export type ModelFile = {
  path: string;
  /** Class names in the model's order; null where neither the file nor LABELS has any. */
  names: string[] | null;
  /** Whether the names are the deployer's. */
  isLabelled: boolean;
  /** px, where the model's sides may vary. */
  longSide: number;
  stride: number;
};

const DEFAULT_LONG_SIDE = 640;
const DEFAULT_STRIDE = 32;
const MAX_BYTES = 1024 ** 3;
/** A label file is a few kB. */
const MAX_LABEL_BYTES = 1024 ** 2;

/** @param labels names with commas between them, or the path of a text file with one a line. @throws ModelRefused */
export async function readModelFile(path: string, labels: string | null): Promise<ModelFile> {
  const metadata = await readMetadata(path);
  const task = metadata.get('task');
  if (task && task !== 'detect') {
    throw new ModelRefused(
      `MODEL=${path} is a model for the task "${task}"; export one for the task "detect", whose boxes this worker can read.`,
    );
  }
  const own = parseNames(metadata.get('names') ?? '');
  const given = labels === null ? null : await readLabels(labels);
  if (own && given && own.length !== given.length) {
    throw new ModelRefused(
      `LABELS names ${given.length} classes and MODEL=${path} has ${own.length}; name each of them, or leave LABELS away.`,
    );
  }
  return {
    path,
    names: given ?? own,
    isLabelled: given !== null,
    longSide: Math.max(...wholeNumbers(metadata.get('imgsz'), DEFAULT_LONG_SIDE)),
    stride: Math.max(...wholeNumbers(metadata.get('stride'), DEFAULT_STRIDE)),
  };
}

async function readMetadata(path: string): Promise<Map<string, string>> {
  const bytes = await readBounded(path);
  try {
    return readOnnxMetadata(bytes);
  } catch (error) {
    if (!(error instanceof NotOnnx)) throw error;
    throw new ModelRefused(
      `MODEL=${path} is not an ONNX file, or a damaged one: export the model to ONNX and name that file.`,
    );
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES)
      throw new ModelRefused(`MODEL=${path} is larger than 1 GB; export a smaller model.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ModelRefused) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ModelRefused(
      `MODEL=${path} cannot be read (${code}): name an ONNX file that this user may read.`,
    );
  }
}

async function readLabels(labels: string): Promise<string[]> {
  const names = splitLabels((await readLabelFile(labels)) ?? labels);
  if (names.length > 0) return names;
  throw new ModelRefused(
    'LABELS has no name in it: write names with commas between them, or a file with one a line.',
  );
}

async function readLabelFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() && found.size <= MAX_LABEL_BYTES) return `${await readFile(path, 'utf8')}\n`;
  if (!/\.(txt|names|labels)$/i.test(path)) return null;
  throw new ModelRefused(`LABELS=${path} cannot be read: name a text file with one class name a line.`);
}

/** `[480, 640]` or `32`, as Python writes them; the fallback where there is none, or one beyond reason. */
function wholeNumbers(text: string | undefined, fallback: number): number[] {
  const numbers = (text?.match(/\d+/g) ?? []).slice(0, 2).map(Number);
  return numbers.length > 0 && numbers.every((each) => each >= 1 && each <= 8192) ? numbers : [fallback];
}
