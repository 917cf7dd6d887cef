/** Dialling again after a loss, until a peer delivers or it makes no sense any more. */
import type { Failure } from '../../errors/failure';
import { isFinal } from '../../errors/final';
import { childScope, lasting, pause, type Scope } from '../../time/scope';
import { type Reach, reachable, watchReturn } from './reach';
import { type OfferBudget, waitBefore } from './redialPolicy';

/** A phone that sees no network for so long is put away; LIVE is one tap. */
const GIVE_UP_MS = 5 * 60_000;
/** The new network may block what the old one let through; once may be chance. */
const DIRECT_TRIES = 2;

export type RecoveryDeps = {
  reach: Reach;
  budget: OfferBudget;
  random: () => number;
  /** Dials once. @returns null with the first result, else why not. Ends early when the scope does. */
  dial(scope: Scope): Promise<Failure | null>;
  onAttempt(attempt: number): void;
  /** The network is there: what costs no offer may be got ready. */
  onReachable(): void;
  /** No offer before this resolves: until then the session in use may yet come back by itself. */
  go: Promise<void>;
};

/**
 * @returns null once a peer has delivered, else the failure that ends it. @throws the scope's reason once it
 * ends.
 */
export async function recover(deps: RecoveryDeps, scope: Scope): Promise<Failure | null> {
  const startedMs = scope.clock.now();
  let failure: Failure | null = null;
  let blocked = 0;
  for (let attempt = 0; ; attempt += 1) {
    await pause(waitBefore(attempt, failure, deps.random), scope);
    const ready = () => attempt === 0 && deps.onReachable();
    await reachable(deps.reach, scope, ready);
    ready();
    await lasting(deps.go, scope);
    await pause(deps.budget.waitMs(scope.clock.now()), scope);
    deps.onAttempt(attempt + 1);
    const outcome = await dialOrReturn(deps, scope);
    if (outcome === 'returned') {
      attempt = -1; // The network is back: at once, and as the first.
      continue;
    }
    if (!outcome) return null;
    failure = outcome;
    if (failure.code === 'direct_blocked') blocked += 1;
    const spent = scope.clock.now() - startedMs > GIVE_UP_MS;
    if (isFinal(failure) || blocked >= DIRECT_TRIES || spent) return failure;
  }
}

/** One dial, given up the moment the network returns from an outage that it was sent into. */
async function dialOrReturn(deps: RecoveryDeps, parent: Scope): Promise<Failure | null | 'returned'> {
  const scope = childScope(parent);
  const returned = new Promise<'returned'>((resolve) => {
    watchReturn(deps.reach, scope, () => resolve('returned'));
  });
  const outcome = await Promise.race([deps.dial(scope), returned]).finally(() => scope.end());
  parent.signal.throwIfAborted();
  return outcome;
}
