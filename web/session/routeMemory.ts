/** Which networks blocked direct video lately, kept on the device: the next visit starts with the relay there. */

const KEY = 'sightline.direct-blocked';
/** Networks change (another hotel, another roaming partner under the same name): a day, then direct is tried again. */
const REMEMBERED_MS = 24 * 3_600_000;
const MOST_NETWORKS = 20;

type Entries = Record<string, number>;

/** `network` is the proxy's salted hash of the visitor's network; nothing is kept where it is null. */
export class RouteMemory {
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly now: () => number,
  ) {}

  isDirectBlocked(network: string | null): boolean {
    return network !== null && network in this.read();
  }

  directBlocked(network: string | null): void {
    if (network === null) return;
    const newest = Object.entries({ ...this.read(), [network]: this.now() })
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_NETWORKS);
    this.write(Object.fromEntries(newest));
  }

  /** Direct worked, or the person wants to try it. */
  directWorks(network: string | null): void {
    if (!this.isDirectBlocked(network)) return;
    const { [String(network)]: _, ...others } = this.read();
    this.write(others);
  }

  private read(): Entries {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(KEY) ?? '{}');
      const entries = Object.entries(kept as Record<string, unknown>).filter(([, at]) => this.isRecent(at));
      return Object.fromEntries(entries) as Entries;
    } catch {
      return {}; // Storage is barred (private mode, policy) or holds something else: then nothing was learned.
    }
  }

  private write(entries: Entries): void {
    try {
      this.storage.setItem(KEY, JSON.stringify(entries));
    } catch {
      // Full or barred: the next visit learns it anew.
    }
  }

  private isRecent(at: unknown): at is number {
    return typeof at === 'number' && at <= this.now() && this.now() - at < REMEMBERED_MS;
  }
}
