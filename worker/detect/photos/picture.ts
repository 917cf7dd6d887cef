/** Photos from files: decoded, upright, RGB. */

import type { Picture } from '../boxes';
import { NO_PHOTO, UnreadablePhoto } from '../types';
import { isPhoto } from './photo-format';

/** 40 megapixels decoded are 120 MB; phones that claim more send binned photos of 12. */
const MAX_PIXELS = 40_000_000;
/** A progressive JPEG may go over all of them a hundred times; an honest photo takes a second. */
const DECODE_LIMIT_S = 20;

/**
 * @see ReadPicture. Animated WebP gives its first picture, transparency lies on white. @throws
 * UnreadablePhoto
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  if (!isPhoto(bytes)) throw new UnreadablePhoto(NO_PHOTO);
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .timeout({ seconds: DECODE_LIMIT_S })
      .rotate()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data: toRgb(data, info.channels), width: info.width, height: info.height };
  } catch (error) {
    throw new UnreadablePhoto(inWords(error));
  }
}

async function loadSharp() {
  // Imported late: threads that see camera frames alone never need it.
  const { default: sharp } = await import('sharp');
  // The thread decodes one photo at a time; a cache of past ones would only hold memory.
  sharp.cache(false);
  return sharp;
}

/** A grey photo stays at one channel through the conversion above. */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let at = 0; at < rgb.length; at += 1) {
    rgb[at] = data[Math.floor(at / 3) * channels + (channels < 3 ? 0 : at % 3)] as number;
  }
  return rgb;
}

/** The decoder's own words quote file contents and its internals. */
function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (/pixel limit/i.test(text))
    return `The photo is too large: send at most ${MAX_PIXELS / 1e6} megapixels.`;
  if (/^timeout/i.test(text))
    return 'The photo takes too long to decode: send a smaller one, or save it anew.';
  return 'The photo cannot be decoded: it is damaged or cut off.';
}
