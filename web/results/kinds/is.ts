/** What a JSON value is. */
export { isRecord, isSize } from '../../../protocol/json';

export type Fields = Record<string, unknown>;

export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

export const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** A class may be a number where a model has no names, and so may an id. */
export function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isNumber(value) ? String(value) : null;
}
