/**
 * What a dial can start from: a warm peer, credentials in hand, and whether the network is still settling.
 */
import { Credentials } from './credentials';
import type { DialPlan } from './dial/plan';
import { type WarmDeps, Warmer } from './dial/warmer';
import type { PeerOptions } from './peers';
import type { Sign } from './recovery/reach';
import { signOfLife } from './recovery/signOfLife';

/** Credentials with so much life left are used for a second peer, too, while a session waits for it. */
const RECOVERY_LIFE_MS = 2 * 60_000;
/**
 * The same for a dial that a person asks for: with less, the session would soon have to be renewed, which is
 * one more offer.
 */
const TAP_LIFE_MS = 4 * 60_000;
/** For so long after a change of networks the browser may hold on to the old one's interfaces. */
const UNSETTLED_MS = 5_000;

export class Readiness {
  /** For a dial that the person may ask for. */
  readonly warmer: Warmer;
  readonly credentials: Credentials;
  /** When the browser last spoke of another network (epoch ms). */
  private changedMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: WarmDeps) {
    this.credentials = new Credentials(deps.clock);
    this.warmer = new Warmer(deps, (plan, relay) => this.credentials.keep(plan, relay));
  }

  networkChanged(): void {
    this.changedMs = this.deps.clock.now();
    this.warmer.drop(); // It gathered on the network that was.
  }

  /** For the tap that may come. */
  warm(plan: DialPlan): void {
    this.warmer.warm(plan, this.credentials.inHand(plan, TAP_LIFE_MS));
  }

  /** For a second peer, while results are overdue. */
  warmAgain(plan: DialPlan): void {
    if (!plan.enhanced || this.isUnsettled) return;
    this.warmer.warm(plan, this.credentials.inHand(plan, RECOVERY_LIFE_MS));
  }

  /** For a tap. */
  take(plan: DialPlan): PeerOptions {
    const known = this.credentials.inHand(plan, TAP_LIFE_MS);
    return { warm: this.warmer.take(plan), known, fresh: false, hurry: false };
  }

  takeAgain(plan: DialPlan): Omit<PeerOptions, 'hurry'> {
    const known = this.credentials.inHand(plan, RECOVERY_LIFE_MS);
    return { warm: this.warmer.take(plan), known, fresh: this.isUnsettled };
  }

  /**
   * By the servers that the last peer was given, be their credentials as old as they may: a refusal is a
   * sign, too.
   */
  sign(): Sign | null {
    const iceServers = this.credentials.servers;
    return iceServers.length > 0 ? (scope) => signOfLife(this.deps.createPeer, { iceServers }, scope) : null;
  }

  private get isUnsettled(): boolean {
    return this.deps.clock.now() - this.changedMs < UNSETTLED_MS;
  }
}
