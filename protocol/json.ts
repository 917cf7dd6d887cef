/** What a JSON value is. */
import { MOST_PX } from './masks/points';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Pixels, of a frame or a photo. */
export function isSize(value: unknown): value is { width: number; height: number } {
  return isRecord(value) && isSide(value.width) && isSide(value.height);
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value >= 1 && value <= MOST_PX;
}
