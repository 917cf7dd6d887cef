/** What one visitor may still spend of the owner's money. */
import type { D1Database } from '@cloudflare/workers-types';
import { ApiError } from '../../errors';
import type { Env } from '../../settings/env';
import { type Claim, DAY_MS, EVERYONE, giveBack, type Kind, type Spent, spend, windowEnd } from './ledger';
import {
  CALLS_A_MINUTE,
  type DayKind,
  dayCaps,
  limitsOf,
  REDIALS,
  TEN_MINUTES_MS,
  VISITORS_PER_ADDRESS,
} from './limits';
import { extended, type Lineage, newLineage, readLineage, writeLineage } from './lineage';

export type Budget = {
  /** @throws ApiError `rate_limited` or `budget_spent`, with the time to wait. */
  pay(kind: 'credentials' | 'photos'): Promise<PaidOne>;
  /**
   * Pays for a live session in advance: how long it really lasts, nobody will tell.
   * @param lineage of the visit's last dial, where the page sent one.
   * @throws ApiError as `pay`.
   */
  payForSession(grantedSeconds: number, lineage: string | undefined): Promise<Paid>;
};

/** `left`: how many more the visitor may have before `resetMs` (Unix time); null where nothing is counted. */
export type PaidOne = Pick<Paid, 'refund'> & { left: { count: number; resetMs: number } | null };

export type Paid = {
  /** For the visit's next dial, where this deployment keeps any. */
  lineage?: string;
  /**
   * No session came of it. Gives back what was paid, of so many dials a day; of those after them the time
   * alone. The call itself stays counted, so that a flood of refused dials ends, too.
   */
  refund(): Promise<void>;
  /**
   * Whether a session came of it nobody knows, and the visitor has none. What was paid for its time counts as
   * time that ran beside.
   */
  writeOff(): Promise<void>;
};

