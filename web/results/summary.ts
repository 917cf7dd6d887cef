/**
 * What is in view, in words: for those who cannot see boxes, and for those who want to read a code's text.
 */
import { type Clock, every } from '../time/clock';
import type { Result, Summary } from './kinds/model';

/** As much of a live session as is listened to. Both return what takes the listener off again. */
export type ResultSource = {
  onResult(listener: (result: Result) => void): () => void;
  onState(listener: (state: { phase: string }) => void): () => void;
};

const REFRESH_MS = 1_000;
const NOTHING_SEEN: Summary = { state: 'nothing', count: 0, items: [], leftOut: 0, text: '' };

/**
 * Tells `listener` at most once a second what the newest result holds (WCAG 4.1.3: a live region per frame
 * would drown a screen reader), and that nothing is seen once the session is no longer up.
 */
export function onSummary(
  source: ResultSource,
  clock: Clock,
  listener: (summary: Summary) => void,
): () => void {
  const ended = new AbortController();
  let newest: Summary | null = null;
  const offResult = source.onResult((result) => {
    newest = result.summary;
  });
  const offState = source.onState(({ phase }) => {
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
