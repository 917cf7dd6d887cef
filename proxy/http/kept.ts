/** What was learnt, for as long as this isolate lives and it is likely to be true. */
export class Kept<T> {
  readonly #entries = new Map<string, { value: T; untilMs: number }>();

  constructor(private readonly now: () => number) {}

  /** @returns undefined where nothing is known, or it is too old */
  fresh(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.untilMs > this.now() ? entry.value : undefined;
  }

  /** However old. */
  last(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  keep(key: string, value: T, forMs: number): void {
    this.#entries.set(key, { value, untilMs: this.now() + forMs });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
