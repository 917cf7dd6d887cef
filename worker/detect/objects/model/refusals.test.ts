/** Files that are no detection model, and models that the detector cannot feed or read: refused in words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constantModel } from '../../../../kit/onnx/constant-model';
import { modelWords } from './facts';
import { type ModelFile, readModelFile } from './file';
import { readInterface } from './interface';
import { ObjectModel } from './object-model';
import { refuse } from './refused';
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

/** A file of metadata alone. */
function bare(metadata: Record<string, string>): Uint8Array {
  return constantModel({ inputs: [], outputs: [], metadata });
}

describe('readModelFile', () => {
  it('takes names and sizes from the file, and LABELS before them', async () => {
    const own = {
      path: FIXTURE,
      names: ['red blob', 'green blob', "blue 'blob'"],
      classes: 3,
      isLabelled: false,
      notes: [],
      longSide: 320,
      stride: 32,
      resizes: false,
      about: '',
      isDetector: true,
      origin: { producer: '', suppression: null },
    };
    expect(await readModelFile(FIXTURE, null)).toEqual(own);
    expect(await readModelFile(FIXTURE, 'a,b,c')).toEqual({
      ...own,
      names: ['a', 'b', 'c'],
      isLabelled: true,
    });
    const labels = await save('labels.txt', 'one\ntwo, too\nthree\n');
    expect(await readModelFile(FIXTURE, labels)).toMatchObject({ names: ['one', 'two, too', 'three'] });
    expect(await readModelFile(FIXTURE, '["x", "y", "z"]')).toMatchObject({ names: ['x', 'y', 'z'] });
  });

  it('has defaults for a file without metadata', async () => {
    expect(await readModelFile(await save('bare.onnx', bare({})), null)).toMatchObject({
      names: null,
      classes: null,
      notes: [],
      longSide: 640,
      stride: 32,
    });
  });

  it('uses what it can of LABELS, and says what was wrong', async () => {
    const few = await readModelFile(FIXTURE, 'a,,c,d');
    expect(few).toMatchObject({ names: ['a', 'green blob', 'c', 'd'], classes: 3 });
    const own = { names: ['red blob', 'green blob', "blue 'blob'"], isLabelled: false };
    const none = await readModelFile(FIXTURE, ', ,');
    expect(none).toMatchObject({ ...own, notes: [expect.stringMatching(/^LABELS has no name in it/)] });
    const gone = await readModelFile(FIXTURE, join(folder, 'none.txt'));
    expect(gone).toMatchObject({ ...own, notes: [expect.stringMatching(/^LABELS=.* cannot be read/)] });
  });

  it('says which of its sizes and names cannot be used', async () => {
    const path = await save(
      'sizes.onnx',
      bare({ imgsz: 'large', stride: '-', names: "{0: 'a', 1: 2.5, 2: None}" }),
    );
    expect(await readModelFile(path, null)).toMatchObject({
      names: ['a', '2.5'],
      longSide: 640,
      stride: 32,
      notes: [/a name that cannot be used/, /"imgsz" is no size/, /"stride" is no size/].map((each) =>
        expect.stringMatching(each),
      ),
    });
  });

  it('refuses in one line, with the file and a remedy', async () => {
    const refused = (path: string) => expect(readModelFile(path, null)).rejects;
    await refused(join(folder, 'none.onnx')).toThrow(
      /^FAST cannot use none\.onnx: it cannot be read \(ENOENT\); name an ONNX file/,
    );
    await refused(folder).toThrow(/cannot be read \(EISDIR\)/);
    await refused(await save('a.pt', 'PK\u0003\u0004 torch')).toThrow(
      /is not an ONNX file.*export the model/,
    );
    await refused(await save('empty.onnx', '')).toThrow(/is not an ONNX file/);
    await refused(await save('s.onnx', bare({ task: 'segment' }))).toThrow(
      /task "segment"; export one for the task "detect"/,
    );
  });

  it('leaves it to the runtime to refuse what only looks like a model', async () => {
    const file = await readModelFile(await save('hollow.onnx', Uint8Array.from([8, 8, 7 * 8 + 2, 0])), null);
    const opening = ObjectModel.open(file, { confidence: 0.4, iou: 0.45 });
    await expect(opening).rejects.toThrow(
      /^FAST cannot use hollow\.onnx: it cannot be loaded by ONNX Runtime \(Missing opset.*\); export it again/,
    );
  });
});

const file: ModelFile = {
  path: 'm.onnx',
  names: null,
  classes: null,
  isLabelled: false,
  notes: [],
  longSide: 640,
  stride: 32,
  resizes: false,
  about: '',
  isDetector: false,
  origin: { producer: '', suppression: null },
};
const tensor = (name: string, shape: (number | string)[], type = 'float32') =>
  ({ name, isTensor: true, shape, type }) as Parameters<typeof readInterface>[0]['inputMetadata'][number];
