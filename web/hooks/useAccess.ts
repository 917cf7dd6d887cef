import { type AccessCheck, accessCheck, type Refused, refusedAccess } from '../store/access';
import { useVisionStore } from '../store/useVisionStore';
import type { usePhoto } from './usePhoto';
import type { useRealTimeInference } from './useRealTimeInference';

type Live = ReturnType<typeof useRealTimeInference>;
type Photo = ReturnType<typeof usePhoto>;

/**
 * The proof of access that has to be shown first, and what comes after it: what was refused is done again, or
 * put away. Asked for once the proxy misses it and not before: whether a cookie of an earlier load still
 * holds, only the proxy can tell.
 */
export function useAccess(
  live: Live,
  photo: Photo,
): { check: AccessCheck | null; goOn(): void; giveUp(): void } {
  const config = useVisionStore((state) => state.config);
  const refused = refusedAccess(live.session, photo.photo);
  const each = (acts: Record<Refused, () => void>) => () => {
    for (const name of refused) acts[name]();
  };
  return {
    check: refused.length > 0 ? accessCheck(config) : null,
    goOn: each({ live: live.start, photo: photo.retry }),
    giveUp: each({ live: live.dismiss, photo: photo.close }),
  };
}
