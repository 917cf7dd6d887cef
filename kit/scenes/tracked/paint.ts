/** Paints the tracked scenes' frames in grey, at the size that a tracker looks at. */
import { createRandom } from '../../figures/random';
import { FRAME, type TrackedScene, type View } from './scenes';
import type { Sprite } from './sprites';

type Plane = { width: number; height: number; luma: Uint8Array };
const MIDDLE: View = { x: 640, y: 480, zoom: 1 };
/** The background's own size: twice the frame, so that a camera may pan. */
const GROUND = { width: 1280, height: 960 };

/** @param photo luma of `GROUND`'s size, where the scene lies on one */
export function painter(scene: TrackedScene, width: number, height: number, photo: Uint8Array | null) {
  const random = createRandom(scene.name.length);
  const grain = Float32Array.from({ length: 65_536 }, () => random.normal());
  const ground = groundOf(scene, photo);
  return (seconds: number): Plane => {
    const luma = paintGround(ground, scene.viewAt?.(seconds) ?? MIDDLE, width, height);
    for (const { sprite, boxAt } of scene.movers) paintSprite(luma, width, height, sprite, boxAt(seconds));
    const noise = scene.noise ?? 1.5;
    const start = random.whole(grain.length);
    for (let at = 0; at < luma.length; at += 1)
      luma[at] = (luma[at] as number) + noise * (grain[(start + at * 7) & 65_535] as number);
    return {
      width,
      height,
      luma: Uint8Array.from(luma, (value) => Math.min(255, Math.max(0, Math.round(value)))),
    };
  };
}

/** Painting is most of a run's work: each frame once, for all who look. */
export function remembering(paint: ReturnType<typeof painter>): typeof paint {
  const painted = new Map<number, ReturnType<typeof paint>>();
  return (seconds) => {
    const known = painted.get(seconds) ?? paint(seconds);
    painted.set(seconds, known);
    return known;
  };
}

function groundOf({ background }: TrackedScene, photo: Uint8Array | null): Uint8Array {
  if (photo) return photo;
  const ground = new Uint8Array(GROUND.width * GROUND.height).fill(125);
  if (background !== 'checks') return ground;
  for (let y = 0, at = 0; y < GROUND.height; y += 1)
    for (let x = 0; x < GROUND.width; x += 1, at += 1)
      ground[at] = 110 + (((x >> 5) + (y >> 5)) & 1) * 12 + Math.floor((x * 30) / GROUND.width);
  return ground;
}

/** Each px is the mean of four samples. */
function paintGround(ground: Uint8Array, { x, y, zoom }: View, width: number, height: number): Float32Array {
  const luma = new Float32Array(width * height);
  const px = FRAME.width / width / zoom;
  const [left, top] = [x - (width / 2) * px, y - (height / 2) * px];
  for (let row = 0, at = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1, at += 1) {
      let sum = 0;
      for (let part = 0; part < 4; part += 1)
        sum += sampleOf(
          ground,
          left + (column + 0.25 + (part & 1) / 2) * px,
          top + (row + 0.25 + (part >> 1) / 2) * px,
        );
      luma[at] = sum / 4;
    }
  return luma;
}

function sampleOf(ground: Uint8Array, x: number, y: number): number {
  const [u, v] = [
    Math.min(GROUND.width - 1.01, Math.max(0, x - 0.5)),
    Math.min(GROUND.height - 1.01, Math.max(0, y - 0.5)),
  ];
  const [x0, y0] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [u - x0, v - y0];
  const at = y0 * GROUND.width + x0;
  const upper = (ground[at] as number) * (1 - fx) + (ground[at + 1] as number) * fx;
  const lower =
    (ground[at + GROUND.width] as number) * (1 - fx) + (ground[at + GROUND.width + 1] as number) * fx;
  return upper * (1 - fy) + lower * fy;
}

function paintSprite(
  luma: Float32Array,
  width: number,
  height: number,
  sprite: Sprite,
  box: { x: number; y: number; width: number; height: number },
): void {
  const px = FRAME.width / width;
  const clampX = (value: number) => Math.min(width, Math.max(0, value));
  const clampY = (value: number) => Math.min(height, Math.max(0, value));
  const [left, right] = [clampX(Math.floor(box.x / px)), clampX(Math.ceil((box.x + box.width) / px))];
  const [top, bottom] = [clampY(Math.floor(box.y / px)), clampY(Math.ceil((box.y + box.height) / px))];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      let [cover, grey] = [0, 0];
      for (let part = 0; part < 16; part += 1) {
        const u = ((x + 0.125 + (part & 3) / 4) * px - box.x) / box.width - 0.5;
        const v = ((y + 0.125 + (part >> 2) / 4) * px - box.y) / box.height - 0.5;
        const one = sprite(u, v);
        cover += one.cover;
        grey += one.cover * one.grey;
      }
      const at = y * width + x;
      luma[at] = (luma[at] as number) * (1 - cover / 16) + grey / 16;
    }
}
