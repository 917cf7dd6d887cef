/** Time as the session sees it, so that tests can turn the hands. */
export type Clock = {
  /**
   * Milliseconds since the epoch as this load saw it: only ever forward (W3C hr-time §4.4), as getStats'
   * clock.
   */
  now(): number;
  /** Runs `task` once after `ms`, unless `signal` aborts first. */
  after(ms: number, task: () => void, signal: AbortSignal): void;
};

/** The same as long as the page is there, and asked for it costs as much as the time itself. */
const { timeOrigin } = performance;

export const systemClock: Clock = {
  // Not Date.now: a phone that learns the right time during a session would find its credentials hours old,
  // or ahead.
  now: () => timeOrigin + performance.now(),
  after(ms, task, signal) {
    if (signal.aborted) return;
    const cancel = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      task();
    }, ms);
    signal.addEventListener('abort', cancel, { once: true });
  },
};

/**
 * Runs `task` every `ms` until `signal` aborts. The next turn is set after the last one ran: turns never pile
 * up.
 */
export function every(clock: Clock, ms: number, task: () => void, signal: AbortSignal): void {
  const turn = () => {
    task();
    clock.after(ms, turn, signal);
  };
  clock.after(ms, turn, signal);
}
