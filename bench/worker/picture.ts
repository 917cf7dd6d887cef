/** What the benchmarks' cameras film: a textured wall, and codes that wander over it. */
import { createRandom } from '../../kit/figures/random';
import { createScene, drawQr, type Scene, toI420 } from '../../worker/testing/scene';

const FRAMES = 40;

/** Seconds of I420 pictures, to be looped: drawing while measuring would cost the machine its time. */
export function drawLoop(width = 640, height = 480): Uint8Array[] {
  return Array.from({ length: FRAMES }, (_, index) => toI420(drawOne(width, height, index)));
}

function drawOne(width: number, height: number, index: number): Scene {
  const scene = createScene(width, height);
  roughen(scene);
  const along = Math.abs(FRAMES / 2 - index);
  drawQr(scene, 'SIGHTLINE', 60 + along * 8, 60, 5);
  drawQr(scene, 'https://example.com/wall', Math.floor(width * 0.6), 150 + along * 4, 4);
  return scene;
}

/** The same texture in each picture: noise of its own in each would be all that the encoder has time for. */
function roughen({ luma }: Scene): void {
  const { next } = createRandom(1);
  for (let at = 0; at < luma.length; at += 1) luma[at] = (luma[at] ?? 0) + Math.round(next() * 16);
}
