/**
 * How far each pixel's colour is from that of the surroundings, and how far the surroundings differ from
 * themselves.
 */
import { CHANNELS } from '../../crop';
import { fitLight } from './light';
import { fitPalette } from './palette';
import type { Patch } from './patch';
import { median, quantile } from './statistics';

export type Strangeness = {
  /** For each pixel of the patch: levels of 255, over three channels. */
  distance: Float32Array;
  /** Distances up to this are the surroundings' own noise. */
  floor: number;
};

/** Levels; a pencil's line on paper is some 40 off, JPEG's ringing some 5. */
const LEAST_FLOOR = 9;
/** Robust sigmas. */
const FAR = 4;
/** So much of the surroundings must be one evenly lit colour to be taken for paper. */
const EVEN = 0.7;
const LEAST_RING = 24;
/** What is farther off than this share of the surroundings is none of them. */
const NOT_OWN = 0.95;
/** Enough for a quantile; sorting more only takes time. */
const MOST_SAMPLES = 3000;

/**
 * Paper (a wall, a table) is one colour under light that changes slowly, so its colour is known at every
 * pixel and the distance from it is exact. Surroundings of several colours are only known as a palette.
 * @returns null where nothing of the surroundings is in the picture
 */
export function strangenessOf(patch: Patch): Strangeness | null {
  const ring = ringOf(patch);
  if (ring.length < LEAST_RING) return null;
  const lit = judge(distanceFrom(patch, fitLight(patch, ring)), ring);
  const within = ring.filter((pixel) => (lit.distance[pixel] ?? 0) <= lit.floor).length;
  if (within >= EVEN * ring.length) return lit;
  const distance = fitPalette(patch, ring);
  return { distance, floor: Math.max(LEAST_FLOOR, quantile(distancesAt(distance, ring), NOT_OWN)) };
}

/** Pixels outside the box. */
function ringOf({ width, height, box }: Patch): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = x + 0.5 > box.left && x + 0.5 < box.right && y + 0.5 > box.top && y + 0.5 < box.bottom;
      if (!inside) pixels.push(y * width + x);
    }
  return pixels;
}

function distanceFrom({ colours, width, height }: Patch, expected: Float32Array): Float32Array {
  const distance = new Float32Array(width * height);
  for (let pixel = 0; pixel < distance.length; pixel += 1) {
    const at = pixel * CHANNELS;
    const red = (colours[at] ?? 0) - (expected[at] ?? 0);
    const green = (colours[at + 1] ?? 0) - (expected[at + 1] ?? 0);
    const blue = (colours[at + 2] ?? 0) - (expected[at + 2] ?? 0);
    distance[pixel] = Math.sqrt(red * red + green * green + blue * blue);
  }
  return distance;
}

function judge(distance: Float32Array, ring: number[]): Strangeness {
  const own = distancesAt(distance, ring);
  const middle = median(own);
  const spread = 1.4826 * median(own.map((value) => Math.abs(value - middle)));
  return { distance, floor: Math.max(LEAST_FLOOR, middle + FAR * spread) };
}

function distancesAt(distance: Float32Array, ring: number[]): number[] {
  const step = Math.max(1, Math.floor(ring.length / MOST_SAMPLES));
  const values: number[] = [];
  for (let index = 0; index < ring.length; index += step) values.push(distance[ring[index] ?? 0] ?? 0);
  return values;
}
