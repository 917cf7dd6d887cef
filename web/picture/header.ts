/** What an image file says of itself in its first bytes, before anybody decodes it. */

export type Header = { type: 'image/jpeg' | 'image/png' | 'image/webp'; width: number; height: number };

/** @returns null for a file of another kind, or a broken one; width and height in px, above 0. */
export function headerOf(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const header = pngHeader(view) ?? jpegHeader(view) ?? webpHeader(view);
    return header && header.width > 0 && header.height > 0 ? header : null;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null; // It ends too early.
    throw thrown;
  }
}

/** As many as `isPicture` and `isHeic` look at. */
export const HEAD_BYTES = 64;

/** Brands of HEIF's and AVIF's `ftyp` box (ISO/IEC 23008-12 §10.2, AV1 Image File Format §6.3). */
const BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1', 'avif', 'avis'];

/**
 * Whether these first bytes are a photo's, by what they are and not by the file's name. An SVG is a document,
 * and none. What of it a browser can read, it alone knows.
 */
export function isPicture(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 12));
  const isJpeg = text.startsWith('\xff\xd8\xff');
  const isPng = text.startsWith('\x89PNG\r\n\x1a\n');
  const isWebp = text.startsWith('RIFF') && text.slice(8) === 'WEBP';
  return isJpeg || isPng || isWebp || (text.slice(4, 8) === 'ftyp' && BRANDS.includes(text.slice(8)));
}

/** Whether a photo of `isPicture` is HEIF with HEVC in it, which few browsers read; AVIF is in all. */
export function isHeic(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const size = ((head[2] ?? 0) << 8) | (head[3] ?? 0);
  // The first brand may be the family's alone (mif1); those that it is compatible with tell which member it is.
  return isPicture(head) && text.slice(4, 8) === 'ftyp' && !text.slice(8, size).includes('avi');
}

/** W3C PNG §5.2, §11.2.1. */
function pngHeader(view: DataView): Header | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** ITU T.81 §B.1.1: segments with their lengths, up to the first that says how large the frame is. */
function jpegHeader(view: DataView): Header | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Any number of 0xff may stand before a marker.
    at += marker === 0xff ? 1 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

/** SOF0 to SOF15, without the tables and the extension that have numbers among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** RFC 9649 §2.5 to §2.7. */
function webpHeader(view: DataView): Header | null {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const size = webpSize(view);
  return size && { type: 'image/webp', ...size };
}

const VP8 = 0x56503820;
const VP8L = 0x5650384c;
const VP8X = 0x56503858;

function webpSize(view: DataView): { width: number; height: number } | null {
  switch (view.getUint32(12)) {
    case VP8:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case VP8L: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case VP8X:
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(27, true) & 0xffffff) + 1,
      };
    default:
      return null;
  }
}
