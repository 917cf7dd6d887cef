/**
 * Boxes against a reference that shares no code with the worker: `../fixtures/make_expected.py` decodes by
 * Pillow, resizes by OpenCV, runs Python's onnxruntime and has its own letterbox, heads and NMS.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Rotation, UPRIGHT } from '../../media/upright';
import { readPicture } from '../photos/picture';
import { readModelFile } from './model/file';
import { ObjectModel } from './model/object-model';
import { type Expected, expectSame } from './testing/same-boxes';
import { turnFrame } from './testing/turn-frame';

type Case = { picture: string; width: number; height: number; model: string; boxes: Expected[] };

const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(fixture('expected.json'), 'utf8'));
const photos = cases.filter(({ picture }) => picture.endsWith('.png'));
const frames = cases.filter(({ picture }) => picture.endsWith('.i420.gz'));

const opened = new Map<string, Promise<ObjectModel>>();
function openModel({ pathname }: URL): Promise<ObjectModel> {
  const model = opened.get(pathname) ?? open(pathname);
  opened.set(pathname, model);
  return model;
}

async function open(path: string): Promise<ObjectModel> {
  return ObjectModel.open(await readModelFile(path, null), { confidence: 0.4, iou: 0.45 });
}

it('has something to compare in every case', () => {
  expect(photos.length).toBe(8);
  expect(frames.length).toBe(4);
  for (const { boxes } of cases) expect(boxes.length).toBeGreaterThanOrEqual(2);
});

describe('photos', () => {
  it.each(photos)('$picture by $model', async ({ picture, model, boxes }) => {
    const detector = await openModel(fixture(model));
    const read = await readPicture(readFileSync(fixture(picture)));
    expectSame(await detector.detectPicture(read), boxes);
  });
});

describe('frames', () => {
  const turns: Rotation[] = [0, 90, 180, 270];
  it.each(frames.flatMap((each) => turns.map((rotation) => ({ ...each, rotation }))))(
    '$picture by $model, stored $rotation° away from upright',
    async ({ picture, model, boxes, width, height, rotation }) => {
      const detector = await openModel(fixture(model));
      const upright = new Uint8Array(gunzipSync(readFileSync(fixture(picture))));
      const { frame, stored } = turnFrame(upright, { width, height }, rotation);
      const found = await detector.detectFrame(frame, stored, { ...UPRIGHT, rotation });
      expectSame(found, boxes);
    },
  );
});

describe('the model of drawn signs', () => {
  const model = new URL('../../model/signs.onnx', import.meta.url);
  const sample = (name: string) => new URL(`../fixtures/samples/${name}`, import.meta.url);
  const signs: { sha256: string; pictures: { picture: string; boxes: Expected[] }[] } = JSON.parse(
    readFileSync(fixture('signs.json'), 'utf8'),
  );

  it('is the one that the reference was made with', () => {
    const digest = createHash('sha256').update(readFileSync(model)).digest('hex');
    expect(digest, 'run worker/detect/fixtures/make_signs.py').toBe(signs.sha256);
    expect(signs.pictures.flatMap(({ boxes }) => boxes).length).toBeGreaterThan(10);
  });

  it.each(signs.pictures)('sees in $picture what the reference sees', async ({ picture, boxes }) => {
    const detector = await openModel(model);
    expectSame(await detector.detectPicture(await readPicture(readFileSync(sample(picture)))), boxes);
  });
});
