/** @param share 0 for the least, 1 for the greatest @returns 0 for no values */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
