/**
 * Which files count as photos. Only what cameras write: the decoder would also take SVG, which may name
 * files, and a dozen more.
 */
const SIGNATURES: number[][] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
];

/** JPEG, PNG or WebP, by its first bytes. */
export function isPhoto(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte)) || isWebp(bytes);
}

/** RFC 9649, 2.4: "RIFF", four bytes of length, "WEBP". */
export function isWebp(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return text.startsWith('RIFF') && text.endsWith('WEBP');
}
