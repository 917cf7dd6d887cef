import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { isWebp, readPhotoHeader } from './photo-header';
import { UnreadablePhoto } from './types';

const u16 = (value: number) => [value >> 8, value & 255];

function exif(orientation: number, little: boolean): number[] {
  const short = (value: number) => (little ? u16(value).reverse() : u16(value));
  const long = (value: number) => (little ? [...short(value), 0, 0] : [0, 0, ...short(value)]);
  const entry = [...short(0x0112), ...short(3), ...long(1), ...short(orientation), 0, 0];
  const tiff = [...(little ? [0x49, 0x49] : [0x4d, 0x4d]), ...short(42), ...long(8), ...short(1), ...entry];
  return [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
}

function segment(marker: number, body: number[]): number[] {
  return [0xff, marker, ...u16(body.length + 2), ...body];
}

function jpeg(width: number, height: number, before: number[] = [], sof = 0xc0): Uint8Array {
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1]),
    ...before,
    ...segment(0xc4, [0, 1, 2]),
    ...segment(sof, [8, ...u16(height), ...u16(width), 3]),
  ]);
}

describe('readPhotoHeader', () => {
  it('reads a PNG', async () => {
    const png = await QRCode.toBuffer('hello', { width: 300 });
    expect(readPhotoHeader(png)).toMatchObject({ width: 300, height: 300, orientation: { rotation: 0 } });
  });

  it('reads a JPEG, baseline and progressive', () => {
    expect(readPhotoHeader(jpeg(640, 480))).toMatchObject({ width: 640, height: 480 });
    expect(readPhotoHeader(jpeg(4032, 3024, [], 0xc2))).toMatchObject({ width: 4032, height: 3024 });
  });

  it.each([
    [1, 0, false],
    [2, 0, true],
    [3, 180, false],
    [4, 180, true],
    [5, 270, true],
    [6, 90, false],
    [7, 90, true],
    [8, 270, false],
    [99, 0, false],
  ])('reads EXIF orientation %i in both byte orders', (value, rotation, mirrored) => {
    for (const little of [true, false]) {
      const photo = jpeg(640, 480, segment(0xe1, exif(value, little)));
      expect(readPhotoHeader(photo).orientation).toEqual({ rotation, mirrored });
    }
  });

  it('refuses what claims to be huge, what is empty, and other formats', () => {
    expect(() => readPhotoHeader(jpeg(20_000, 20_000))).toThrow(/megapixels/);
    expect(() => readPhotoHeader(jpeg(0, 10))).toThrow(UnreadablePhoto);
    expect(() => readPhotoHeader(new TextEncoder().encode('GIF89a......'))).toThrow(/JPEG, PNG nor WebP/);
  });

  it('knows a WebP by its first bytes', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(isWebp(bytes('RIFF\x01\x02\x03\x04WEBPVP8 '))).toBe(true);
    for (const other of ['', 'RIFF', 'RIFF....WAVE', 'JUNK....WEBP'])
      expect(isWebp(bytes(other))).toBe(false);
  });

  it('never does anything worse than refuse', () => {
    const photo = jpeg(640, 480, segment(0xe1, exif(6, true)));
    const damaged = fc
      .tuple(
        fc.nat(photo.length),
        fc.array(fc.tuple(fc.nat(photo.length - 1), fc.nat(255)), { maxLength: 4 }),
      )
      .map(([length, edits]) => {
        const copy = photo.slice();
        for (const [at, value] of edits) copy[at] = value;
        return copy.slice(0, length);
      });
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          expect(readPhotoHeader(bytes).width).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadablePhoto);
        }
      }),
    );
  });
});
