import { useEffect } from 'react';
import { setFrozen, useVisionStore } from '../../store/useVisionStore';
import { thingsNow } from './useThingsNow';

/** Phases in which there is something to hold. */
const SHOWN = ['live', 'stalled', 'redialing'];

/** Holds picture and boxes as they are, over re-dials, until the person lets go or the session is over. */
export function useFreeze() {
  const phase = useVisionStore(({ session }) => session.phase);
  const frozen = useVisionStore((state) => state.frozen !== null);
  const isOver = phase === 'idle' || phase === 'failed';
  useEffect(() => {
    if (isOver) setFrozen(null);
  }, [isOver]);
  return {
    frozen,
    offered: frozen || SHOWN.includes(phase),
    toggle: () => setFrozen(frozen ? null : { things: thingsNow() }),
  };
}
