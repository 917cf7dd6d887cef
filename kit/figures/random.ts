/** Repeatable chance: the same table on every machine. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  between(low: number, high: number): number;
  whole(below: number): number;
  /** Normal, mean 0, deviation 1. */
  normal(): number;
  text(alphabet: string, length: number): string;
};

export function createRandom(seed: number): Random {
  // Park and Miller's generator; its first values are close for close seeds, hence the warming up.
  let state = (seed * 7919 + 17) % 2_147_483_647;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let count = 0; count < 10; count += 1) next();
  const whole = (below: number) => Math.floor(next() * below);
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    normal: () => Math.sqrt(-2 * Math.log(next() || 1e-12)) * Math.cos(2 * Math.PI * next()),
    text: (alphabet, length) => Array.from({ length }, () => alphabet[whole(alphabet.length)]).join(''),
  };
}
