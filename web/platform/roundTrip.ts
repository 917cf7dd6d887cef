/**
 * The last round trip (ms) to an address of our own origin, from W3C Resource Timing: from the request's
 * first byte out to the answer's first byte in, so without DNS, TCP and TLS. Null where none is recorded, or
 * it came from a cache.
 */
export function lastRoundTripMs(path: string): number | null {
  const url = new URL(path, location.href).href;
  const entry = performance.getEntriesByName(url, 'resource').at(-1) as PerformanceResourceTiming | undefined;
  if (!entry || entry.requestStart === 0) return null;
  return entry.responseStart - entry.requestStart;
}
