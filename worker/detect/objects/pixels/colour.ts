/** Colour conversion by colour.wasm: see colour.c, from which `npm run build:pixels` makes it. */
import { readFileSync } from 'node:fs';
import type { Letterbox } from '../letterbox';
import type { Scaled } from './scale';

const PAGE_BYTES = 65_536;
/** What C's null pointer would point to stays free. */
const FIRST_BYTE = 1024;

type Colour = (...numbers: [y: number, u: number, v: number, ...sizes: number[]]) => void;

let code: WebAssembly.Module | undefined;

export type Planes = { y: Scaled; u: Scaled; v: Scaled };

export type Painter = {
  /** Three planes of floats, R G B from 0 to 1, each `width × height` of the letterbox. It lives as long as the painter. */
  target: Float32Array<ArrayBuffer>;
  /** Lays samples of `innerWidth × innerHeight` into the target and leaves the border alone. */
  paint(planes: Planes): void;
};

/** @param border what the target is filled with, 0 to 1. */
export function openPainter(letterbox: Letterbox, border: number): Painter {
  const { width, height, left, top, innerWidth, innerHeight } = letterbox;
  const area = width * height;
  const inner = innerWidth * innerHeight;
  const samplesAt = FIRST_BYTE + 12 * area;
  const pages = Math.ceil((samplesAt + 3 * inner) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const target = new Float32Array(memory.buffer, FIRST_BYTE, 3 * area).fill(border);
  const samples = new Uint8Array(memory.buffer, samplesAt, 3 * inner);
  const colour = load(memory);
  const start = FIRST_BYTE + 4 * (top * width + left);
  return {
    target,
    paint({ y, u, v }) {
      for (const [index, { data, offset }] of [y, u, v].entries())
        samples.set(data.subarray(offset, offset + inner), index * inner);
      const [yAt, uAt, vAt] = [samplesAt, samplesAt + inner, samplesAt + 2 * inner];
      colour(yAt, uAt, vAt, innerWidth, innerHeight, start, width, area);
    },
  };
}

function load(memory: WebAssembly.Memory): Colour {
  code ??= new WebAssembly.Module(readFileSync(new URL('./colour.wasm', import.meta.url)));
  return new WebAssembly.Instance(code, { env: { memory } }).exports.colour as Colour;
}