const IMAGES = tensor('images', [1, 3, 640, 480]);
const BOXES = tensor('output0', [1, 84, 8400]);

describe('readInterface', () => {
  const read = (inputMetadata: (typeof IMAGES)[]) =>
    readInterface({ inputMetadata, outputMetadata: [BOXES] }, file);

  it('takes fixed and free sides, a free batch and half precision', () => {
    expect(read([tensor('x', ['batch', 3, 'height', -1], 'float16')])).toEqual({
      inputName: 'x',
      precision: 'float16',
      isInterleaved: false,
      size: null,
      outputs: [BOXES],
      input: { width: null, height: null, longSide: 640, stride: 32 },
    });
    expect(read([IMAGES]).input).toMatchObject({ width: 480, height: 640 });
  });

  it('takes bytes, colours first or last, and a size', () => {
    const bytes = read([
      tensor('x', [1, 480, 640, 3], 'uint8'),
      tensor('orig_target_sizes', ['N', 2], 'int64'),
    ]);
    expect(bytes).toMatchObject({
      precision: 'uint8',
      isInterleaved: true,
      input: { width: 640, height: 480 },
      size: { name: 'orig_target_sizes', type: 'int64', order: 'wh' },
    });
  });

  it('takes the largest sides', () => {
    expect(read([tensor('x', [1, 3, 4096, 4096])]).input).toMatchObject({ width: 4096, height: 4096 });
  });

  it.each([
    ['two pictures', [IMAGES, IMAGES], /takes 2 inputs \(images, images\)/],
    ['a mask', [IMAGES, tensor('pixel_mask', [1, 64, 64], 'int64')], /takes 2 inputs \(images, pixel_mask\)/],
    ['a vector', [tensor('x', [1, 1000])], /takes no picture \(x\)/],
    ['nothing', [], /takes 0 inputs/],
    [
      'channels last',
      [tensor('x', [1, 640, 640, 3])],
      /takes \[1, 640, 640, 3\]; export it with the channels first/,
    ],
    ['a batch of 4', [tensor('x', [4, 3, 640, 640])], /takes 4 pictures.*batch=1/],
    ['int8', [tensor('x', [1, 3, 640, 640], 'int8')], /takes int8 numbers/],
    [
      'sides that no memory holds',
      [tensor('x', [1, 3, 2 ** 40, 31])],
      /pictures of 1099511627776×31 px; export it with sides of at most 4096 px/,
    ],
    ['one side too many', [tensor('x', [1, 3, 'height', 4097])], /pictures of height×4097 px/],
    [
      'them with colours last',
      [tensor('x', [1, 4097, 640, 3], 'uint8')],
      /pictures of 4097×640 px.*at most 4096/,
    ],
  ])('refuses %s', (_, inputs, words) => {
    expect(() => read(inputs)).toThrow(words);
  });
});

describe('readTrial', () => {
  const input = { width: 640, height: 640 };
  const shape = { precision: 'float32' as const, size: null };
  const read = (dims: number[], changes: Partial<ModelFile> = {}) => {
    const data = new Float32Array(dims.reduce((product, each) => product * each, 1));
    const output = { name: 'output0', dims, data, isWhole: false, declared: dims };
    return readTrial([output], input, { file: { ...file, ...changes }, shape });
  };

  it('numbers classes that nobody named', () => {
    expect(read([1, 6, 8400])).toMatchObject({ names: ['class_0', 'class_1'], notes: [] });
    expect(read([1, 300, 6]).names).toEqual([]);
  });

  it('says where there are more names than classes, or fewer', () => {
    const few = read([1, 7, 8400], { names: ['a', ''], classes: 2 });
    expect(few.names).toEqual(['a', 'class_1', 'class_2']);
    expect(few.notes).toEqual([
      'Its file gives no name for class 1.',
      'Its file names 2 classes and the model has 3: the rest are class_2 and so on.',
    ]);
    const many = read([1, 5, 8400], { names: ['a', 'b'], classes: 2, isLabelled: true, notes: ['First.'] });
    expect(many.names).toEqual(['a']);
    expect(many.notes).toEqual([
      'First.',
      'LABELS names 2 classes and the model has 1: the last ones are not used.',
    ]);
    expect(modelWords({ ...many, file: 'm.onnx', input: { ...input, longSide: 640, stride: 32 } })).toBe(
      'FAST sees a (m.onnx, input 640×640 px). First. LABELS names 2 classes and the model has 1: the last ones are not used.',
    );
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

it('is one line, whatever the file calls its parts', () => {
  expect(refuse('/x/yard.onnx', 'takes no picture (im\nages\u2028\0, )').message).toBe(
    'FAST cannot use yard.onnx: it takes no picture (im ages , ).',
  );
});
