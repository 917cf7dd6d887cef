let query: MediaQueryList | null = null;

/**
 * Whether the person asked the system for less motion. It can change while the page is open: the one query, which
 * costs, follows it.
 */
export function prefersReducedMotion(): boolean {
  query ??= window.matchMedia('(prefers-reduced-motion: reduce)');
  return query.matches;
}
