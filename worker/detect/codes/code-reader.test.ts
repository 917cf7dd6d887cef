import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Rotation } from '../../media/upright';
import type { VideoFrame } from '../../media/wrtc';
import { createScene, drawQr, overlap, type Scene, toI420 } from '../../testing/scene';
import { ThreadPool } from '../threads/thread-pool';
import { UnreadablePhoto } from '../types';
import { allBarcodes, bySymbology, type CodePools, createCodeReader, toPrediction } from './code-reader';

// Starting a thread takes seconds on a busy machine.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

const entry = new URL('./code-thread.ts', import.meta.url).href;
const pool: CodePools['live'] = new ThreadPool({ size: 1, entry, jobLimitMs: 10_000, maxWaiting: 8 });
const reader = createCodeReader({ live: pool, photos: pool }, { effort: 'fast', naming: bySymbology });

beforeAll(() => pool.open());
afterAll(() => pool.close());

/**
 * The scene as a phone held on its side would store it: turning it clockwise by `rotation` gives the scene
 * again.
 */
function storedFrame(scene: Scene, rotation: Rotation): VideoFrame {
  const { width, height, luma } = scene;
  const sideways = rotation % 180 === 90;
  const stored = createScene(sideways ? height : width, sideways ? width : height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [sx, sy] = {
        0: [x, y],
        90: [y, width - 1 - x],
        180: [width - 1 - x, height - 1 - y],
        270: [height - 1 - y, x],
      }[rotation] as [number, number];
      stored.luma[sy * stored.width + sx] = luma[y * width + x] ?? 0;
    }
  }
  return { width: stored.width, height: stored.height, rotation, data: toI420(stored) };
}

function fourCodes(): Scene {
  const scene = createScene();
  drawQr(scene, 'first', 40, 40, 4);
  drawQr(scene, 'second', 430, 50, 5);
  drawQr(scene, 'third', 60, 300, 5);
  drawQr(scene, 'https://example.com/a/longer/text?with=more', 400, 260, 4);
  return scene;
}

type Exif = { orientation?: number; type?: number; little?: boolean; offset?: number; length?: number };

/**
 * The JPEG with an EXIF block (Exif 2.32, 4.6) whose only entry is its orientation, typed and placed as
 * asked.
 */
function withExif(jpeg: Uint8Array, { orientation = 1, type = 3, little = false, offset = 8, length }: Exif) {
  const block = new Uint8Array(36);
  const view = new DataView(block.buffer);
  block.set([0x45, 0x78, 0x69, 0x66, 0, 0, ...(little ? [0x49, 0x49] : [0x4d, 0x4d])]);
  view.setUint16(8, 42, little);
  view.setUint32(10, offset, little);
  view.setUint16(14, 1, little);
  view.setUint16(16, 0x0112, little);
  view.setUint16(18, type, little);
  view.setUint32(20, 1, little);
  if (type === 4) view.setUint32(24, orientation, little);
  else view.setUint16(24, orientation, little);
  const body = block.subarray(0, length ?? 32);
  const size = body.length + 2;
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe1, size >> 8, size & 255, ...body, ...jpeg.subarray(2)]);
}

