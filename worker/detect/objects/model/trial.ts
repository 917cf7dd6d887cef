/** Runs a model once on a grey picture: shapes that only a run tells, and whether its numbers mean what they should. */
import type { Size } from '../../../media/upright';
import type { Head, Output } from '../decode';
import type { ModelFile } from './file';
import { chooseHead } from './head';
import { ModelRefused } from './refused';

export type Reading = { head: Head; names: string[]; classes: number | null };

/** @param input px that the output was made for. @throws ModelRefused */
export function readTrial(output: Output, input: Size, file: ModelFile): Reading {
  const { first, second } = output;
  const choice =
    chooseHead(output, file.names?.length ?? null, input) ??
    // The file's own names may be wrong, LABELS too: then the shape alone must tell, and say what is wrong.
    refuseHead(file, `[1, ${first}, ${second}]`, chooseHead(output, null, input)?.classes ?? null);
  const { head, classes } = choice;
  if (!areProbabilities(head, output)) {
    throw new ModelRefused(
      `MODEL=${file.path} gives confidences outside of 0 to 1; export a YOLO detection model (not "pose", "segment" or "obb"), its last activation included.`,
    );
  }
  return { head, names: file.names ?? numbered(classes), classes };
}

function refuseHead({ path, names, isLabelled }: ModelFile, shape: string, classes: number | null): never {
  if (names && isLabelled && classes !== null) {
    throw new ModelRefused(
      `LABELS names ${names.length} classes and MODEL=${path} has ${classes}; name each of them in the model's order.`,
    );
  }
  throw new ModelRefused(
    `MODEL=${path} gives ${shape}${names ? ` for ${names.length} classes` : ''}, which is no list of boxes; export a YOLO detection model (not "pose", "segment", "classify" or "obb").`,
  );
}

/** Names that say no more than the number, where nobody gave any. */
function numbered(classes: number | null): string[] {
  return Array.from({ length: classes ?? 0 }, (_, at) => `class_${at}`);
}

/** A little beyond is rounding. Keypoints or raw activations in the classes' place are far beyond. */
function areProbabilities(head: Head, { data, first, second }: Output): boolean {
  const isIn = (value: number) => value >= -0.01 && value <= 1.01;
  if (head === 'v8') return data.subarray(4 * second, first * second).every(isIn);
  const [from, to] = head === 'v5' ? [4, second] : [4, 5];
  for (let row = 0; row < first; row += 1) {
    if (!data.subarray(row * second + from, row * second + to).every(isIn)) return false;
  }
  return true;
}
