/**
 * Whether the person asked the system for less motion. Read each time: it can change while the page is open.
 */
export function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
