/**
 * How large a camera's picture may be. A sender may change its size in the middle of a call, so every frame
 * is asked.
 */
import type { Size } from './upright';

/**
 * 4K of every kind. A frame has 14 MB then, and a session holds a few; of 8192 × 8192 px a session held 1 GB.
 */
const MOST_PIXELS = 4096 * 2304;

export function isTooLarge({ width, height }: Size): boolean {
  return width * height > MOST_PIXELS;
}

/** For the client. */
export function videoTooLarge({ width, height }: Size): string {
  return `The video is ${width} × ${height} pixels large; this worker takes 4K at most. Send a smaller one.`;
}
