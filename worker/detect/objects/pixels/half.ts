/** IEEE 754 half precision, for models exported with it: Node 20 has no Float16Array. */

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** For values such as pixels have: far from infinity. Rounds to the nearest. */
export function toHalf(value: number): number {
  float[0] = Math.abs(value);
  const word = bits[0] as number;
  const sign = value < 0 ? 0x8000 : 0;
  const exponent = (word >>> 23) - 112;
  // Below the smallest normal half, 2^-14, the steps are 2^-24 wide.
  if (exponent <= 0) return sign | Math.round(Math.abs(value) * 2 ** 24);
  return sign | (((exponent << 10) | ((word >>> 13) & 0x3ff)) + ((word >>> 12) & 1));
}

export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
