/**
 * What a dial can start from: a warm peer, credentials in hand, and whether the network is still settling.
 */
import type { Relay } from '../api/turn';
import { type DialPlan, servesSameRoute } from './dial/plan';
import { isFresh, type WarmDeps, Warmer } from './dial/warmer';
import type { LastRelay, PeerOptions } from './peers';
import type { Sign } from './recovery/reach';
import { signOfLife } from './recovery/signOfLife';

/** Credentials with so much life beyond the least are used for a second peer, too. */
const REUSED_LIFE_MS = 2 * 60_000;
/** For so long after a change of networks the browser may hold on to the old one's interfaces. */
const UNSETTLED_MS = 5_000;

export class Readiness {
  /** For a dial that the person may ask for. */
  readonly warmer: Warmer;
  /** When the browser last spoke of another network (epoch ms). */
  private changedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: WarmDeps,
    private readonly lastRelay: () => LastRelay | null,
  ) {
    this.warmer = new Warmer(deps);
  }

  networkChanged(): void {
    this.changedMs = this.deps.clock.now();
    this.warmer.drop(); // It gathered on the network that was.
  }

  /** For a second peer, while results are overdue. */
  warmAgain(plan: DialPlan): void {
    if (plan.enhanced && !this.isUnsettled) this.warmer.warm(plan, this.relayInHand(plan));
  }

  take(plan: DialPlan): Pick<PeerOptions, 'warm'> {
    return { warm: this.warmer.take(plan) };
  }

  takeAgain(plan: DialPlan): Omit<PeerOptions, 'hurry'> {
    return { ...this.take(plan), known: this.relayInHand(plan), fresh: this.isUnsettled };
  }

  /**
   * By the servers that the last peer was given, be their credentials as old as they may: a refusal is a
   * sign, too.
   */
  sign(): Sign | null {
    const iceServers = this.lastRelay()?.relay.iceServers ?? [];
    return iceServers.length > 0 ? (scope) => signOfLife(this.deps.createPeer, { iceServers }, scope) : null;
  }

  private get isUnsettled(): boolean {
    return this.deps.clock.now() - this.changedMs < UNSETTLED_MS;
  }

  /**
   * Credentials that are good for long yet: a round trip less while boxes stand still, and an outage mints
   * none.
   */
  private relayInHand(plan: DialPlan): Relay | null {
    const last = this.lastRelay();
    if (!last || !servesSameRoute(last.plan, plan)) return null;
    return isFresh(last.relay, this.deps.clock.now() + REUSED_LIFE_MS) ? last.relay : null;
  }
}
