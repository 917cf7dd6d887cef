/**
 * Random numbers that are the same on every run: Marsaglia's xorshift, https://doi.org/10.18637/jss.v008.i14
 */
export type Random = { unit(): number; between(low: number, high: number): number; bell(): number };

export function createRandom(seed: number): Random {
  let state = (seed * 2654435761) >>> 0 || 1;
  const unit = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    // Three even numbers added are near enough to a bell, and fast; its deviation is 1.
    bell: () => (unit() + unit() + unit() - 1.5) * 2,
  };
}
