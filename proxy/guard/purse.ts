/** What one visitor may still spend of the owner's money. */
import type { D1Database } from '@cloudflare/workers-types';
import type { Env } from '../env';
import { ApiError } from '../errors';
import { type Claim, DAY_MS, EVERYONE, giveBack, type Kind, spend, windowEnd } from './ledger';
import {
  CALLS_A_MINUTE,
  type Limits,
  limitsOf,
  REDIALS,
  TEN_MINUTES_MS,
  VISITORS_PER_ADDRESS,
} from './limits';
import { extended, type Lineage, newLineage, readLineage, writeLineage } from './lineage';

export type Purse = {
  /** @throws ApiError `rate_limited` or `budget_spent`, with the time to wait. */
  pay(kind: 'credentials' | 'photos'): Promise<void>;
  /**
   * Pays for a live session in advance: how long it really lasts, nobody will tell.
   * @param lineage of the visit's last dial, where the page sent one.
   * @throws ApiError as `pay`.
   */
  payForSession(grantedSeconds: number, lineage: string | undefined): Promise<Paid>;
};

export type Paid = {
  /** For the visit's next dial, where this deployment keeps any. */
  lineage?: string;
  /** Gives the session and its time back. The call itself stays counted, so that a flood of refused dials ends, too. */
  refund(): Promise<void>;
};

/** For localhost, and for a deployment without a database: nothing is counted. */
export const BOTTOMLESS: Purse = {
  pay: async () => {},
  payForSession: async () => ({ refund: async () => {} }),
};

export type Owner = {
  db: D1Database;
  env: Env;
  secret: string;
  now: () => number;
  /** Empty where this deployment asks for no session; the address is then all that tells visitors apart. */
  sessionId: string;
  /** A keyed hash of what the visitor is told by. */
  visitor: string;
  /** One of the address, where it has a cap of its own. */
  address: string | null;
};

export function openPurse(owner: Owner): Purse {
  return {
    pay: (kind) => demand(owner, [callClaim(owner), ...dayClaims(owner, { [kind]: 1 }, { [kind]: 1 })]),
    payForSession: (grantedSeconds, lineage) => payForSession(owner, grantedSeconds, lineage),
  };
}

async function payForSession(
  owner: Owner,
  grantedSeconds: number,
  sealed: string | undefined,
): Promise<Paid> {
  const { db, secret, sessionId, now } = owner;
  const held = sealed ? await readLineage(secret, sealed, sessionId, now()) : null;
  const redial = held && (await payForRedial(owner, held, grantedSeconds));
  const { lineage, days } = redial ?? (await payForFirst(owner, grantedSeconds));
  return {
    lineage: await writeLineage(secret, lineage, sessionId),
    refund: () => giveBack(db, days),
  };
}

/** `days`: what was taken from the day's budgets. */
type Charged = { lineage: Lineage; days: Claim[] };

async function payForFirst(owner: Owner, grantedSeconds: number): Promise<Charged> {
  const cost = { sessions: 1, seconds: grantedSeconds };
  const days = dayClaims(owner, cost, cost);
  await demand(owner, [callClaim(owner), ...days]);
  return { lineage: newLineage(owner.now(), grantedSeconds), days };
}

/** The visitor pays for the time that is added. The deployment's own budget is charged in full: whether the dial before
 * was really let go, and costs no more, only its worker knows.
 * @returns null where the lineage has had its share of dials. */
async function payForRedial(owner: Owner, held: Lineage, grantedSeconds: number): Promise<Charged | null> {
  const { lineage, addedSeconds } = extended(held, owner.now(), grantedSeconds);
  const endsMs = windowEnd(owner.now(), TEN_MINUTES_MS);
  const redial: Claim = { scope: held.id, kind: 'redials', amount: 1, cap: REDIALS, endsMs };
  const days = dayClaims(owner, { seconds: addedSeconds }, { seconds: grantedSeconds });
  const refused = await spend(owner.db, [redial, callClaim(owner), ...days], owner.now());
  if (refused === null) return { lineage, days };
  if (refused.kind === 'redials') return null;
  throw refusal(refused, owner);
}

type Cost = Partial<Record<Kind, number>>;

function callClaim({ visitor, now }: Owner): Claim {
  return { scope: visitor, kind: 'calls', amount: 1, cap: CALLS_A_MINUTE, endsMs: windowEnd(now(), 60_000) };
}

function dayClaims(owner: Owner, own: Cost, total: Cost): Claim[] {
  const { env, visitor, address, now } = owner;
  const endsMs = windowEnd(now(), DAY_MS);
  const limits = limitsOf(env, 'VISITOR_LIMITS');
  const claims = (scope: string, cost: Cost, most: Limits, times: number) =>
    Object.entries(cost).map(([name, amount]) => {
      const kind = name as Kind;
      return { scope, kind, amount, cap: capOf(most, kind) * times, endsMs };
    });
  return [
    ...claims(visitor, own, limits, 1),
    // Without this a visitor who throws the cookie away would start afresh.
    ...(address === null ? [] : claims(address, own, limits, VISITORS_PER_ADDRESS)),
    ...claims(EVERYONE, total, limitsOf(env, 'TOTAL_LIMITS'), 1),
  ];
}

function capOf(limits: Limits, kind: Kind): number {
  if (kind === 'seconds') return limits.minutes * 60;
  if (kind === 'credentials' || kind === 'sessions' || kind === 'photos') return limits[kind];
  return 0;
}

async function demand(owner: Owner, claims: Claim[]): Promise<void> {
  const refused = await spend(owner.db, claims, owner.now());
  if (refused) throw refusal(refused, owner);
}

const SPENT: Partial<Record<Kind, string>> = {
  credentials: 'relay credentials',
  sessions: 'live sessions',
  seconds: 'live minutes',
  photos: 'photos',
};

function refusal({ scope, kind, endsMs }: Claim, { now }: Pick<Owner, 'now'>): ApiError {
  const retryAfterMs = Math.max(1000, endsMs - now());
  const what = SPENT[kind];
  if (what === undefined) return new ApiError('rate_limited', undefined, { retryAfterMs });
  const whose = scope === EVERYONE ? 'of this deployment' : 'of one visitor';
  const message = `Today’s ${what} ${whose} are used up. Try again after midnight UTC.`;
  return new ApiError('budget_spent', message, { retryAfterMs });
}
