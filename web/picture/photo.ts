/**
 * The pictures that a workflow drew into a photo or cut out of it, as files that an `<img>` may show. Whatever
 * a worker writes, no more is decoded than a phone can hold, and nothing that could be a document.
 */
import type { Output, PictureValue, Point, Value } from '../results/kinds/model';
import { inWords } from '../results/kinds/text';
import { headerOf } from './header';

/** `corner`: where a crop was cut out, px of the photo; null for the whole. */
export type PhotoPicture = { name: string; corner: Point | null; file: Blob };

const MOST_PICTURES = 12;
/** Characters of base64, of one and of all. */
const LONGEST = 12_000_000;
const LONGEST_IN_ALL = 24_000_000;
/** A phone's largest photo; four bytes each once it is decoded. */
const MOST_PIXELS = 50_000_000;

/** In the workflow's order. What is no picture, too large, or one too many is left out. */
export function photoPictures(outputs: readonly Output[]): PhotoPicture[] {
  const pictures: PhotoPicture[] = [];
  let left = LONGEST_IN_ALL;
  for (const { name, value } of outputs.flatMap(namedPictures)) {
    const length = value.base64?.length ?? 0;
    if (pictures.length >= MOST_PICTURES || length > Math.min(LONGEST, left)) continue;
    const file = fileOf(value);
    if (!file) continue;
    left -= length;
    pictures.push({ name, corner: value.corner, file });
  }
  return pictures;
}

type Named = { name: string; value: PictureValue };

function namedPictures(output: Output): Named[] {
  const name = output.name.split('.').map(inWords).join(': ');
  const pictures = picturesIn(output);
  return pictures.map((value, at) => ({ name: pictures.length > 1 ? `${name} ${at + 1}` : name, value }));
}

function picturesIn(value: Value): PictureValue[] {
  if (value.kind === 'picture') return [value];
  return value.kind === 'list' ? value.items.flatMap(picturesIn) : [];
}

/** By its own first bytes, whatever the worker calls it: an SVG is a document, and never one of these. */
function fileOf({ base64 }: PictureValue): Blob | null {
  const bytes = base64 && decoded(base64);
  const header = bytes ? headerOf(bytes) : null;
  if (!bytes || !header || header.width * header.height > MOST_PIXELS) return null;
  return new Blob([bytes], { type: header.type });
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
