import { Buffer } from 'node:buffer';
import { ApiError } from '../errors';

export const PHOTO_BYTES = 4 * 1024 * 1024;

/** First bytes of each format that is taken; `null` stands for any byte (the length of a RIFF file). */
const MAGIC: Record<string, (number | null)[]> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/webp': [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
};

/**
 * @throws ApiError `unsupported_media_type` where the type is none of ours or the bytes are not what it says.
 */
export function checkPhoto(contentType: string | undefined, bytes: Uint8Array): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const magic = Object.hasOwn(MAGIC, type) ? MAGIC[type] : undefined;
  if (!magic?.every((byte, index) => byte === null || bytes[index] === byte))
    throw new ApiError(
      'unsupported_media_type',
      'The photo must be a JPEG, PNG or WebP, and its bytes what its Content-Type says.',
    );
}

/**
 * A photo's masks (`rle_mask`, which SAM3's block sends over HTTP where its `output_format` is "rle") are not
 * outlined here. One of 1280 × 720 takes a fresh isolate 14 ms of CPU and a warm one 3 (npm run bench:edge),
 * and Pages' free plan gives a whole request 10: the page does it as it reads the answer
 * (web/api/inferPhoto.ts, web/results/kinds/thing.ts).
 */

/**
 * By Node's Buffer, which workerd has in C++: pieces through `btoa` took a photo of 300 kB 14 ms of CPU (npm
 * run bench:edge).
 */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
