import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionRequest } from '../../protocol/api';
import { asFailure, type FailureFacts } from '../errors/failure';
import { type EntryFacts, enter, openingFacts } from './enter';

/** When a proof was last taken (Unix time, ms). The proof itself is kept nowhere. */
let passedAtMs: number | null = null;

/** One asking for a proof, from the sheet's opening to `onEntered`. Closing it gives the call up. */
export function useEntry(onEntered: () => void) {
  const [entry, setEntry] = useState<EntryFacts>(() => openingFacts(passedAtMs, Date.now()));
  const running = useRef<AbortController | null>(null);
  // Through a ref, so that `submit` stays the same: Turnstile's widget starts over with a new one.
  const entered = useRef(onEntered);
  useEffect(() => {
    entered.current = onEntered;
  }, [onEntered]);
  useEffect(() => () => running.current?.abort(), []);
  const fail = useCallback((failure: FailureFacts) => setEntry({ phase: 'failed', failure }), []);
  const ask = useCallback(() => setEntry({ phase: 'asking' }), []);
  const submit = useCallback(
    (proof: SessionRequest) => {
      running.current?.abort();
      running.current = new AbortController();
      const { signal } = running.current;
      const passed = () => {
        if (signal.aborted) return;
        passedAtMs = Date.now();
        entered.current();
      };
      const refused = (thrown: unknown) => {
        if (!signal.aborted) fail(asFailure(thrown, 'proxy_bad_answer').facts);
      };
      setEntry({ phase: 'sending' });
      enter((url, init) => fetch(url, init), { proof, signal }).then(passed, refused);
    },
    [fail],
  );
  return { entry, submit, fail, ask };
}
