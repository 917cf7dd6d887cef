/**
 * Surroundings of several colours, by a few of them: Lloyd's k-means,
 * https://doi.org/10.1109/TIT.1982.1056489
 */
import { CHANNELS } from '../../crop';
import type { Patch } from './patch';

/** Lit and shaded paper, the table under it, a hand: more would take in the thing's own colours. */
const COLOURS = 5;
const ROUNDS = 6;
const MOST_SAMPLES = 2000;

type Colour = [number, number, number];

/**
 * @param ring pixels of the surroundings @returns for each pixel of the patch, its distance from the nearest
 * of their colours
 */
export function fitPalette({ colours, width, height }: Patch, ring: number[]): Float32Array {
  const step = Math.max(1, Math.floor(ring.length / MOST_SAMPLES));
  const samples = ring.filter((_, index) => index % step === 0).map((pixel) => colourAt(colours, pixel));
  let palette = apart(samples);
  for (let round = 0; round < ROUNDS; round += 1) palette = settle(palette, samples);
  const distance = new Float32Array(width * height);
  for (let pixel = 0; pixel < distance.length; pixel += 1) {
    distance[pixel] = Math.sqrt(nearest(palette, colourAt(colours, pixel)).square);
  }
  return distance;
}

function colourAt(colours: Float32Array, pixel: number): Colour {
  const at = pixel * CHANNELS;
  return [colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0];
}

/**
 * To begin with, colours far from each other, the same ones on every run: each the one farthest from those
 * before.
 */
function apart(samples: Colour[]): Colour[] {
  const palette = samples.slice(0, 1);
  while (palette.length > 0 && palette.length < COLOURS) {
    let [farthest, most] = [samples[0], 0];
    for (const sample of samples) {
      const { square } = nearest(palette, sample);
      if (square > most) [farthest, most] = [sample, square];
    }
    if (!farthest || most === 0) break;
    palette.push(farthest);
  }
  return palette;
}

function settle(palette: Colour[], samples: Colour[]): Colour[] {
  const sums = palette.map(() => [0, 0, 0, 0]);
  for (const sample of samples) {
    const sum = sums[nearest(palette, sample).index] ?? [];
    for (const [channel, value] of [...sample, 1].entries()) sum[channel] = (sum[channel] ?? 0) + value;
  }
  return palette.map((colour, index) => {
    const [red = 0, green = 0, blue = 0, pixels = 0] = sums[index] ?? [];
    return pixels > 0 ? [red / pixels, green / pixels, blue / pixels] : colour;
  });
}

function nearest(palette: Colour[], [red, green, blue]: Colour): { index: number; square: number } {
  let [index, square] = [0, Number.POSITIVE_INFINITY];
  for (const [each, [r, g, b]] of palette.entries()) {
    const off = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (off < square) [index, square] = [each, off];
  }
  return { index, square };
}
