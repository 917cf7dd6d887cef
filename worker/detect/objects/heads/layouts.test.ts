/** Every known layout of an export: the boxes that are in it come out, or words that say what was seen. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { constantModel } from '../../../../kit/onnx/constant-model';
import { LAYOUTS, type Layout } from '../../../../kit/onnx/layouts';
import { SIDE, type Thing } from '../../../../kit/onnx/numbers';
import type { Box } from '../../boxes';
import { recognitionWords } from '../model/facts';
import { readModelFile } from '../model/file';
import { ObjectModel } from '../model/object-model';

vi.setConfig({ testTimeout: 30_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sightline-layouts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open({ name, model, labels }: Layout): Promise<ObjectModel> {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.onnx`);
  await writeFile(path, constantModel(model));
  return ObjectModel.open(await readModelFile(path, labels ?? null), { confidence: 0.4, iou: 0.45 });
}

const PICTURE = { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(90) };

/** Where a thing of the input lies in the picture. */
function placed({ x, y, width, height, classId, score }: Thing, { fit, model }: Layout): Partial<Box> {
  // Free sides follow the picture's, 640×480; where that is stretched, things are shares of it.
  const isFree = typeof model.inputs[0]?.shape.at(-1) === 'string' && fit !== 'stretch';
  const across = isFree ? 1 : 640 / SIDE;
  const down = fit === 'stretch' ? across * 0.75 : across;
  const top = fit === 'stretch' || isFree ? 0 : (SIDE - 240) / 2;
  return {
    x: x * across,
    y: (y - top) * down,
    width: width * across,
    height: height * down,
    class_id: classId,
    confidence: score,
  };
}

const seen = LAYOUTS.filter(({ expected }) => Array.isArray(expected));
const refused = LAYOUTS.filter(({ expected }) => expected instanceof RegExp);

describe('a model whose layout is known', () => {
  it.each(seen)('$name', async (layout) => {
    const model = await open(layout);
    expect(recognitionWords(model.facts)).toMatch(/^[\w-]+\.onnx is read as .{30,}; it gives .* \[.*\d\]/);
    const found = await model.detectPicture(PICTURE);
    const wanted = (layout.expected as Thing[]).map((thing) => placed(thing, layout));
    expect(found).toHaveLength(wanted.length);
    for (const [at, want] of wanted.entries()) {
      for (const key of ['x', 'y', 'width', 'height'] as const)
        expect(found[at]?.[key], key).toBeCloseTo(want[key] ?? 0, 0);
      expect(found[at]?.class_id).toBe(want.class_id);
      expect(found[at]?.confidence).toBeCloseTo(want.confidence ?? 0, 2);
      expect(found[at]?.class).toMatch(/^(cat|dog|part|class_[01])$/);
    }
  });
});

describe('a model that cannot be read', () => {
  it.each(refused)('$name', async (layout) => {
    const opening = open(layout);
    await expect(opening).rejects.toThrow(layout.expected as RegExp);
    await expect(opening).rejects.toThrow(/^FAST cannot use [\w-]+\.onnx: .*;.*\.$/);
  });
});
