import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isHeic, isPicture } from './header';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('the first bytes of a file', () => {
  it.each([
    '\xff\xd8\xff\xe1\x00\x10Exif..',
    '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
    'RIFF\x10\0\0\0WEBPVP8 ',
    '\0\0\0\x18ftypheic\0\0',
    '\0\0\0\x18ftypmif1\0\0',
    '\0\0\0\x20ftypavif\0\0',
  ])('%j are those of a picture', (text) => {
    expect(isPicture(bytes(text))).toBe(true);
  });

  it.each([
    '',
    '\xff\xd8',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '\0\0\0\x18ftypmp42\0\0',
    'RIFF\x10\0\0\0WAVE',
    'GIF89a',
    '%PDF-1.7',
  ])('%j are not', (text) => {
    expect(isPicture(bytes(text))).toBe(false);
  });

  it('tell HEIC from AVIF, whichever brand stands first', () => {
    expect(isHeic(readFileSync('kit/photos/heic/still.heic'))).toBe(true);
    expect(isHeic(bytes('\0\0\0\x18ftypmif1\0\0\0\0mif1heic'))).toBe(true);
    expect(isHeic(bytes('\0\0\0\x1cftypavif\0\0\0\0mif1miaf'))).toBe(false);
    expect(isHeic(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'))).toBe(false);
    for (const text of ['', '\0\0\0\x18ftyp', '\xff\xd8\xff\xe1\x00\x10Exif..'])
      expect(isHeic(bytes(text)), text).toBe(false);
  });
});
