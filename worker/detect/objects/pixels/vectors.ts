/** Halving and colour conversion by vectors.wasm: see vectors.c, from which `npm run build:pixels` makes it. */
import { readFileSync } from 'node:fs';
import type { Letterbox } from '../letterbox';

const PAGE_BYTES = 65_536;
/** What C's null pointer would point to stays free. */
const FIRST_BYTE = 1024;

type Code = {
  halve(plane: number, width: number, height: number): void;
  colour(y: number, u: number, v: number, ...sizes: number[]): void;
};

let code: WebAssembly.Module | undefined;

/** Samples of one channel from `offset`, each a byte after the other: the inner letterbox's, or twice as many each way for every halving they need. */
export type Samples = { data: Uint8Array; offset: number; halvings: number };
export type Channels<Each> = { y: Each; u: Each; v: Each };

export type Painter = {
  /** Three planes of floats, R G B from 0 to 1, each `width × height` of the letterbox. It lives as long as the painter. */
  target: Float32Array<ArrayBuffer>;
  /** Lays samples into the target's inside and leaves the border alone. */
  paint(channels: Channels<Samples>): void;
};

/** @param border what the target is filled with, 0 to 1. @param halvings the most that samples will need. */
export function openPainter(letterbox: Letterbox, border: number, halvings: Channels<number>): Painter {
  const { width, height, left, top, innerWidth, innerHeight } = letterbox;
  const area = width * height;
  const bytes = (times: number) => (innerWidth << times) * (innerHeight << times);
  const yAt = FIRST_BYTE + 12 * area;
  const uAt = yAt + bytes(halvings.y);
  const vAt = uAt + bytes(halvings.u);
  const pages = Math.ceil((vAt + bytes(halvings.v)) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const target = new Float32Array(memory.buffer, FIRST_BYTE, 3 * area).fill(border);
  const room = new Uint8Array(memory.buffer);
  const { halve, colour } = load(memory);
  const start = FIRST_BYTE + 4 * (top * width + left);
  const bring = ({ data, offset, halvings: times }: Samples, at: number) => {
    room.set(data.subarray(offset, offset + bytes(times)), at);
    for (let left = times; left > 0; left -= 1) halve(at, innerWidth << left, innerHeight << left);
  };
  return {
    target,
    paint({ y, u, v }) {
      bring(y, yAt);
      bring(u, uAt);
      bring(v, vAt);
      colour(yAt, uAt, vAt, innerWidth, innerHeight, start, width, area);
    },
  };
}

function load(memory: WebAssembly.Memory): Code {
  code ??= new WebAssembly.Module(readFileSync(new URL('./vectors.wasm', import.meta.url)));
  return new WebAssembly.Instance(code, { env: { memory } }).exports as Code;
}
