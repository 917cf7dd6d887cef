/**
 * Reads a photo's size and orientation from its header, without decoding it: to refuse a picture that claims
 * to be huge before a decoder believes it, and because the barcode reader's own decoder ignores EXIF.
 */
import { type Orientation, type Size, UPRIGHT } from '../media/upright';
import { UnreadablePhoto } from './types';

export type PhotoHeader = Size & { orientation: Orientation };

/** 50 megapixels: the largest photo a phone takes; decoded to grey that is 50 MB. */
const MAX_PIXELS = 50_000_000;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Stored size in px and how to turn it upright. @throws UnreadablePhoto */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader {
  const header = readByFormat(bytes);
  if (header.width === 0 || header.height === 0) throw new UnreadablePhoto('The photo has no pixels.');
  if (header.width * header.height > MAX_PIXELS) {
    throw new UnreadablePhoto(
      `The photo is ${header.width}×${header.height} px; send at most ${MAX_PIXELS / 1e6} megapixels.`,
    );
  }
  return header;
}

function readByFormat(bytes: Uint8Array): PhotoHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (PNG_SIGNATURE.every((byte, at) => bytes[at] === byte)) return readPng(view);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnreadablePhoto('The photo is cut off: its header ends too early.');
  }
  throw new UnreadablePhoto('The photo is neither JPEG, PNG nor WebP; send one of these.');
}

/** RFC 9649, 2.4: "RIFF", four bytes of length, "WEBP". Its size and orientation are left to a decoder that knows it. */
export function isWebp(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return text.startsWith('RIFF') && text.endsWith('WEBP');
}

/** PNG, third edition, 11.2.1: IHDR is the first chunk, its data starts at byte 16. */
function readPng(view: DataView): PhotoHeader {
  return { width: view.getUint32(16), height: view.getUint32(20), orientation: UPRIGHT };
}

function readJpeg(view: DataView): PhotoHeader {
  let orientation = UPRIGHT;
  let at = 2;
  for (;;) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) {
      at += 1; // Fill bytes may stand before a marker (ITU-T T.81, B.1.1.2).
      continue;
    }
    if (isFrameStart(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), orientation };
    }
    if (marker >> 8 !== 0xff || marker === 0xffda || marker === 0xffd9) {
      throw new UnreadablePhoto('The JPEG is damaged: no picture follows its header.');
    }
    if (marker === 0xffe1) orientation = readExif(view, at + 4) ?? orientation;
    at += 2 + view.getUint16(at + 2);
  }
}

/** SOF0 to SOF15, less DHT, JPG and DAC, which share the range (T.81, table B.1). */
function isFrameStart(marker: number): boolean {
  if (marker < 0xffc0 || marker > 0xffcf) return false;
  return marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc;
}

/** Exif 2.32, 4.6.4: tag 0x0112 of the first directory. Null where the segment is not EXIF or has no such tag. */
function readExif(view: DataView, at: number): Orientation | null {
  if (view.getUint32(at) !== 0x45786966) return null;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (view.getUint16(entry, little) === 0x0112) return fromExif(view.getUint16(entry + 8, little));
  }
  return null;
}

const EXIF_ORIENTATIONS: Record<number, Orientation> = {
  2: { rotation: 0, mirrored: true },
  3: { rotation: 180, mirrored: false },
  4: { rotation: 180, mirrored: true },
  5: { rotation: 270, mirrored: true },
  6: { rotation: 90, mirrored: false },
  7: { rotation: 90, mirrored: true },
  8: { rotation: 270, mirrored: false },
};

function fromExif(value: number): Orientation {
  return EXIF_ORIENTATIONS[value] ?? UPRIGHT;
}
