/** What was asked longer ago than this before the last (ms) may have gone over another network. */
const TOGETHER_MS = 10_000;

/**
 * The round trip (ms) to our own origin, from W3C Resource Timing: from a request's first byte out to its
 * answer's first byte in, so without DNS, TCP and TLS. Of the last requests the quickest, because what the
 * server does for one (a cold start, a call to Twilio) is in it too. Null where none is recorded, or all came
 * from a cache.
 * @param paths that the server answers soon; one also stands for what lies below it
 */
export function roundTripMs(paths: readonly string[]): number | null {
  const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const asked = all.filter(({ name, requestStart }) => requestStart > 0 && isBelow(paths, name));
  const lastMs = Math.max(...asked.map(({ startTime }) => startTime));
  const latest = asked.filter(({ startTime }) => startTime >= lastMs - TOGETHER_MS);
  if (latest.length === 0) return null;
  return Math.min(...latest.map(({ requestStart, responseStart }) => responseStart - requestStart));
}

function isBelow(paths: readonly string[], address: string): boolean {
  const { origin, pathname } = new URL(address);
  return origin === location.origin && paths.some((path) => `${pathname}/`.startsWith(`${path}/`));
}
