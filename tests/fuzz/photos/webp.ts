/** WebPs whose chunks lie: RFC 9649, 2; VP8's frame header is RFC 6386, 9.1, VP8L's RFC 9649, 3.4. */
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import {
  ascii,
  type Change,
  inserted,
  joined,
  noise,
  oddFiles,
  overwritten,
  replaced,
  shuffled,
  side,
  u24le,
  u32le,
} from './bytes';
import { tiff } from './exif';

type Chunk = { type: string; content: Uint8Array; length?: number | undefined };

function chunksOf(file: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = 12; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    const type = String.fromCharCode(...file.subarray(at, at + 4));
    chunks.push({ type, content: file.slice(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function fileOf(chunks: Chunk[], claimed: number | null): Uint8Array {
  const parts = chunks.map(({ type, content, length }) =>
    joined([ascii(type), u32le(length ?? content.length), content, new Uint8Array(content.length % 2)]),
  );
  const body = joined([ascii('WEBP'), ...parts]);
  return joined([ascii('RIFF'), u32le(claimed ?? body.length), body]);
}

const is =
  (...types: string[]) =>
  (chunk: Chunk) =>
    types.includes(chunk.type);

const over =
  (at: number, bytes: Uint8Array) =>
  (chunk: Chunk): Chunk => ({ ...chunk, content: overwritten(chunk.content, at, bytes) });

const sides = fc.tuple(side, side);
/** Two sides of 14 bits after a frame tag and a start code. */
const lossySize = sides.map(([width, height]) =>
  over(6, Uint8Array.of(width, width >> 8, height, height >> 8)),
);
/** Two sides less one, of 14 bits each, after a signature byte. */
const losslessSize = sides.map(([width, height]) =>
  over(1, u32le((width & 0x3fff) + (height & 0x3fff) * 2 ** 14)),
);
const canvas = fc
  .tuple(fc.nat(255), side, side)
  .map(([flags, width, height]) => joined([Uint8Array.of(flags, 0, 0, 0), u24le(width), u24le(height)]));
const otherCanvas = canvas.map((bytes) => over(0, bytes));
const misled = later(
  fc.constantFrom(0, 1, 1000, 2 ** 31, 2 ** 32 - 1),
  (length, chunk: Chunk): Chunk => ({ ...chunk, length }),
);

const extra: fc.Arbitrary<Chunk> = fc
  .oneof(
    fc.tuple(fc.constant('VP8X'), canvas),
    fc.tuple(fc.constant('EXIF'), tiff),
    fc.tuple(
      fc.constantFrom('ALPH', 'ICCP', 'XMP ', 'ANIM', 'ANMF', 'VP8 ', 'VP8L', 'abcd', '\0\0\0\0'),
      noise(300),
    ),
  )
  .map(([type, content]) => ({ type, content }));

const change: fc.Arbitrary<Change<Chunk>> = fc.oneof(
  { weight: 3, arbitrary: replaced(is('VP8 '), lossySize) },
  { weight: 3, arbitrary: replaced(is('VP8L'), losslessSize) },
  { weight: 3, arbitrary: replaced(is('VP8X'), otherCanvas) },
  { weight: 3, arbitrary: inserted(extra) },
  { weight: 2, arbitrary: shuffled<Chunk>() },
  { weight: 1, arbitrary: replaced(is('VP8 ', 'VP8L', 'VP8X', 'ALPH'), misled) },
);

/** With the length that the file says it has, or another. */
const together = fc
  .option(fc.constantFrom(0, 4, 2 ** 31, 2 ** 32 - 1), { freq: 6 })
  .map((length) => (chunks: Chunk[]) => fileOf(chunks, length));

export function oddWebps(good: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return oddFiles(good, chunksOf, change, together);
}
