import { useEffect, useState } from 'react';

/** Whole seconds since `sinceMs` (epoch ms), counted up while the component is there. */
export function useElapsed(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const id = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(id);
  }, []);
  return Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
}
