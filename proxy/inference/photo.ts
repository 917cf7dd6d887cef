import { ApiError } from '../errors';

export const PHOTO_BYTES = 4 * 1024 * 1024;

/** First bytes of each format that is taken; `null` stands for any byte (the length of a RIFF file). */
const MAGIC: Record<string, (number | null)[]> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/webp': [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
};

/** @throws ApiError `unsupported_media_type` where the type is none of ours or the bytes are not what it says. */
export function checkPhoto(contentType: string | undefined, bytes: Uint8Array): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const magic = Object.hasOwn(MAGIC, type) ? MAGIC[type] : undefined;
  if (!magic?.every((byte, index) => byte === null || bytes[index] === byte))
    throw new ApiError(
      'unsupported_media_type',
      'The photo must be a JPEG, PNG or WebP, and its bytes what its Content-Type says.',
    );
}

/** Base64 without Node's Buffer, in pieces: a call takes no more than some 100 000 arguments. */
export function toBase64(bytes: Uint8Array): string {
  const PIECE = 0x6000;
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE))));
  return pieces.join('');
}
