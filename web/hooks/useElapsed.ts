import { useEffect, useState } from 'react';
import { systemClock } from '../time/clock';

/** Whole seconds since `sinceMs` (of the session's clock), counted up while the component is there. */
export function useElapsed(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(systemClock.now);
  useEffect(() => {
    const id = setInterval(() => setNowMs(systemClock.now()), 500);
    return () => clearInterval(id);
  }, []);
  return Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
}
