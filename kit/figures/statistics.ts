/** What a list of measured values says. */

/** @param share of them that lie below, 0 to 1; interpolated between two. NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

/** NaN where there is none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Whole milliseconds, of those that came; null where none did. */
export function medianMs(values: readonly (number | null)[]): number | null {
  const came = values.filter((value) => value !== null);
  return came.length === 0 ? null : Math.round(median(came));
}
