import type { Claim } from './ledger';

/**
 * What `spend` does, by this isolate alone and for as long as it lives: better than nothing where there is no
 * database.
 */
export type MemoryLedger = { spend(claims: Claim[], nowMs: number): Claim | null };

/** Windows in all: beyond that many the oldest ones go. */
const MOST = 10_000;

export function memoryLedger(): MemoryLedger {
  const windows = new Map<string, { used: number; endsMs: number }>();
  const usedOf = (claim: Claim) => windows.get(keyOf(claim))?.used ?? 0;
  const forget = (nowMs: number) => {
    for (const [key, { endsMs }] of windows) if (endsMs <= nowMs) windows.delete(key);
    for (const key of windows.keys()) if (windows.size > MOST) windows.delete(key);
  };
  return {
    spend(claims, nowMs) {
      const refused = claims.find((claim) => usedOf(claim) + claim.amount > claim.cap);
      if (refused) return refused;
      for (const claim of claims.filter(({ amount }) => amount > 0))
        windows.set(keyOf(claim), { used: usedOf(claim) + claim.amount, endsMs: claim.endsMs });
      forget(nowMs);
      return null;
    },
  };
}

function keyOf({ scope, kind, endsMs }: Claim): string {
  return `${scope} ${kind} ${endsMs}`;
}
