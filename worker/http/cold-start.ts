/**
 * A cold start, as a hosted GPU has one: the first request starts the clock, it and whoever comes meanwhile
 * wait until it is over, and all that come later find the worker warm. It goes on where the one who started
 * it hangs up.
 */
export class ColdStart {
  private awake: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;

  /** @param ms how long it takes to wake. */
  constructor(private readonly ms: number) {}

  /** @throws the signal's reason where the one who waits hangs up. */
  async wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.ms === 0) return;
    this.awake ??= new Promise((resolve) => {
      this.timer = setTimeout(resolve, this.ms);
    });
    await Promise.race([this.awake, aborted(signal)]);
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
