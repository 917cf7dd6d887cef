import { useEffect, useState } from 'react';
import { type AccessCheck, accessCheck, type Refused, refusedAccess } from '../store/access';
import { useVisionStore } from '../store/useVisionStore';
import type { usePhoto } from './usePhoto';
import type { useRealTimeInference } from './useRealTimeInference';

type Live = ReturnType<typeof useRealTimeInference>;
type Photo = ReturnType<typeof usePhoto>;

/** The sheet is in a file of its own, and what it asks for in `/v1/config`: both mostly come within this (ms). */
const PATIENCE_MS = 3_000;

type Access = {
  check: AccessCheck | null;
  /** The sheet can be expected any moment: nothing else is said of the refusal. */
  isDue: boolean;
  goOn(): void;
  giveUp(): void;
};

/**
 * The proof of access that has to be shown first, and what comes after it: what was refused is done again, or
 * put away. Asked for once the proxy misses it and not before: whether a cookie of an earlier load still
 * holds, only the proxy can tell.
 */
export function useAccess(live: Live, photo: Photo): Access {
  const config = useVisionStore((state) => state.config);
  const refused = refusedAccess(live.session, photo.photo);
  const check = refused.length > 0 ? accessCheck(config) : null;
  const mayAsk = check !== null || (refused.length > 0 && config === null);
  const each = (acts: Record<Refused, () => void>) => () => {
    for (const name of refused) acts[name]();
  };
  return {
    check,
    isDue: useJust(mayAsk),
    goOn: each({ live: live.start, photo: photo.retry }),
    giveUp: each({ live: live.dismiss, photo: photo.close }),
  };
}

/** Whether `fact` holds and has not held for long. */
function useJust(fact: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!fact) return;
    const id = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(id);
      setLong(false);
    };
  }, [fact]);
  return fact && !isLong;
}
