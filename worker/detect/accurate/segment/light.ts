/**
 * The colour of evenly coloured surroundings under uneven light: a curved sheet through each channel,
 * outliers left out.
 */
import { CHANNELS } from '../../crop';
import type { Patch } from './patch';
import { solve } from './solve';
import { median } from './statistics';

/** 1, u, v, u², uv, v²: light that falls off to one side, a lamp's spot and a lens's dark corners. */
const TERMS = 6;
/** Rounds of leaving out what is far from the sheet so far: other things in the ring, a shadow's edge. */
const ROUNDS = 5;
/** Robust sigmas. */
const FAR = 2.5;
/** Levels; noise-free renderings would otherwise leave out everything. */
const LEAST_SPREAD = 1.5;
/** Enough to fit 6 numbers, and it keeps the time flat. */
const MOST_SAMPLES = 500;
/** Keeps the curve flat where few samples say otherwise, beyond the samples' own side. */
const STIFFNESS = 1e-3;

/** One pixel of the surroundings: its place as terms, and its colour. */
type Sample = { terms: number[]; colour: number[] };
/** For each channel, how much of each term. */
type Sheets = number[][];

/** @param ring pixels of the surroundings @returns their colour at every pixel of the patch, R G B */
export function fitLight(patch: Patch, ring: number[]): Float32Array {
  const step = Math.max(1, Math.floor(ring.length / MOST_SAMPLES));
  const samples = ring.filter((_, index) => index % step === 0).map((pixel) => sampleAt(patch, pixel));
  let sheets = flatSheets(samples);
  for (let round = 0; round < ROUNDS; round += 1) sheets = fitSheets(nearTo(sheets, samples)) ?? sheets;
  return spread(patch, sheets);
}

function sampleAt({ width, height, colours }: Patch, pixel: number): Sample {
  const u = ((pixel % width) / width) * 2 - 1;
  const v = (Math.floor(pixel / width) / height) * 2 - 1;
  const at = pixel * CHANNELS;
  return {
    terms: [1, u, v, u * u, u * v, v * v],
    colour: [colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0],
  };
}

function flatSheets(samples: Sample[]): Sheets {
  return Array.from({ length: CHANNELS }, (_, channel) => {
    const level = median(samples.map(({ colour }) => colour[channel] ?? 0));
    return [level, 0, 0, 0, 0, 0];
  });
}

function nearTo(sheets: Sheets, samples: Sample[]): Sample[] {
  const off = samples.map(({ terms, colour }) => {
    let square = 0;
    for (const [channel, sheet] of sheets.entries())
      square += ((colour[channel] ?? 0) - dot(sheet, terms)) ** 2;
    return Math.sqrt(square);
  });
  const limit = FAR * Math.max(LEAST_SPREAD, 1.4826 * median(off));
  return samples.filter((_, index) => (off[index] ?? 0) <= limit);
}

/** Least squares; null where the samples do not say. */
function fitSheets(samples: Sample[]): Sheets | null {
  const normal = Array.from({ length: TERMS }, (_, i) =>
    Array.from({ length: TERMS }, (_, j) => {
      const stiffness = i === j && i > 2 ? STIFFNESS * samples.length : 0;
      return stiffness + total(samples, ({ terms }) => (terms[i] ?? 0) * (terms[j] ?? 0));
    }),
  );
  const sheets: Sheets = [];
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    const side = normal.map((_, i) =>
      total(samples, ({ terms, colour }) => (terms[i] ?? 0) * (colour[channel] ?? 0)),
    );
    const sheet = solve(normal, side);
    if (!sheet) return null;
    sheets.push(sheet);
  }
  return sheets;
}

function total(samples: Sample[], value: (sample: Sample) => number): number {
  let sum = 0;
  for (const sample of samples) sum += value(sample);
  return sum;
}

function dot(one: number[], other: number[]): number {
  let sum = 0;
  for (let index = 0; index < TERMS; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

function spread({ width, height }: Patch, sheets: Sheets): Float32Array {
  const expected = new Float32Array(width * height * CHANNELS);
  for (const [channel, [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]] of sheets.entries())
    for (let y = 0, at = channel; y < height; y += 1) {
      const v = (y / height) * 2 - 1;
      for (let x = 0; x < width; x += 1, at += CHANNELS) {
        const u = (x / width) * 2 - 1;
        expected[at] = a + b * u + c * v + d * u * u + e * u * v + f * v * v;
      }
    }
  return expected;
}
