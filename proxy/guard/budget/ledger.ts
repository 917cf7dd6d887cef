import type { D1Database } from '@cloudflare/workers-types';
import { inTime, isFull } from './database';
import type { DayKind } from './limits';

/** What is counted: by the day what costs something (limits.ts), by shorter windows what stops floods. */
export type Kind = DayKind | 'calls' | 'redials' | 'waits' | 'entries' | 'failures';

/**
 * A wish to spend `amount` (0 only asks) of a scope's `cap` in the window that ends at `endsMs` (Unix time).
 */
export type Claim = { scope: string; kind: Kind; amount: number; cap: number; endsMs: number };

/** The scope of the whole deployment. */
export const EVERYONE = 'everyone';

/** What a scope has used up of a kind by now, in the window of its claim. */
export type Spent = { scope: string; kind: string; used: number };

export const DAY_MS = 86_400_000;
/** For the clearing away alone; what it does not manage now, it does the next day. */
const FORGET_MS = 1_500;

/** When the window of this length that holds `nowMs` ends. Days end at midnight UTC. */
export function windowEnd(nowMs: number, lengthMs: number): number {
  return (Math.floor(nowMs / lengthMs) + 1) * lengthMs;
}

/**
 * One statement, because D1 runs statements one after the other and has no transaction that could span a
 * decision made here: of any number of visitors at once none gets what another has just spent.
 */
const SPEND = `
  WITH asked AS (
    SELECT value->>'scope' AS scope, value->>'kind' AS kind, value->>'endsMs' AS ends_ms,
           value->>'amount' AS amount, value->>'cap' AS cap
    FROM json_each(?1)
  )
  INSERT INTO spent (scope, kind, ends_ms, used)
  SELECT scope, kind, ends_ms, amount FROM asked
  WHERE amount > 0 AND NOT EXISTS (
    SELECT 1 FROM asked LEFT JOIN spent USING (scope, kind, ends_ms)
    WHERE coalesce(used, 0) + amount > cap
  )
  ON CONFLICT (scope, kind, ends_ms) DO UPDATE SET used = used + excluded.used
  RETURNING scope, kind, used`;

/** Reads with the same condition; only to say in words what stood in the way. */
const EXCEEDED = `
  SELECT asked.key AS position FROM json_each(?1) AS asked LEFT JOIN spent
  ON spent.scope = asked.value->>'scope' AND spent.kind = asked.value->>'kind'
     AND spent.ends_ms = asked.value->>'endsMs'
  WHERE coalesce(used, 0) + (asked.value->>'amount') > (asked.value->>'cap')
  ORDER BY asked.key LIMIT 1`;

/**
 * Spends all claims or none of them. No two may share scope, kind and window.
 * @param told what is used up by now, where they were spent.
 * @returns null where they were spent, else the first claim that stood in the way.
 * @throws ApiError as `inTime`.
 */
export function spend(
  db: D1Database,
  claims: Claim[],
  nowMs: number,
  told: (spent: Spent[]) => void = () => {},
): Promise<Claim | null> {
  return inTime(() => trySpend(db, claims, nowMs, told));
}

async function trySpend(
  db: D1Database,
  claims: Claim[],
  nowMs: number,
  told: (spent: Spent[]) => void,
): Promise<Claim | null> {
  const asked = JSON.stringify(claims);
  const { results } = await db
    .prepare(SPEND)
    .bind(asked)
    .all<Spent>()
    .catch(async (cause: unknown) => {
      // Else it would stay full: what is over is cleared away only after something was spent.
      if (isFull(cause)) await forget(db, nowMs);
      throw cause;
    });
  const [first] = claims;
  if (results.length > 0 || !first) {
    told(results);
    if (isFirstOfDay(claims, results)) await forget(db, nowMs);
    return null;
  }
  // What asks for room alone writes nothing, and is told from a refusal by this.
  const found = await db.prepare(EXCEEDED).bind(asked).first<{ position: number }>();
  if (!found && claims.every(({ amount }) => amount === 0)) return null;
  // Nothing found: the window that was full ended between the two statements. The refusal stands.
  return claims[found?.position ?? 0] ?? first;
}

const GIVE_BACK = `
  UPDATE spent SET used = max(0, used - asked.value->>'amount')
  FROM json_each(?1) AS asked
  WHERE spent.scope = asked.value->>'scope' AND spent.kind = asked.value->>'kind'
        AND spent.ends_ms = asked.value->>'endsMs'`;

/** Takes back what `spend` took. Of a window that is over nothing is left to take back.
 * @throws ApiError as `spend`. */
export async function giveBack(db: D1Database, claims: Claim[]): Promise<void> {
  await inTime(() => db.prepare(GIVE_BACK).bind(JSON.stringify(claims)).run());
}

/**
 * For so long a window is kept after its end: by the clock of another of Cloudflare's machines it may not be
 * over yet.
 */
const KEPT_MS = 3_600_000;

/** Whether the deployment's own claim opened its window: once a day is often enough to clear away. */
function isFirstOfDay(claims: Claim[], results: Spent[]): boolean {
  const [claim] = claims.filter(({ scope }) => scope === EVERYONE);
  return (
    claim !== undefined && results.some(({ scope, used }) => scope === EVERYONE && used === claim.amount)
  );
}

/** Never a reason to refuse what was just paid for. */
async function forget(db: D1Database, nowMs: number): Promise<void> {
  const endedMs = nowMs - KEPT_MS;
  const clear = () => db.prepare('DELETE FROM spent WHERE ends_ms <= ?1').bind(endedMs).run();
  await inTime(clear, FORGET_MS).catch(() => {});
}
