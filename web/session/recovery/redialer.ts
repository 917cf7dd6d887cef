/** The one recovery that may be under way, and how it is begun, sent off and ended. */
import type { Failure } from '../../errors/failure';
import type { Clock } from '../../time/clock';
import type { Scope } from '../../time/scope';
import type { DialPlan } from '../dial/plan';
import type { Reach } from './reach';
import { recover } from './recover';
import type { OfferBudget } from './redialPolicy';

export type RedialerDeps = {
  /** How to learn that the network is back; asked once for each recovery. */
  reach(): Reach;
  random: () => number;
  clock: Clock;
  budget: OfferBudget;
};

export type RedialerEvents = {
  /** The network is there: what costs no offer may be got ready. */
  onReachable(plan: DialPlan): void;
  /** The screen should know; not told while silent. */
  onAttempt(plan: DialPlan): void;
  /** Dials once. @returns null with the first result. Gives up when the scope ends. */
  dial(plan: DialPlan, scope: Scope): Promise<Failure | null>;
  /** Null: a peer delivers. Not told where it was ended from outside. */
  onDone(plan: DialPlan, failure: Failure | null): void;
};

/**
 * Why a session is to be replaced: it is to give another picture or to last longer; it is not well; the network
 * has changed.
 */
export type Reason = 'renewal' | 'trouble' | 'network';

type Run = { readonly controller: AbortController; readonly reasons: Set<Reason>; go: () => void };

export class Redialer {
  private run: Run | null = null;

  constructor(
    private readonly deps: RedialerDeps,
    private readonly events: RedialerEvents,
  ) {}

  get isActive(): boolean {
    return this.run !== null;
  }

  /** Whether it replaces a session that is well, so that the screen need not know. */
  get isSilent(): boolean {
    return this.run !== null && !this.run.reasons.has('trouble');
  }

  /** Joins the recovery under way. Without `go` it only gets ready; a later call with `go` sends it off. */
  start(plan: DialPlan, reason: Reason, go: boolean): void {
    this.run ??= this.begin(plan);
    this.run.reasons.add(reason);
    if (go) this.run.go();
  }

  /** Begins anew, for the reasons that it has; for this one where none is under way. */
  restart(plan: DialPlan, reason: Reason): void {
    const reasons = this.run?.reasons ?? [reason];
    this.end();
    for (const each of reasons) this.start(plan, each, true);
  }

  /** The session in use is well again: a renewal goes on in silence, all else had no other reason. */
  settle(): void {
    if (this.run?.reasons.delete('trouble') && !this.run.reasons.has('renewal')) this.end();
  }

  /** Idempotent: a dial under way is dropped. */
  end(): void {
    this.run?.controller.abort();
    this.run = null;
  }

  private begin(plan: DialPlan): Run {
    const run: Run = { controller: new AbortController(), reasons: new Set(), go: () => {} };
    const go = new Promise<void>((resolve) => {
      run.go = resolve;
    });
    const { clock, random, budget } = this.deps;
    const reach = this.deps.reach();
    const hooks = {
      dial: (scope: Scope) => this.events.dial(plan, scope),
      onReachable: () => this.events.onReachable(plan),
      onAttempt: () => run.reasons.has('trouble') && this.events.onAttempt(plan),
    };
    recover({ reach, random, budget, go, ...hooks }, { clock, signal: run.controller.signal }).then(
      (failure) => this.finish(run, plan, failure),
      () => {}, // Ended from outside; whoever did so has taken over.
    );
    return run;
  }

  private finish(run: Run, plan: DialPlan, failure: Failure | null): void {
    if (run !== this.run) return;
    this.run = null;
    this.events.onDone(plan, failure);
  }
}
