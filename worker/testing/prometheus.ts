/** Reads `GET /metrics`, so that benchmarks use the worker's own numbers. */

/**
 * A bucket's upper bound in ms (the last is Infinity), and how many values are in this bucket and all below.
 */
export type Buckets = { boundMs: number; count: number }[];

export type Scrape = { value(name: string): number; buckets(name: string): Buckets };

export async function scrape(url: string): Promise<Scrape> {
  return parseMetrics(await (await fetch(`${url}/metrics`)).text());
}

export function parseMetrics(text: string): Scrape {
  const samples = new Map<string, number>();
  for (const [, name = '', value] of text.matchAll(/^([^#\s]\S*) (\S+)$/gm)) samples.set(name, Number(value));
  return {
    value: (name) => samples.get(name) ?? Number.NaN,
    buckets: (name) =>
      [...samples].flatMap(([key, count]) => {
        const bound = key.startsWith(`${name}_bucket`) ? /le="([^"]+)"/.exec(key)?.[1] : undefined;
        if (bound === undefined) return [];
        return [{ boundMs: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound) * 1000, count }];
      }),
  };
}

/** What was counted between two scrapes. */
export function since(later: Buckets, earlier: Buckets): Buckets {
  return later.map(({ boundMs, count }, index) => ({ boundMs, count: count - (earlier[index]?.count ?? 0) }));
}

/**
 * The value, ms, that `share` (0 to 1) of the counted ones do not exceed, taken evenly within a bucket. NaN
 * where nothing was counted.
 */
export function quantile(buckets: Buckets, share: number): number {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return Number.NaN;
  const rank = share * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const { boundMs = Number.NaN, count = 0 } = buckets[index] ?? {};
  const below = buckets[index - 1] ?? { boundMs: 0, count: 0 };
  if (!Number.isFinite(boundMs)) return boundMs;
  const within = count === below.count ? 1 : (rank - below.count) / (count - below.count);
  return below.boundMs + (boundMs - below.boundMs) * within;
}
