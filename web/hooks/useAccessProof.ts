import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionRequest } from '../../protocol/api';
import { type AccessFacts, openingFacts, requestAccess } from '../api/access';
import { browserFetch } from '../api/client';
import { asFailure, type FailureFacts } from '../errors/failure';
import { systemClock } from '../time/clock';

/**
 * When a proof was last taken (ms of the page's own clock, which only runs forward). The proof itself is kept
 * nowhere.
 */
let grantedAtMs: number | null = null;

/** One asking for a proof, from the sheet's opening to `onGranted`. Closing it gives the call up. */
export function useAccessProof(onGranted: () => void) {
  const [access, setAccess] = useState<AccessFacts>(() => openingFacts(grantedAtMs, performance.now()));
  const running = useRef<AbortController | null>(null);
  // Through a ref, so that `submit` stays the same: Turnstile's widget starts over with a new one.
  const granted = useRef(onGranted);
  useEffect(() => {
    granted.current = onGranted;
  }, [onGranted]);
  useEffect(() => () => running.current?.abort(), []);
  const fail = useCallback((failure: FailureFacts) => setAccess({ phase: 'failed', failure }), []);
  const ask = useCallback(() => setAccess({ phase: 'asking' }), []);
  const submit = useCallback(
    (proof: SessionRequest) => {
      running.current?.abort();
      running.current = new AbortController();
      const { signal } = running.current;
      const onTaken = () => {
        if (signal.aborted) return;
        grantedAtMs = performance.now();
        granted.current();
      };
      const onRefused = (thrown: unknown) => {
        if (!signal.aborted) fail(asFailure(thrown, 'proxy_bad_answer').facts);
      };
      setAccess({ phase: 'sending' });
      requestAccess(browserFetch, proof, { clock: systemClock, signal }).then(onTaken, onRefused);
    },
    [fail],
  );
  return { access, submit, fail, ask };
}
