import { describe, expect, it } from 'vitest';
import { isPicture } from './header';

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
});
