/**
 * Room for one thing, the newest. A frame that waits is worth nothing once a newer one is there, so a session
 * holds one waiting frame and never a queue: memory stays bounded and a result is never about the past.
 */
export class NewestSlot<T> {
  private waiting: T | null = null;

  /** @returns true where an older one had to go. */
  put(value: T): boolean {
    const replaced = this.waiting !== null;
    this.waiting = value;
    return replaced;
  }

  take(): T | null {
    const value = this.waiting;
    this.waiting = null;
    return value;
  }

  get isEmpty(): boolean {
    return this.waiting === null;
  }
}
