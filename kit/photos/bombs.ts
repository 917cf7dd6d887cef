/** Photos that are small as files and claim to be, or are, far larger as pictures. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { ascii, PNG_SIGNATURE, pngChunk, u16, u32 } from './bytes';

type PngHeader = { width: number; height: number; depth?: 8 | 16; colour?: 0 | 2 | 6 };
const SAMPLES = { 0: 1, 2: 3, 6: 4 };

/** Black. @param rows that are there @param before chunks between the signature and the header */
export function png(header: PngHeader, rows = header.height, before: Uint8Array[] = []): Buffer {
  const { width, height, depth = 8, colour = 2 } = header;
  const row = Buffer.alloc(1 + (width * SAMPLES[colour] * depth) / 8);
  return Buffer.concat([
    PNG_SIGNATURE,
    ...before,
    pngChunk({
      type: 'IHDR',
      content: Buffer.concat([u32(width), u32(height), Buffer.from([depth, colour, 0, 0, 0])]),
    }),
    pngChunk({ type: 'IDAT', content: deflateSync(Buffer.alloc(row.length * rows), { level: 1 }) }),
    pngChunk({ type: 'IEND', content: Buffer.alloc(0) }),
  ]);
}

const black = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#000' } });

/** Where the first marker of that kind stands. */
function markerAt(jpeg: Buffer, ...codes: number[]): number {
  return Math.min(...codes.map((code) => jpeg.indexOf(Buffer.from([0xff, code]))).filter((at) => at > 0));
}
const frameAt = (jpeg: Buffer) => markerAt(jpeg, 0xc0, 0xc2);

function withFrameSize(jpeg: Buffer, side: number): Buffer {
  const copy = Buffer.from(jpeg);
  copy.set(Buffer.concat([u16(side), u16(side)]), frameAt(jpeg) + 5);
  return copy;
}

/** Its frame header twice: first or last, the other says 65,500 × 65,500. */
function withTwoFrames(jpeg: Buffer, isLieFirst: boolean): Buffer {
  const at = frameAt(jpeg);
  const end = at + 2 + jpeg.readUInt16BE(at + 2);
  const truth = jpeg.subarray(at, end);
  const lie = withFrameSize(jpeg, 65_500).subarray(at, end);
  const both = isLieFirst ? [lie, truth] : [truth, lie];
  return Buffer.concat([jpeg.subarray(0, at), ...both, jpeg.subarray(end)]);
}

function withManyScans(jpeg: Buffer, times: number): Buffer {
  const last = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = jpeg.subarray(last, jpeg.length - 2);
  return Buffer.concat([jpeg.subarray(0, -2), ...Array<Buffer>(times).fill(scan), jpeg.subarray(-2)]);
}

/** RFC 9649 §2.7: a canvas of that side round what the file holds. */
function inCanvas(webp: Buffer, side: number): Buffer {
  const [low, middle, high] = [side - 1, (side - 1) >> 8, (side - 1) >> 16];
  const size = [low, middle, high, low, middle, high].map((byte) => byte & 255);
  const canvas = Buffer.concat([ascii('VP8X'), Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, ...size])]);
  const body = Buffer.concat([ascii('WEBP'), canvas, webp.subarray(12)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([ascii('RIFF'), length, body]);
}

export type Bomb = { what: string; bytes: Buffer };

/** None of these may be decoded. */
export async function falseClaims(): Promise<Bomb[]> {
  const giant = { width: 32_768, height: 32_768 };
  const text = pngChunk({ type: 'tEXt', content: ascii('a\0b') });
  const jpeg = await black(64).jpeg().toBuffer();
  const webp = await black(64).webp().toBuffer();
  const screen = Buffer.concat([ascii('GIF89a'), Buffer.from([255, 255, 255, 255, 0, 0, 0, 0x3b])]);
  return [
    { what: 'a PNG of 1024 megapixels', bytes: png(giant, 300) },
    { what: 'the same with a chunk before its header', bytes: png(giant, 300, [text]) },
    {
      what: 'the same with another header before its own',
      bytes: png(giant, 300, [png({ width: 8, height: 8 }).subarray(8, 33)]),
    },
    {
      what: 'a PNG of one row of 2^31 - 1',
      bytes: Buffer.concat([
        png({ width: 8, height: 8 }).subarray(0, 16),
        u32(2 ** 31 - 1),
        png({ width: 8, height: 8 }).subarray(20),
      ]),
    },
    { what: 'a JPEG of 4290 megapixels', bytes: withFrameSize(jpeg, 65_500) },
    { what: 'a JPEG of two frames, the false one first', bytes: withTwoFrames(jpeg, true) },
    { what: 'a JPEG of two frames, the false one last', bytes: withTwoFrames(jpeg, false) },
    { what: 'a WebP in a canvas of 268 megapixels', bytes: inCanvas(webp, 16_384) },
    { what: 'a GIF of 65,535 × 65,535', bytes: screen },
    { what: 'an AVIF', bytes: await black(64).avif().toBuffer() },
  ];
}

/** As large as photos may be, or nearly; each may be read, or refused in words. */
export async function giants(): Promise<Bomb[]> {
  const progressive = await black(3000).jpeg({ progressive: true }).toBuffer();
  return [
    { what: '40 megapixels', bytes: png({ width: 6320, height: 6320 }) },
    {
      what: '40 megapixels of 16 bits and a transparent channel',
      bytes: png({ width: 6320, height: 6320, depth: 16, colour: 6 }),
    },
    { what: '500 more scans', bytes: withManyScans(progressive, 500) },
    { what: 'four inks', bytes: await black(3000).toColourspace('cmyk').jpeg().toBuffer() },
  ];
}
