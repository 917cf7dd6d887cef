import { type Clock, every } from './clock';
import { type Summary, summarise } from './summary';
import type { LiveSession } from './types';

const REFRESH_MS = 1_000;
export const NOTHING_SEEN: Summary = { count: 0, items: [], leftOut: 0 };

/**
 * Tells `listener` at most once a second what the newest result holds (WCAG 4.1.3: a live region per frame would
 * drown a screen reader), and that nothing is seen once the session is no longer up.
 */
export function onSummary(
  session: LiveSession,
  clock: Clock,
  listener: (summary: Summary) => void,
): () => void {
  const ended = new AbortController();
  let newest: Summary | null = null;
  const offResult = session.onResult((result) => {
    newest = summarise(result);
  });
  const offState = session.onState(({ phase }) => {
    if (phase === 'live' || phase === 'redialing') return;
    newest = null;
    listener(NOTHING_SEEN);
  });
  const tell = () => {
    if (newest) listener(newest);
    newest = null;
  };
  every(clock, REFRESH_MS, tell, ended.signal);
  return () => {
    offResult();
    offState();
    ended.abort();
  };
}
