import { expect, it } from 'vitest';
import { detectAccurately } from './accurate';
import { outlineLikeness } from './testing/likeness';
import { renderScene, type Sign } from './testing/scene';
import { scriptedOn } from './testing/scripted';

const LIGHT = {
  paper: [230, 228, 220] as [number, number, number],
  fallX: 0.3,
  fallY: 0.2,
  corners: 0.2,
  noise: 3,
  blur: 1.5,
};
const INK: [number, number, number] = [30, 30, 40];

it('finds small signs in a large photo and outlines each, in px of the photo', async () => {
  const signs = Array.from({ length: 6 }, (_, index): Sign => {
    const [column, row] = [index % 3, Math.floor(index / 3)];
    const name = index % 2 ? 'star' : 'heart';
    const [x, y] = [170 + column * 330, 190 + row * 370];
    return { name, x, y, size: 44, angle: 0.1 * index, filled: index > 3, stroke: 3, ink: INK };
  });
  const scene = renderScene({ width: 1000, height: 750 }, LIGHT, signs);
  const found = await detectAccurately(scene.picture, scriptedOn(scene));
  expect(found).toHaveLength(6);
  for (const sign of scene.signs) {
    const match = found.find((box) => Math.hypot(box.x - sign.box.x, box.y - sign.box.y) < 5);
    expect(outlineLikeness(match!.points, sign)).toBeGreaterThan(0.9);
    expect(match!.class).toBe(sign.name);
  }
}, 60_000);

it('has an answer for an empty photo', async () => {
  const scene = renderScene({ width: 700, height: 500 }, LIGHT, []);
  expect(await detectAccurately(scene.picture, scriptedOn(scene))).toEqual([]);
}, 60_000);
