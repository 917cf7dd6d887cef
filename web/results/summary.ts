/** What is in view, in words: for those who cannot see boxes, and for those who want to read a code's text. */
import type { FrameResult, Prediction } from '../../protocol/result';
import { type Clock, every } from '../time/clock';

export type Summary = {
  count: number;
  /** Class and, for codes, text. */
  items: string[];
  /** How many more results came that cannot be used. */
  leftOut: number;
};

/** As much of a live session as is listened to. Both return what takes the listener off again. */
export type ResultSource = {
  onResult(listener: (result: FrameResult) => void): () => void;
  onState(listener: (state: { phase: string }) => void): () => void;
};

const MAX_ITEMS = 5;
const REFRESH_MS = 1_000;
export const NOTHING_SEEN: Summary = { count: 0, items: [], leftOut: 0 };

/**
 * Tells `listener` at most once a second what the newest result holds (WCAG 4.1.3: a live region per frame would
 * drown a screen reader), and that nothing is seen once the session is no longer up.
 */
export function onSummary(
  source: ResultSource,
  clock: Clock,
  listener: (summary: Summary) => void,
): () => void {
  const ended = new AbortController();
  let newest: Summary | null = null;
  const offResult = source.onResult((result) => {
    newest = summarise(result);
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

/** Sorted, so that boxes changing places do not read as news. */
export function summarise({ predictions, leftOut }: FrameResult): Summary {
  const items = predictions.map(describe).sort().slice(0, MAX_ITEMS);
  return { count: predictions.length, items, leftOut };
}

function describe(prediction: Prediction): string {
  const name = nameOf(prediction);
  return prediction.data ? `${name}: ${prediction.data}` : name;
}

/** A class as people read it. */
export function nameOf({ class: name }: Pick<Prediction, 'class'>): string {
  return name.replaceAll('_', ' ');
}
