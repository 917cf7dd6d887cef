/**
 * The ICE servers of this visit, kept for the next dial: a round trip less at each, and one credential for
 * many. In memory alone.
 */
import type { Relay } from '../api/turn';
import type { Clock } from '../time/clock';
import { type DialPlan, servesSameRoute } from './dial/plan';

/** For so long (ms) a list is used again whose end nobody tells. */
const UNTOLD_LIFE_MS = 10 * 60_000;

type Kept = { plan: DialPlan; relay: Relay; goodUntilMs: number };

export class Credentials {
  /** The newest of each route first. */
  private kept: Kept[] = [];

  constructor(private readonly clock: Clock) {}

  keep(plan: DialPlan, relay: Relay): void {
    if (this.kept.some((each) => each.relay === relay)) return;
    const goodUntilMs = relay.expiresAtMs ?? this.clock.now() + UNTOLD_LIFE_MS;
    this.kept = [{ plan, relay, goodUntilMs }, ...this.others(plan)];
  }

  /** The relay takes them no longer. */
  forget(plan: DialPlan): void {
    this.kept = this.others(plan);
  }

  /** @returns null where there are none with so much life (ms) left. */
  inHand(plan: DialPlan, leastLifeMs: number): Relay | null {
    const found = this.kept.find((each) => servesSameRoute(each.plan, plan));
    return found && found.goodUntilMs - this.clock.now() >= leastLifeMs ? found.relay : null;
  }

  /** The newest servers of all, however old. */
  get servers(): Relay['iceServers'] {
    return this.kept[0]?.relay.iceServers ?? [];
  }

  private others(plan: DialPlan): Kept[] {
    return this.kept.filter((each) => !servesSameRoute(each.plan, plan));
  }
}
