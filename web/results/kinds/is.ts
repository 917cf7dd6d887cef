/** What a JSON value is. */
import { MOST_PX } from '../../../protocol/masks/points';
import type { Size } from './model';

export type Fields = Record<string, unknown>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSize(value: unknown): value is Size {
  return isRecord(value) && isSide(value.width) && isSide(value.height);
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value >= 1 && value <= MOST_PX;
}

export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

export const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** A class may be a number where a model has no names, and so may an id. */
export function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isNumber(value) ? String(value) : null;
}
