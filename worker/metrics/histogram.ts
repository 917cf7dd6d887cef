/**
 * A distribution in a fixed number of buckets: a day of frames takes no more memory than the first second.
 */
export type Histogram = {
  /** @param ms at least 0; more than the last bound is counted as such. */
  observe(ms: number): void;
  /** Prometheus' text format, in seconds as its naming rules ask: cumulative buckets, sum and count. */
  toText(name: string): string;
};

/**
 * Bounds in ms, a factor of 2^(1/4) apart, from 1 ms to 16 s: a quantile read from them is off by 9 % at
 * most.
 */
const BOUNDS_MS = Array.from({ length: 57 }, (_, index) => 2 ** (index / 4));

export function createHistogram(): Histogram {
  const counts = new Array<number>(BOUNDS_MS.length + 1).fill(0);
  let sumMs = 0;
  return {
    observe(ms) {
      const at = BOUNDS_MS.findIndex((bound) => ms <= bound);
      const index = at < 0 ? BOUNDS_MS.length : at;
      counts[index] = (counts[index] ?? 0) + 1;
      sumMs += ms;
    },
    toText: (name) => toText(name, counts, sumMs),
  };
}

function toText(name: string, counts: number[], sumMs: number): string {
  let total = 0;
  const lines = counts.map((count, index) => {
    total += count;
    const bound = BOUNDS_MS[index];
    const label = bound === undefined ? '+Inf' : String(Number((bound / 1000).toPrecision(6)));
    return `${name}_bucket{le="${label}"} ${total}\n`;
  });
  const sum = Number((sumMs / 1000).toFixed(6));
  return `# TYPE ${name} histogram\n${lines.join('')}${name}_sum ${sum}\n${name}_count ${total}\n`;
}
