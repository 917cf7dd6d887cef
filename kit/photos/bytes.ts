/** Numbers and text as files hold them, and PNG's chunks (PNG, third edition, 5). */
import { crc32 } from 'node:zlib';

export const ascii = (text: string) => Buffer.from(text, 'latin1');
export const u16 = (value: number) => Buffer.from([value >> 8, value]);
export const u32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `length`, `crc`: where they are not those of the content. */
export type PngChunk = {
  type: string;
  content: Uint8Array;
  length?: number | undefined;
  crc?: number | undefined;
};

export function pngChunk({ type, content, length, crc }: PngChunk): Buffer {
  const body = Buffer.concat([ascii(type), content]);
  return Buffer.concat([u32(length ?? content.length), body, u32(crc ?? crc32(body))]);
}
