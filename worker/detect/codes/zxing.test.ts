import { beforeAll, expect, it } from 'vitest';
import { createScene, drawQr } from '../../testing/scene';
import { loadReader, readerBytes, readLuma } from './zxing';

const MB = 1024 * 1024;
beforeAll(loadReader);

async function textsIn(width: number, height: number, modulePx: number): Promise<string[]> {
  const scene = drawQr(createScene(width, height), 'KEPT', 60, 60, modulePx);
  const codes = await readLuma(scene.luma, scene, 'qr');
  return codes.map(({ text }) => text);
}

it('does not keep what a large photo took, and reads on', async () => {
  expect(await textsIn(640, 480, 5)).toEqual(['KEPT']);
  const beforeBytes = readerBytes();
  expect(await textsIn(6000, 4000, 40)).toEqual(['KEPT']);
  expect(readerBytes()).toBeLessThanOrEqual(beforeBytes);
  expect(await textsIn(640, 480, 5)).toEqual(['KEPT']);
}, 20_000);

it('keeps its memory between frames of any camera', async () => {
  await textsIn(1920, 1080, 8);
  const heldBytes = readerBytes();
  expect(heldBytes).toBeLessThan(64 * MB);
  expect(await textsIn(640, 480, 5)).toEqual(['KEPT']);
  expect(readerBytes()).toBe(heldBytes);
});
