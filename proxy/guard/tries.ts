/**
 * Tries at a proof. Wrong ones are counted tightly, by address, by the network around it and for the whole
 * deployment, because whoever guesses has many addresses; right ones loosely, because an office has one.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { ApiError } from '../errors';
import { networkOf, surroundingsOf } from './address';
import { type Claim, spend, windowEnd } from './budget/ledger';
import { TEN_MINUTES_MS } from './budget/limits';
import type { MemoryLedger } from './budget/memoryLedger';
import { pseudonym } from './sign';

/** Wrong tries in ten minutes: a code of 8 random letters then lasts for tens of thousands of years. */
const WRONG = { address: 10, surroundings: 30, deployment: 100 };
/**
 * Right ones of one address in ten minutes: an office, a class, a carrier's NAT. Each may be worth a fresh
 * budget.
 */
const RIGHT = 240;
/** The scope of the door itself. */
const DOOR = 'door';

export type Tried = {
  /** Null where there is none: each isolate then counts for itself. */
  db: D1Database | null;
  memory: MemoryLedger;
  secret: string;
  nowMs: number;
  /** From CF-Connecting-IP. */
  ip: string | undefined;
  /** Whether the visitor holds a good session: others' wrong tries are then no concern of theirs. */
  isIn: boolean;
};

/**
 * Counts one try, whose outcome may be told only after this. A right one needs room for a wrong one, in the
 * same statement: so of any number at once no more are told apart than one after the other.
 * @throws ApiError `rate_limited`, with the time to wait; `budget_unavailable` or `not_configured` from the
 * database.
 */
export async function countTry(tried: Tried, isRight: boolean): Promise<void> {
  const claims = await claimsOf(tried, isRight);
  const { db, memory, nowMs } = tried;
  const refused = db ? await spend(db, claims, nowMs) : memory.spend(claims, nowMs);
  if (refused) throw refusal(refused, nowMs);
}

async function claimsOf({ secret, ip, nowMs, isIn }: Tried, isRight: boolean): Promise<Claim[]> {
  const endsMs = windowEnd(nowMs, TEN_MINUTES_MS);
  const address = await pseudonym(secret, networkOf(ip));
  const surroundings = await pseudonym(secret, `around ${surroundingsOf(ip)}`);
  const wrong = (scope: string, cap: number): Claim =>
    isRight
      ? { scope, kind: 'failures', amount: 0, cap: cap - 1, endsMs }
      : { scope, kind: 'failures', amount: 1, cap, endsMs };
  return [
    wrong(address, WRONG.address),
    ...(isIn ? [] : [wrong(surroundings, WRONG.surroundings), wrong(DOOR, WRONG.deployment)]),
    ...(isRight ? [{ scope: address, kind: 'entries', amount: 1, cap: RIGHT, endsMs } as const] : []),
  ];
}

function refusal({ scope, endsMs }: Claim, nowMs: number): ApiError {
  const retryAfterMs = Math.max(1000, endsMs - nowMs);
  const minutes = Math.ceil(retryAfterMs / 60_000);
  const message =
    scope === DOOR
      ? `Too many wrong codes were tried at this deployment. New visitors can try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}; whoever is in stays in.`
      : undefined;
  return new ApiError('rate_limited', message, { retryAfterMs });
}