describe('the code reader', () => {
  it.each([0, 90, 180, 270] as Rotation[])(
    'finds four codes, in the upright picture, where the frame is stored turned by %i°',
    async (rotation) => {
      const scene = fourCodes();
      const sighting = await reader.detectNewest(() => storedFrame(scene, rotation));
      expect(sighting).toMatchObject({ width: 640, height: 480 });
      const found = new Map(sighting?.predictions.map((each) => [each.data, each]));
      expect([...found.keys()].sort()).toEqual(scene.codes.map(({ text }) => text).sort());
      for (const { text, box } of scene.codes) {
        const prediction = found.get(text)!;
        expect(overlap(prediction, box)).toBeGreaterThan(0.9);
        expect(prediction).toMatchObject({
          class: 'qr_code',
          class_id: 0,
          confidence: 1,
          parent_id: 'image.[0]',
        });
      }
      expect(new Set([...found.values()].map((each) => each.detection_id)).size).toBe(4);
    },
  );

  it('reads a WebP photo, upright by its EXIF', async () => {
    const { width, height, luma, codes } = fourCodes();
    const raw = sharp(luma, { raw: { width, height, channels: 1 } });
    const webp = await raw.webp({ lossless: true }).withMetadata({ orientation: 6 }).toBuffer();
    const sighting = await reader.detectPhoto(new Uint8Array(webp));
    expect(sighting).toMatchObject({ width: height, height: width });
    for (const { text, box } of codes) {
      const turned = { x: height - box.y, y: box.x, width: box.height, height: box.width };
      expect(overlap(sighting.predictions.find(({ data }) => data === text)!, turned)).toBeGreaterThan(0.9);
    }
    const broken = new Uint8Array(webp.subarray(0, 40));
    await expect(reader.detectPhoto(broken)).rejects.toThrow(UnreadablePhoto);
  });

  describe('photos of every make', () => {
    const scene = () => fourCodes();
    const grey = () => sharp(scene().luma, { raw: { width: 640, height: 480, channels: 1 } });
    /** The scene's black on a ground that lets through what lies below. */
    const transparent = () => {
      const { luma } = scene();
      const pixels = new Uint8Array(luma.length * 4);
      for (const [at, value] of luma.entries()) pixels[at * 4 + 3] = value < 128 ? 255 : 0;
      return sharp(pixels, { raw: { width: 640, height: 480, channels: 4 } });
    };

    it.each<[string, () => Promise<Uint8Array>]>([
      ['a grey PNG', () => grey().png().toBuffer()],
      ['a transparent PNG', () => transparent().png().toBuffer()],
      ['a transparent PNG of few colours', () => transparent().png({ palette: true }).toBuffer()],
      ['a transparent WebP', () => transparent().webp({ lossless: true }).toBuffer()],
      ['a PNG of 16 bits', () => grey().toColourspace('grey16').png().toBuffer()],
      ['a progressive JPEG', () => grey().jpeg({ progressive: true }).toBuffer()],
      ['a JPEG of four inks', () => grey().toColourspace('cmyk').jpeg().toBuffer()],
      [
        'a JPEG with a directory that lies nowhere',
        async () => withExif(await plainJpeg(), { offset: 0x7fff }),
      ],
      ['a JPEG whose EXIF block is cut off', async () => withExif(await plainJpeg(), { length: 12 })],
    ])('%s is read', async (_, make) => {
      const sighting = await reader.detectPhoto(new Uint8Array(await make()));
      expect(sighting).toMatchObject({ width: 640, height: 480 });
      expect(sighting.predictions.map(({ data }) => data).sort()).toEqual(
        scene()
          .codes.map(({ text }) => text)
          .sort(),
      );
    });

    it.each([
      ['SHORT', 3, true],
      ['SHORT', 3, false],
      ['LONG', 4, true],
      ['LONG', 4, false],
    ])(
      'one that says as %s (%i, little-endian %s) that it lies on its side is turned',
      async (_, type, little) => {
        const photo = withExif(await plainJpeg(), { orientation: 6, type, little });
        expect(await reader.detectPhoto(photo)).toMatchObject({ width: 480, height: 640 });
      },
    );

    it('what is none is refused before a thread is asked, and what is damaged by the thread', async () => {
      const none = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
      await expect(reader.detectPhoto(none)).rejects.toThrow(/neither JPEG, PNG nor WebP/);
      const cut = (await plainJpeg()).slice(0, 400);
      await expect(reader.detectPhoto(cut)).rejects.toThrow(/damaged or cut off/);
    });

    async function plainJpeg(): Promise<Uint8Array<ArrayBuffer>> {
      return new Uint8Array(await grey().jpeg({ quality: 95 }).toBuffer());
    }
  });

  it('sees nothing in an empty picture, and works on nothing where there is no frame', async () => {
    const empty = createScene();
    const sighting = await reader.detectNewest(() => ({
      width: 640,
      height: 480,
      rotation: 0,
      data: toI420(empty),
    }));
    expect(sighting).toEqual({ width: 640, height: 480, predictions: [] });
    expect(await reader.detectNewest(() => null)).toBeNull();
  });

  it('names by symbology or all alike, and cuts the box to the picture', () => {
    const corners = [
      { x: -10, y: 5 },
      { x: 30, y: 5 },
      { x: 30, y: 5 },
      { x: -10, y: 5 },
    ];
    const line = { text: '4006381333931', isQr: false, corners };
    const prediction = toPrediction(line, { width: 100, height: 50 }, bySymbology);
    expect(prediction).toMatchObject({ x: 15, y: 5, width: 30, height: 1, class: 'barcode', class_id: 1 });
    const hosted = toPrediction({ ...line, isQr: true }, { width: 100, height: 50 }, allBarcodes);
    expect(hosted).toMatchObject({ class: 'barcode', class_id: 0, data: '4006381333931' });
  });
});
