/** Files that are no detection model, and models that the detector cannot feed or read: refused in words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Output } from '../decode';
import { type ModelFile, readModelFile } from './file';
import { chooseHead } from './head';
import { readInterface } from './interface';
import { ObjectModel } from './object-model';
import { missingLine } from './runtime';
import { readTrial } from './trial';

const FIXTURE = new URL('../../fixtures/v8.onnx', import.meta.url).pathname;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sightline-model-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readModelFile', () => {
  it('takes names and sizes from the file, and LABELS before them', async () => {
    expect(await readModelFile(FIXTURE, null)).toEqual({
      path: FIXTURE,
      names: ['red blob', 'green blob', "blue 'blob'"],
      isLabelled: false,
      longSide: 320,
      stride: 32,
    });
    expect(await readModelFile(FIXTURE, 'a,b,c')).toMatchObject({ names: ['a', 'b', 'c'], isLabelled: true });
    const labels = await save('labels.txt', 'one\ntwo, too\nthree\n');
    expect(await readModelFile(FIXTURE, labels)).toMatchObject({ names: ['one', 'two, too', 'three'] });
  });

  it('has defaults for a file without metadata', async () => {
    const bare = await save('bare.onnx', Uint8Array.from([7 * 8 + 2, 0]));
    expect(await readModelFile(bare, null)).toMatchObject({ names: null, longSide: 640, stride: 32 });
  });

  it('refuses in one line, with the file and a remedy', async () => {
    const task = (name: string) => {
      const [key, value] = [new TextEncoder().encode('task'), new TextEncoder().encode(name)];
      const entry = [10, key.length, ...key, 18, value.length, ...value];
      return Uint8Array.from([7 * 8 + 2, 0, 14 * 8 + 2, entry.length, ...entry]);
    };
    const refused = async (path: string, labels: string | null = null) =>
      expect(readModelFile(path, labels)).rejects;
    await (await refused(join(folder, 'none.onnx'))).toThrow(
      /none\.onnx cannot be read \(ENOENT\): name an ONNX file/,
    );
    await (await refused(folder)).toThrow(/cannot be read \(EISDIR\)/);
    await (await refused(await save('a.pt', 'PK\u0003\u0004 torch'))).toThrow(
      /is not an ONNX file.*export the model/,
    );
    await (await refused(await save('empty.onnx', ''))).toThrow(/is not an ONNX file/);
    await (await refused(await save('s.onnx', task('segment')))).toThrow(
      /task "segment"; export one for the task "detect"/,
    );
    await (await refused(FIXTURE, 'a,b')).toThrow(/LABELS names 2 classes and .* has 3; name each/);
    await (await refused(FIXTURE, ', ,')).toThrow(/LABELS has no name/);
    await (await refused(FIXTURE, join(folder, 'none.txt'))).toThrow(/LABELS=.* cannot be read/);
  });

  it('leaves it to the runtime to refuse what only looks like a model', async () => {
    const file = await readModelFile(await save('hollow.onnx', Uint8Array.from([8, 8, 7 * 8 + 2, 0])), null);
    const opening = ObjectModel.open(file, { confidence: 0.4, iou: 0.45 });
    await expect(opening).rejects.toThrow(
      /hollow\.onnx cannot be loaded by ONNX Runtime \(.*\); export it again/,
    );
  });
});

const file: ModelFile = { path: 'm.onnx', names: null, isLabelled: false, longSide: 640, stride: 32 };
const tensor = (name: string, shape: (number | string)[], type = 'float32') =>
  ({ name, isTensor: true, shape, type }) as Parameters<typeof readInterface>[0]['inputMetadata'][number];
const IMAGES = tensor('images', [1, 3, 640, 480]);
const BOXES = tensor('output0', [1, 84, 8400]);

describe('readInterface', () => {
  it('takes fixed and free sides, a free batch, half precision and v5’s raw grids', () => {
    const inputs = [tensor('x', ['batch', 3, 'height', 'width'], 'float16')];
    const grids = tensor('grid', [1, 3, 80, 80, 85]);
    expect(readInterface({ inputMetadata: inputs, outputMetadata: [BOXES, grids] }, file)).toEqual({
      inputName: 'x',
      outputName: 'output0',
      precision: 'float16',
      input: { width: null, height: null, longSide: 640, stride: 32 },
    });
    const fixed = readInterface({ inputMetadata: [IMAGES], outputMetadata: [BOXES] }, file);
    expect(fixed.input).toMatchObject({ width: 480, height: 640 });
  });

  it.each([
    ['two inputs', [IMAGES, IMAGES], [BOXES], /does not take one picture/],
    ['a vector', [tensor('x', [1, 1000])], [BOXES], /does not take one picture/],
    [
      'channels last',
      [tensor('x', [1, 640, 640, 3])],
      [BOXES],
      /takes \[1, 640, 640, 3\]; export it with the channels first/,
    ],
    ['a batch of 4', [tensor('x', [4, 3, 640, 640])], [BOXES], /takes 4 pictures.*batch=1/],
    ['bytes', [tensor('x', [1, 3, 640, 640], 'uint8')], [BOXES], /takes uint8 numbers/],
    ['masks', [IMAGES], [BOXES, tensor('output1', [1, 32, 160, 160])], /gives masks.*not "segment"/],
    [
      'classes alone',
      [IMAGES],
      [tensor('output0', [1, 1000])],
      /gives \[1, 1000\]; export a YOLO detection model/,
    ],
    [
      'boxes and scores apart',
      [IMAGES],
      [BOXES, tensor('scores', [1, 80, 8400])],
      /gives \[1, 84, 8400\] and \[1, 80, 8400\]/,
    ],
    ['no tensor', [IMAGES], [{ name: 'list', isTensor: false } as const], /gives nothing/],
  ])('refuses %s', (_, inputMetadata, outputMetadata, words) => {
    expect(() => readInterface({ inputMetadata, outputMetadata }, file)).toThrow(words);
  });
});

describe('chooseHead', () => {
  const input = { width: 640, height: 640 };
  it.each([
    [{ first: 84, second: 8400 }, 80, 'v8', 80],
    [{ first: 84, second: 8400 }, null, 'v8', 80],
    [{ first: 25200, second: 85 }, 80, 'v5', 80],
    [{ first: 25200, second: 85 }, null, 'v5', 80],
    [{ first: 300, second: 6 }, 80, 'end2end', 80],
    [{ first: 300, second: 6 }, null, 'end2end', null],
    // One class: v5 has three boxes a place of the grid, and an end2end head any number.
    [{ first: 25200, second: 6 }, 1, 'v5', 1],
    [{ first: 25200, second: 6 }, null, 'v5', 1],
    [{ first: 300, second: 6 }, 1, 'end2end', 1],
    [{ first: 6, second: 8400 }, 2, 'v8', 2],
  ])('%j with %j classes is %s', (shape, classes, head, found) => {
    expect(chooseHead(shape, classes, input)).toEqual({ head, classes: found });
  });

  it('tells a small input’s v8 from v5 by the names, where either side is the longer', () => {
    expect(chooseHead({ first: 84, second: 21 }, 80, { width: 32, height: 32 })).toEqual({
      head: 'v8',
      classes: 80,
    });
  });

  it('knows none for a pose model of one class', () => {
    expect(chooseHead({ first: 56, second: 8400 }, 1, input)).toBeNull();
  });
});

describe('readTrial', () => {
  const input = { width: 640, height: 640 };
  const output = (first: number, second: number, value = 0): Output => ({
    data: new Float32Array(first * second).fill(value),
    first,
    second,
  });

  it('numbers classes that nobody named', () => {
    expect(readTrial(output(6, 8400), input, file).names).toEqual(['class_0', 'class_1']);
    expect(readTrial(output(300, 6), input, file).names).toEqual([]);
  });

  it('refuses LABELS that are not as many as the model’s classes', () => {
    const labelled = { ...file, names: ['a', 'b'], isLabelled: true };
    expect(() => readTrial(output(84, 8400), input, labelled)).toThrow(
      /LABELS names 2 classes and .* has 80/,
    );
  });

  it('refuses shapes that are no list of boxes', () => {
    const pose = { ...file, names: ['person'] };
    expect(() => readTrial(output(56, 8400), input, pose)).toThrow(
      /gives \[1, 56, 8400\] for 1 classes.*not "pose"/,
    );
    expect(() => readTrial(output(3, 3), input, file)).toThrow(/no list of boxes/);
  });

  it('refuses numbers that cannot be confidences', () => {
    for (const shape of [
      output(56, 8400, 320),
      output(25200, 85, -4),
      output(300, 6, 17),
      output(84, 8400, Number.NaN),
    ]) {
      expect(() => readTrial(shape, input, file)).toThrow(/confidences outside of 0 to 1/);
    }
  });
});

describe('a machine without ONNX Runtime', () => {
  it('hears what to do', () => {
    expect(missingLine('darwin', 'x64')).toMatch(
      /codes can be read.*no build for Intel Macs; run the worker on another machine/,
    );
    expect(missingLine('linux', 'x64')).toMatch(/not installed for linux x64; run "npm install"/);
  });
});
