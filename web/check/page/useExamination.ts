import { useCallback, useEffect, useRef, useState } from 'react';
import type { Evidence } from '../evidence';
import { type Deps, type Examined, examine, examineWorker } from '../examine';
import type { Known } from '../probes/worker';

export type Examination =
  | { phase: 'checking' | 'asking'; evidence: Evidence | null }
  | { phase: 'done'; evidence: Evidence; known: Known | null }
  | { phase: 'stopped'; evidence: Evidence | null };

const START: Examination = { phase: 'checking', evidence: null };

/** One run at a time; leaving the page, or a new one, ends what runs. */
export function useExamination(deps: Deps) {
  const [examination, set] = useState<Examination>(START);
  const running = useRef<AbortController | null>(null);

  const run = useCallback(
    (
      phase: 'checking' | 'asking',
      work: (signal: AbortSignal, tell: (evidence: Evidence) => void) => Promise<Examined>,
    ) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      // What comes after the end is of an earlier run.
      const show = (next: Examination) => signal.aborted || set(next);
      set((before) => ({ phase, evidence: phase === 'asking' ? before.evidence : null }));
      work(signal, (evidence) => show({ phase, evidence })).then(
        (examined) => show({ phase: 'done', ...examined }),
        () => {},
      );
    },
    [],
  );

  const check = useCallback(
    () => run('checking', (signal, tell) => examine(deps, signal, tell)),
    [run, deps],
  );
  const askWorker = useCallback(
    (evidence: Evidence, known: Known) =>
      run('asking', async (signal, tell) => ({
        evidence: await examineWorker({ evidence, known }, deps, signal, tell),
        known,
      })),
    [run, deps],
  );
  const stop = useCallback(() => {
    running.current?.abort();
    set(({ evidence }) => ({ phase: 'stopped', evidence }));
  }, []);

  useEffect(() => {
    check();
    return () => running.current?.abort();
  }, [check]);
  return { examination, check, askWorker, stop };
}