/** For localhost, and for a deployment without a database: nothing is counted. */
export const UNLIMITED: Budget = {
  pay: async () => ({ refund: async () => {}, left: null }),
  payForSession: async () => ({ refund: async () => {}, writeOff: async () => {} }),
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

export function openBudget(owner: Owner): Budget {
  return {
    pay: (kind) => pay(owner, kind),
    payForSession: (grantedSeconds, lineage) => payForSession(owner, grantedSeconds, lineage),
  };
}

/**
 * Whoever gives it back must know that the visitor cannot provoke it: nothing but the calls a minute is in
 * the way.
 */
async function pay(owner: Owner, kind: 'credentials' | 'photos'): Promise<PaidOne> {
  const days = dayClaims(owner, { [kind]: 1 }, { [kind]: 1 });
  const spent = await demand(owner, [callClaim(owner), ...days]);
  return { refund: () => giveBack(owner.db, days), left: leftOf(days, spent) };
}

/** Of visitor, address and deployment, whichever has the least. */
function leftOf(days: Claim[], spent: Spent[]): PaidOne['left'] {
  const counts = days.map(({ scope, kind, cap }) => {
    const used = spent.find((one) => one.scope === scope && one.kind === kind)?.used ?? 0;
    return cap - used;
  });
  return { count: Math.max(0, Math.min(...counts)), resetMs: days[0]?.endsMs ?? 0 };
}

async function payForSession(
  owner: Owner,
  grantedSeconds: number,
  sealed: string | undefined,
): Promise<Paid> {
  const { secret, sessionId, now } = owner;
  const held = sealed ? await readLineage(secret, sealed, sessionId, now()) : null;
  const redial = held && (await payForRedial(owner, held, grantedSeconds));
  const { lineage, days } = redial ?? (await payForFirst(owner, grantedSeconds));
  return {
    lineage: await writeLineage(secret, lineage, sessionId),
    refund: () => refund(owner, days),
    writeOff: () => writeOff(owner, days),
  };
}

/** `days`: what was taken from the day's budgets. */
type Charged = { lineage: Lineage; days: Claim[] };

async function payForFirst(owner: Owner, grantedSeconds: number): Promise<Charged> {
  const cost = { sessions: 1, seconds: grantedSeconds };
  const days = dayClaims(owner, cost, cost);
  await demand(owner, [callClaim(owner), waitClaim(owner, 0), ...days]);
  return { lineage: newLineage(owner.now(), grantedSeconds), days };
}

/**
 * The visitor pays for the time that is added; the rest may run beside the session before, and has a cap of
 * its own. The deployment's budget is charged in full: whether the session before was really let go, and
 * costs no more, only its worker knows.
 * @returns null where the visitor has had such dials enough.
 */
async function payForRedial(owner: Owner, held: Lineage, grantedSeconds: number): Promise<Charged | null> {
  const { lineage, addedSeconds } = extended(held, owner.now(), grantedSeconds);
  const endsMs = windowEnd(owner.now(), TEN_MINUTES_MS);
  const redial: Claim = { scope: owner.visitor, kind: 'redials', amount: 1, cap: REDIALS, endsMs };
  const own = { sessions: 1, seconds: addedSeconds, overlap: grantedSeconds - addedSeconds };
  const days = dayClaims(owner, own, { sessions: 1, seconds: grantedSeconds });
  const claims = [redial, callClaim(owner), waitClaim(owner, 0), ...days];
  const refused = await spend(owner.db, claims, owner.now());
  if (refused === null) return { lineage, days };
  if (refused.kind === 'redials' || refused.kind === 'overlap') return null;
  throw refusal(refused, owner);
}

/**
 * After the day's share of failed dials each further one counts as a session, and makes the visitor wait:
 * whoever tries through a long outage still has sessions when it ends.
 */
async function refund(owner: Owner, days: Claim[]): Promise<void> {
  const failed = dayClaims(owner, { failed: 1 }, { failed: 1 });
  if ((await spend(owner.db, failed, owner.now())) === null) return giveBack(owner.db, days);
  await spend(owner.db, [waitClaim(owner, 1)], owner.now());
  await giveBack(
    owner.db,
    days.filter(({ kind }) => kind === 'seconds'),
  );
}

async function writeOff(owner: Owner, days: Claim[]): Promise<void> {
  const own = days.filter(({ kind, scope }) => kind === 'seconds' && scope !== EVERYONE);
  const beside = dayClaims(owner, { overlap: own[0]?.amount ?? 0 }, {});
  if ((await spend(owner.db, beside, owner.now())) === null) await giveBack(owner.db, own);
}

type Cost = Partial<Record<DayKind, number>>;

function callClaim({ visitor, now }: Owner): Claim {
  return { scope: visitor, kind: 'calls', amount: 1, cap: CALLS_A_MINUTE, endsMs: windowEnd(now(), 60_000) };
}

/** 1 makes the visitor wait until these ten minutes are over, 0 asks whether that is so. */
function waitClaim({ visitor, now }: Owner, amount: 0 | 1): Claim {
  const endsMs = windowEnd(now(), TEN_MINUTES_MS);
  return { scope: visitor, kind: 'waits', amount, cap: amount * Number.MAX_SAFE_INTEGER, endsMs };
}

function dayClaims({ env, visitor, address, now }: Owner, own: Cost, total: Cost): Claim[] {
  const endsMs = windowEnd(now(), DAY_MS);
  const caps = dayCaps(limitsOf(env, 'VISITOR_LIMITS'));
  const claims = (scope: string, cost: Cost, most: Record<DayKind, number>, times: number) =>
    Object.entries(cost).map(([name, amount]) => {
      const kind = name as DayKind;
      return { scope, kind, amount, cap: most[kind] * times, endsMs };
    });
  return [
    ...claims(visitor, own, caps, 1),
    // Without this a visitor who throws the cookie away would start afresh.
    ...(address === null ? [] : claims(address, own, caps, VISITORS_PER_ADDRESS)),
    ...claims(EVERYONE, total, dayCaps(limitsOf(env, 'TOTAL_LIMITS')), 1),
  ];
}

/** @returns what is used up by now. */
async function demand(owner: Owner, claims: Claim[]): Promise<Spent[]> {
  let spent: Spent[] = [];
  const keep = (told: Spent[]) => {
    spent = told;
  };
  const refused = await spend(owner.db, claims, owner.now(), keep);
  if (refused) throw refusal(refused, owner);
  return spent;
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
