import { useVisionStore } from '../store/useVisionStore';
import { type Lock, lockOf, turnedAway, type Wanted } from './door';
import type { usePhoto } from './usePhoto';
import type { useRealTimeInference } from './useRealTimeInference';

type Live = ReturnType<typeof useRealTimeInference>;
type Photo = ReturnType<typeof usePhoto>;

/**
 * The proof that has to be shown first, and what comes after it: what was turned away is done again, or put away.
 * Asked for once the proxy misses it and not before: whether a cookie of an earlier load still holds, only the proxy can tell.
 */
export function useDoor(live: Live, photo: Photo): { lock: Lock | null; goOn(): void; giveUp(): void } {
  const config = useVisionStore((state) => state.config);
  const wanted = turnedAway(live.session, photo.photo);
  const each = (acts: Record<Wanted, () => void>) => () => {
    for (const name of wanted) acts[name]();
  };
  return {
    lock: wanted.length > 0 ? lockOf(config) : null,
    goOn: each({ live: live.start, photo: photo.retry }),
    giveUp: each({ live: live.dismiss, photo: photo.close }),
  };
}
