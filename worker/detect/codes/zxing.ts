/** The barcode reader itself. Runs inside a thread of the pool: one call takes tens of milliseconds. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  prepareZXingModule,
  purgeZXingModule,
  type ReaderOptions,
  type ReadResult,
  readBarcodes,
  type ZXingReaderModule,
} from 'zxing-wasm/reader';
import type { Point, Size } from '../../media/upright';
import { enlargeSharpened } from './enlarge';

/**
 * How hard to look. Medians for one 640×480 frame with three QR codes, on a 2-core virtual machine, smooth
 * and noisy background: `qr` 3 and 3 ms, `fast` 11 and 27 ms, `thorough` 14 and 48 ms.
 */
export type Effort = 'qr' | 'fast' | 'thorough';

/** One code: its text and its four corners, px of the picture as stored. */
export type Code = { text: string; isQr: boolean; corners: Point[] };

const QR = ['QRCode', 'MicroQRCode', 'RMQRCode'] as const;
const LINEAR = ['EANUPC', 'Code128', 'Code39', 'Code93', 'Codabar', 'ITF', 'DataBar'] as const;
const MATRIX = ['DataMatrix', 'Aztec', 'PDF417'] as const;

/**
 * Any number of codes beyond this is noise to a person with a phone, and would let one picture hold the
 * thread.
 */
const MAX_CODES = 32;

/**
 * 'Plain' because the text is compared and shown as it was written; the default wraps GS1 parts in brackets.
 */
const COMMON: ReaderOptions = { maxNumberOfSymbols: MAX_CODES, textMode: 'Plain' };

/**
 * `tryHarder` decides how many rows and turns are tried: without it half of the tilted linear codes and Data
 * Matrix codes are missed; with it DataMatrix, Aztec and PDF417 cost 27 ms against 8, so `fast` spares those
 * three.
 */
const PASSES: Record<Effort, ReaderOptions[]> = {
  qr: [{ ...COMMON, formats: [...QR], tryHarder: true }],
  fast: [
    { ...COMMON, formats: [...QR, ...LINEAR], tryHarder: true },
    { ...COMMON, formats: [...MATRIX], tryHarder: false },
  ],
  thorough: [{ ...COMMON, formats: [...QR, ...LINEAR, ...MATRIX], tryHarder: true }],
};

/**
 * A second look at a frame in which `thorough` saw nothing, enlarged and sharpened (some 20 ms, and twice the
 * time of a first look). With modules of 3 px, 1 to 1.5 px of blur and noise of 10 to 15 levels, the first
 * look reads two codes in three, and one EAN-13 in four; both together 0.97 (bench/codes.ts). Its pictures of
 * half the size, not a third as by default, are what Data Matrix and PDF417 need.
 */
const SECOND_LOOK: ReaderOptions = {
  ...COMMON,
  formats: [...QR, ...LINEAR, ...MATRIX],
  tryHarder: true,
  downscaleFactor: 2,
};
/**
 * A larger frame shows the same code in more pixels, and four times its size would hold the thread for long.
 */
const SECOND_LOOK_PIXELS = 1280 * 720;

/**
 * WebAssembly's memory grows and never shrinks: one photo of 40 megapixels would hold 100 MB for as long as
 * the thread lives. A reader that has grown beyond this makes way for a new one; no live frame takes it so
 * far, and making one takes some 30 ms.
 */
const MOST_KEPT_BYTES = 64 * 1024 * 1024;

/** Its types leave out what it has from Emscripten. */
let reader: (ZXingReaderModule & { HEAPU8?: Uint8Array }) | null = null;

/** What the reader holds now, bytes. */
export function readerBytes(): number {
  return reader?.HEAPU8?.byteLength ?? 0;
}

/**
 * Compiles the reader from node_modules, in place of one that is there: left alone, it would fetch its
 * WebAssembly from a public CDN.
 */
export async function loadReader(): Promise<void> {
  const require = createRequire(import.meta.url);
  const bytes = await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  purgeZXingModule();
  reader = await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** Sides (px) of the picture for it: as much as takes every function once, and little time. */
const WARM_UP_SIDE = 200;

/**
 * Reads a picture of noise, in which there is no code. V8 compiles a WebAssembly function when it is first
 * called: a thread's first frame took five times as long as its fourth, in a session that waits for it.
 */
export async function warmUp(): Promise<void> {
  const noise = new Uint8Array(WARM_UP_SIDE ** 2);
  for (let at = 0, state = 1; at < noise.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    noise[at] = state >> 16;
  }
  await readLuma(noise, { width: WARM_UP_SIDE, height: WARM_UP_SIDE }, 'fast');
}

/** Reads the codes of one grey picture. */
export async function readLuma(luma: Uint8Array, size: Size, effort: Effort): Promise<Code[]> {
  const found = await readPasses(toPgm(luma, size), PASSES[effort]);
  const { width, height } = size;
  if (found.length > 0 || effort !== 'thorough' || width * height > SECOND_LOOK_PIXELS) return found;
  const enlarged = toPgm(enlargeSharpened(luma, size), { width: 2 * width, height: 2 * height });
  const seen = await readPasses(enlarged, [SECOND_LOOK]);
  return seen.map((code) => ({ ...code, corners: code.corners.map(({ x, y }) => ({ x: x / 2, y: y / 2 })) }));
}

/**
 * A PGM file, "P5", whose body is the luma plane as it is: the reader's raw input is RGBA alone, which it
 * turns back into grey byte by byte (1.3 ms more a frame, measured).
 */
function toPgm(luma: Uint8Array, { width, height }: Size): Uint8Array {
  const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`);
  const file = new Uint8Array(head.length + width * height);
  file.set(head);
  file.set(luma.subarray(0, width * height), head.length);
  return file;
}

async function readPasses(file: Uint8Array, passes: readonly ReaderOptions[]): Promise<Code[]> {
  try {
    return await readEach(file, passes);
  } finally {
    if (readerBytes() > MOST_KEPT_BYTES) await loadReader();
  }
}

async function readEach(file: Uint8Array, passes: readonly ReaderOptions[]): Promise<Code[]> {
  const found: Code[] = [];
  for (const pass of passes) {
    const results = await readBarcodes(file, pass);
    found.push(...results.map(toCode));
  }
  return found;
}

function toCode({ text, symbology, position }: ReadResult): Code {
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return { text, isQr: symbology === 'QRCode', corners: [topLeft, topRight, bottomRight, bottomLeft] };
}
