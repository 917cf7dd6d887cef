/** What a session has sent and received, summed over its peers. No timers, no media. */
import type { Counted, Route } from './dial/route';

/** Bytes. */
export type Bytes = { sent: number; received: number };
/** By the route that they took. */
export type Traffic = Record<Route['kind'], Bytes>;

const NOTHING: Bytes = { sent: 0, received: 0 };
const NO_TRAFFIC: Traffic = { direct: NOTHING, relay: NOTHING };

export class Meter {
  traffic: Traffic = NO_TRAFFIC;
  /** Each peer's, as last read. Weak: a peer that is gone is not held for its bytes. */
  private readonly counters = new WeakMap<object, Map<string, Bytes>>();

  /** @param counted by any counter of this peer, of any value: what is no number of bytes adds nothing. */
  add(peer: object, kind: Route['kind'], { source, ...counted }: Counted): void {
    const counters = this.countersOf(peer);
    const last = counters.get(source) ?? NOTHING;
    const now = {
      sent: isBytes(counted.sent) ? counted.sent : last.sent,
      received: isBytes(counted.received) ? counted.received : last.received,
    };
    counters.set(source, now);
    const sum = this.traffic[kind];
    const grown = {
      sent: sum.sent + growth(last.sent, now.sent),
      received: sum.received + growth(last.received, now.received),
    };
    this.traffic = { ...this.traffic, [kind]: grown };
  }

  /** Bytes, both ways and by all routes. */
  get total(): number {
    return Object.values(this.traffic).reduce((sum, { sent, received }) => sum + sent + received, 0);
  }

  private countersOf(peer: object): Map<string, Bytes> {
    const counters = this.counters.get(peer) ?? new Map<string, Bytes>();
    this.counters.set(peer, counters);
    return counters;
  }
}

/** A counter that stands lower than before has begun anew. */
function growth(last: number, now: number): number {
  return now >= last ? now - last : now;
}

function isBytes(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
