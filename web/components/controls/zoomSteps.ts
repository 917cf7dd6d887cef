/**
 * The zoom factors that a thumb wants, as far as the lens goes; its two ends where it goes nowhere near them.
 */
export function zoomSteps({ min, max }: { min: number; max: number }): number[] {
  const inside = [1, 2, 4].filter((step) => step >= min && step <= max);
  return inside.length > 1 ? inside : [min, max];
}
