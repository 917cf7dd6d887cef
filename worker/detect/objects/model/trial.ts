/**
 * Reads a model by what it gives for one picture: shapes that only a run tells, and whether its numbers mean
 * what they should.
 */

import { shorten } from '../../../../protocol/shorten';
import type { Size } from '../../../media/upright';
import type { Picture } from '../../boxes';
import { shapeOf } from '../heads/evidence';
import { chooseHead } from '../heads/heads';
import type { NamedTensor, Reading } from '../heads/types';
import type { ModelFile } from './file';
import type { ModelInterface } from './interface';
import { refuse } from './refused';

/** As frames of the usual shape will be, so that a stream's first frame finds everything allocated. */
const SIZE: Size = { width: 640, height: 480 };

/**
 * Grey with some blocks of colour: nothing that anybody trains for, and yet a model sees more in it than in
 * plain grey.
 */
export function trialPicture(): Picture {
  const data = new Uint8Array(SIZE.width * SIZE.height * 3).fill(114);
  for (let block = 0; block < 12; block += 1) {
    const [left, top] = [40 + 150 * (block % 4), 40 + 150 * Math.floor(block / 4)];
    const colour = [block * 20, 250 - block * 20, (block * 90) % 256];
    for (let row = top; row < top + 20 + 8 * block; row += 1) {
      for (let x = left; x < left + 110 - 6 * block; x += 1) data.set(colour, 3 * (row * SIZE.width + x));
    }
  }
  return { ...SIZE, data };
}

export type Named = Reading & {
  /** One for each class, as far as they are known. */
  names: string[];
  /** What could not be used, sentences for people. */
  notes: string[];
  /** The outputs that are read, each with its name and size. */
  gives: string[];
};

/** @param input px that the outputs were made for. @throws ModelRefused */
export function readTrial(
  outputs: NamedTensor[],
  input: Size,
  { file, shape }: { file: ModelFile; shape: Pick<ModelInterface, 'precision' | 'size'> },
): Named {
  const reading = chooseHead({
    outputs,
    input,
    classes: file.classes,
    named: file.classes,
    isDetector: file.isDetector,
    takesBytes: shape.precision === 'uint8',
    sizeOrder: shape.size?.order ?? null,
    ...file.origin,
  });
  if (typeof reading === 'string') throw refuse(file.path, reading);
  return {
    ...reading,
    names: namesOf(file, reading.classes),
    gives: reading.outputs.map((name) => describe(outputs.find((each) => each.name === name))),
    notes: [...file.notes, ...notesOn(file, reading.classes)],
  };
}

function describe(output: NamedTensor | undefined): string {
  return output ? `${shorten(output.name, 40)} ${shapeOf(output)}` : '';
}

function namesOf({ names }: ModelFile, classes: number | null): string[] {
  const length = classes ?? names?.length ?? 0;
  return Array.from({ length }, (_, at) => names?.[at] || `class_${at}`);
}

function notesOn({ names, isLabelled }: ModelFile, classes: number | null): string[] {
  if (!names) return [];
  const who = isLabelled ? 'LABELS' : 'Its file';
  const gaps = names.slice(0, classes ?? names.length).flatMap((name, at) => (name === '' ? [at] : []));
  const notes = gaps.length > 0 ? [`${who} gives no name for class ${gaps.slice(0, 10).join(', ')}.`] : [];
  if (classes === null || names.length === classes) return notes;
  const number = `${who} names ${names.length} classes and the model has ${classes}`;
  const rest =
    names.length > classes ? 'the last ones are not used' : `the rest are class_${names.length} and so on`;
  return [...notes, `${number}: ${rest}.`];
}
