import { describe, expect, it } from 'vitest';
import { painter } from '../../../kit/scenes/tracked/paint';
import { trackedScene } from '../../../kit/scenes/tracked/scenes';
import { GreyRing } from './grey';
import { Registration } from './registration';

/** The picture of some seconds, with a word for each third frame; the true origin of pts is 777 ms. */
function heard(name: string, seconds: number): number | null {
  const scene = trackedScene(name);
  const paint = painter(scene, 240, 180, null);
  const [ring, registration] = [new GreyRing(), new Registration()];
  const LATE = 9;
  for (let n = 0; n < seconds * 30; n += 1) {
    ring.push(paint(n / 30), 777 + (n * 1_000) / 30);
    const of = n - LATE;
    if (of < 0 || of % 3 > 0) continue;
    const { x, y, width, height } = scene.movers[0]!.boxAt(of / 30);
    const shrunk = { width: (width * 240) / 640, height: (height * 240) / 640 };
    const box = { x: (x * 240) / 640 + shrunk.width / 2, y: (y * 240) / 640 + shrunk.height / 2, ...shrunk };
    registration.add(ring, { identity: 1, box, ptsMs: (of * 1_000) / 30 }, 777 + 250);
  }
  return registration.originMs;
}

describe('the origin of pts, from the picture', () => {
  for (const name of ['crossing', 'turns', 'pan by hand'])
    it(`is found to half a frame: ${name}`, () => {
      expect(Math.abs((heard(name, 4) ?? 0) - 777)).toBeLessThan(17);
    });

  it('is not guessed where nothing moves', () => {
    expect(heard('still', 3)).toBeNull();
  });
});
