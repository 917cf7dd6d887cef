/** PNGs whose chunks lie: PNG, third edition, 5 and 11. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import { PNG_SIGNATURE, type PngChunk, pngChunk } from '../../../kit/photos/bytes';
import {
  ascii,
  type Change,
  inserted,
  joined,
  noise,
  oddFiles,
  replaced,
  shuffled,
  side,
  u32,
} from './bytes';
import { tiff } from './exif';

function chunksOf(file: Uint8Array): PngChunk[] {
  const chunks: PngChunk[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = PNG_SIGNATURE.length; at < file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ type, content: file.slice(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function fileOf(chunks: PngChunk[]): Uint8Array {
  return joined([PNG_SIGNATURE, ...chunks.map(pngChunk)]);
}

const is = (type: string) => (chunk: PngChunk) => chunk.type === type;

const otherHeader = fc
  .record(
    {
      width: side,
      height: side,
      depth: fc.constantFrom(0, 1, 2, 4, 8, 16, 255),
      colour: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 255),
      method: fc.constantFrom(0, 1, 255),
      filter: fc.constantFrom(0, 1, 64),
      interlace: fc.constantFrom(0, 1, 2),
    },
    { requiredKeys: [] },
  )
  .map(({ width, height, ...bytes }) => (chunk: PngChunk): PngChunk => {
    const content = chunk.content.slice();
    if (content.length < 13) return chunk;
    if (width !== undefined) content.set(u32(width), 0);
    if (height !== undefined) content.set(u32(height), 4);
    for (const [at, name] of (['depth', 'colour', 'method', 'filter', 'interlace'] as const).entries())
      if (bytes[name] !== undefined) content[8 + at] = bytes[name];
    return { ...chunk, content };
  });

const misled = later(
  fc.record(
    { length: fc.constantFrom(0, 1, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1), crc: fc.constantFrom(0, 1) },
    { requiredKeys: [] },
  ),
  (wrong, chunk: PngChunk): PngChunk => ({ ...chunk, ...wrong }),
);

/** Zeros that take a thousandth of their room. */
const bomb = (megabytes: number) => new Uint8Array(deflateSync(Buffer.alloc(megabytes << 20), { level: 9 }));
const BOMBS = [bomb(1), bomb(30)];
const packed = fc.oneof(
  fc.constantFrom(...BOMBS),
  noise(100),
  noise(2000).map((bytes) => new Uint8Array(deflateSync(bytes))),
);
const named = (prefix: string) => packed.map((bytes) => joined([ascii(prefix), bytes]));
const otherPixels = later(packed, (content, chunk: PngChunk): PngChunk => ({ ...chunk, content }));

const extra: fc.Arbitrary<PngChunk> = fc
  .tuple(
    fc.oneof(
      fc.tuple(
        fc.constantFrom(
          'PLTE',
          'tRNS',
          'gAMA',
          'cHRM',
          'sBIT',
          'bKGD',
          'hIST',
          'pHYs',
          'CgBI',
          'acTL',
          'fcTL',
          'fdAT',
          'abcd',
          'ABCD',
        ),
        noise(900),
      ),
      fc.tuple(fc.constant('iCCP'), named('sRGB\0\0')),
      fc.tuple(fc.constant('zTXt'), named('Comment\0\0')),
      fc.tuple(fc.constant('iTXt'), named('Comment\0\x01\0\0\0')),
      fc.tuple(fc.constantFrom('eXIf', 'eXIf', 'IEND', 'IDAT', 'IHDR'), tiff),
      fc.tuple(
        fc.constant('IHDR'),
        fc
          .tuple(side, side)
          .map(([width, height]) => joined([u32(width), u32(height), Uint8Array.of(8, 2, 0, 0, 0)])),
      ),
    ),
    fc.option(fc.constantFrom(0, 1, 70_000, 2 ** 31), { freq: 6, nil: undefined }),
    fc.option(fc.constant(7), { freq: 6, nil: undefined }),
  )
  .map(([[type, content], length, crc]) => ({ type, content, length, crc }));

/** A first chunk that is none of the standard's: readers that count bytes take it for the picture's. */
const before: fc.Arbitrary<Change<PngChunk>> = later(
  fc.tuple(fc.constantFrom('CgBI', 'tEXt', 'IHDR'), fc.tuple(side, side)),
  ([type, [width, height]], chunks) =>
    void chunks.unshift({ type, content: joined([u32(width), u32(height), new Uint8Array(5)]) }),
);

const change: fc.Arbitrary<Change<PngChunk>> = fc.oneof(
  { weight: 5, arbitrary: replaced(is('IHDR'), otherHeader) },
  { weight: 4, arbitrary: inserted(extra) },
  { weight: 2, arbitrary: shuffled<PngChunk>() },
  { weight: 1, arbitrary: before },
  { weight: 1, arbitrary: replaced(is('IHDR'), misled) },
  { weight: 1, arbitrary: replaced(is('IDAT'), misled) },
  { weight: 1, arbitrary: replaced(is('IDAT'), otherPixels) },
);

export function oddPngs(good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return oddFiles(good, chunksOf, change, fc.constant(fileOf));
}
