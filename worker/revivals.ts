/** What crashes more often than so is broken, and should say so. */
const MOST = 3;
const WITHIN_MS = 60_000;

/** @returns whether what has crashed just now may be started again; each yes counts. */
export function countRevivals(): () => boolean {
  let revivedMs: number[] = [];
  return () => {
    const nowMs = Date.now();
    revivedMs = revivedMs.filter((at) => nowMs - at < WITHIN_MS);
    if (revivedMs.length >= MOST) return false;
    revivedMs.push(nowMs);
    return true;
  };
}
