/**
 * Which networks blocked direct video lately, kept on the device: the next visit starts with the relay there.
 */

/**
 * Networks change (another hotel, another roaming partner under the same name): a day, then direct is tried
 * again.
 */
const REMEMBERED_MS = 24 * 3_600_000;
const MOST_NETWORKS = 20;

/** When (Unix time, ms) each network was found to block direct video. */
type Entries = Record<string, number>;
export type KeptEntries = { read(): Entries; write(entries: Entries): void };

/** `network` is the proxy's salted hash of the visitor's network; nothing is kept where it is null. */
export class RouteMemory {
  constructor(
    private readonly kept: KeptEntries,
    private readonly now: () => number,
  ) {}

  isDirectBlocked(network: string | null): boolean {
    return network !== null && Object.hasOwn(this.recent(), network);
  }

  directBlocked(network: string | null): void {
    if (network === null) return;
    const newest = Object.entries({ ...this.recent(), [network]: this.now() })
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_NETWORKS);
    this.kept.write(Object.fromEntries(newest));
  }

  /** Direct worked, or the person wants to try it. */
  directWorks(network: string | null): void {
    if (!this.isDirectBlocked(network)) return;
    const { [String(network)]: _, ...others } = this.recent();
    this.kept.write(others);
  }

  private recent(): Entries {
    const isRecent = (at: number) => at <= this.now() && this.now() - at < REMEMBERED_MS;
    return Object.fromEntries(Object.entries(this.kept.read()).filter(([, at]) => isRecent(at)));
  }
}
