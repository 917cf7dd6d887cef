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

/** `renews`: a session that is well is to be another one; `troubled`: it is not well. */
type Run = { readonly controller: AbortController; renews: boolean; troubled: boolean; go: () => void };

export class Redialer {
  private run: Run | null = null;

  constructor(
    private readonly deps: RedialerDeps,
    private readonly events: RedialerEvents,
  ) {}

  get isActive(): boolean {
    return this.run !== null;
  }

  /** Whether it renews a session that is well, so that the screen need not know. */
  get isSilent(): boolean {
    return this.run?.troubled === false;
  }

  /** Joins the recovery under way. Without `go` it only gets ready; a later call with `go` sends it off. */
  start(plan: DialPlan, silent: boolean, go: boolean): void {
    this.run ??= this.begin(plan);
    this.run.renews ||= silent;
    this.run.troubled ||= !silent;
    if (go) this.run.go();
  }

  /** The session in use is well again: what was begun for that alone ends, the rest goes on in silence. */
  settle(): void {
    if (this.run?.renews) this.run.troubled = false;
    else this.end();
  }

  /** Idempotent: a dial under way is dropped. */
  end(): void {
    this.run?.controller.abort();
    this.run = null;
  }

  private begin(plan: DialPlan): Run {
    const run: Run = { controller: new AbortController(), renews: false, troubled: false, go: () => {} };
    const go = new Promise<void>((resolve) => {
      run.go = resolve;
    });
    const { clock, random, budget } = this.deps;
    const reach = this.deps.reach();
    const hooks = {
      dial: (scope: Scope) => this.events.dial(plan, scope),
      onReachable: () => this.events.onReachable(plan),
      onAttempt: () => run.troubled && this.events.onAttempt(plan),
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
