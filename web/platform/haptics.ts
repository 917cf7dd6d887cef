/**
 * A short buzz (ms) under the thumb. iOS has no vibrate, and the switch trick that stood in for it is closed.
 */
export function tick(ms = 12): void {
  navigator.vibrate?.(ms);
}
