/** The whole way: from the settings through real threads to predictions. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { VideoFrame } from '../../media/wrtc';
import { SOURCES } from '../../runtime/programs';
import { UnreadablePhoto } from '../types';
import { modelWords } from './model/facts';
import { createObjectDetector } from './object-detector';
import { type ObjectSettings, type ObjectThreads, openObjects } from './open';

// Starting a thread takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url).pathname;
const settings: ObjectSettings = {
  model: fixture('v8.onnx'),
  labels: null,
  confidence: 0.4,
  iou: 0.45,
  threads: 1,
  first: 'live',
  program: SOURCES.objects,
  maxWaiting: 4,
};
const opened: ObjectThreads[] = [];
afterAll(async () => {
  await Promise.all(opened.flatMap(({ live, photos }) => [live.close(), photos.close()]));
});

async function open(changes: Partial<ObjectSettings> = {}): Promise<ObjectThreads> {
  const objects = await openObjects({ ...settings, ...changes });
  if ('missing' in objects) throw new Error(objects.missing);
  opened.push(objects);
  return objects;
}

const photo = () => new Uint8Array(readFileSync(fixture('wide.png')));
const frame = (): VideoFrame => ({
  width: 322,
  height: 242,
  rotation: 0,
  data: new Uint8Array(gunzipSync(readFileSync(fixture('frame.i420.gz')))),
});

describe('openObjects', () => {
  it('tells what the model is', async () => {
    const { facts } = await open();
    expect(facts).toEqual({
      file: 'v8.onnx',
      head: 'v8',
      names: ['red blob', 'green blob', "blue 'blob'"],
      input: { width: null, height: null, longSide: 320, stride: 32 },
      gives: ['output0 [1, 7, 1280]'],
    });
    expect(modelWords(facts)).toBe("FAST sees red blob, green blob, blue 'blob' (v8.onnx, input 320 px).");
  });

  it('uses LABELS of fewer classes, and says so', async () => {
    const { facts } = await open({ labels: 'rot,grün' });
    expect(facts.names).toEqual(['rot', 'grün', "blue 'blob'"]);
    expect(modelWords(facts)).toContain(
      "). LABELS names 2 of 3 classes: the file's own names stand for the rest.",
    );
  });

  it('tells heads and fixed sides apart', async () => {
    expect((await open({ model: fixture('v5.onnx') })).facts).toMatchObject({
      head: 'v5',
      input: { width: 352, height: 256 },
    });
    expect((await open({ model: fixture('end2end.onnx') })).facts.head).toBe('end2end');
  });

  it('refuses a model in words, from the thread too', async () => {
    await expect(open({ model: fixture('wide.png') })).rejects.toThrow(/wide\.png: it is not an ONNX file/);
    const half = fixture('frame.i420.gz');
    await expect(open({ model: half })).rejects.toThrow(/^FAST cannot use frame\.i420\.gz: /);
  });
});

const threads = await open({ labels: 'rot,grün,blau' });

describe('the detector', () => {
  it('sees a frame and a photo, and names what it sees', async () => {
    const { live, photos } = threads;
    const detector = createObjectDetector({ live, photos }, { manner: 'fast' });
    const seen = await detector.detectNewest(frame);
    expect(seen).toMatchObject({ width: 322, height: 242 });
    expect(new Set(seen?.predictions.map((each) => each.class))).toEqual(new Set(['rot', 'grün', 'blau']));
    expect(seen?.predictions[0]).toMatchObject({ parent_id: 'image.[0]', detection_id: expect.any(String) });
    expect((await detector.detectPhoto(photo())).predictions).toHaveLength(4);
  });

  it('looks at tiles where it is to be accurate, and draws no mask of what no network segments', async () => {
    const { photos } = threads;
    const detector = createObjectDetector({ live: photos, photos }, { manner: 'accurate' });
    const { predictions } = await detector.detectPhoto(photo());
    expect(predictions.length).toBeGreaterThanOrEqual(4);
    for (const each of predictions) expect(each).not.toHaveProperty('rle_mask');
    const live = await detector.detectNewest(frame);
    expect(live?.predictions.length).toBeGreaterThan(0);
  });

  it('goes on without masks where their network is damaged', async () => {
    const { photos } = await open({ masks: fixture('wide.png') });
    const detector = createObjectDetector({ live: photos, photos }, { manner: 'accurate' });
    for (let times = 0; times < 2; times += 1)
      expect((await detector.detectPhoto(photo())).predictions.length).toBeGreaterThanOrEqual(4);
  });

  it('takes no frame that is gone, and keeps working after a broken one', async () => {
    const { live, photos } = threads;
    const detector = createObjectDetector({ live, photos }, { manner: 'fast' });
    expect(await detector.detectNewest(() => null)).toBeNull();
    const cut = { ...frame(), data: new Uint8Array(100) };
    await expect(detector.detectNewest(() => cut)).rejects.toThrow('shorter');
    expect((await detector.detectNewest(frame))?.predictions.length).toBeGreaterThan(0);
    await expect(detector.detectPhoto(new Uint8Array([1, 2, 3]))).rejects.toBeInstanceOf(UnreadablePhoto);
  });

  it('asks for the confidence that it was made with', async () => {
    const { live, photos } = threads;
    const sure = createObjectDetector({ live, photos }, { manner: 'fast', detect: { confidence: 0.95 } });
    const all = createObjectDetector({ live, photos }, { manner: 'fast' });
    const few = (await sure.detectPhoto(photo())).predictions;
    expect(few.length).toBeGreaterThan(0);
    expect(few.length).toBeLessThan((await all.detectPhoto(photo())).predictions.length);
    for (const { confidence } of few) expect(confidence).toBeGreaterThanOrEqual(0.95);
  });
});
