/** Whether the proxy can be reached right now. Asked only while a session recovers. */
import { childScope, type Scope } from './within';

/** A new request each second: one sent into a cut waits for TCP's own retries (1, 3, 7 s) and would learn of its end too late. */
const PROBE_EVERY_MS = 1_000;
/** Requests under way at once stay within the six connections browsers allow an HTTP/1.1 host. */
const PROBE_LIFE_MS = 3_500;
/** Unanswered for this long, a probe means that the network is out. */
const OUTAGE_MS = 1_500;

/** Resolves when the proxy has answered well; rejects otherwise, or when the signal aborts. */
export type Ask = (signal: AbortSignal) => Promise<void>;

/** Resolves with the first good answer. @throws the scope's reason once it ends. */
export async function reachable(ask: Ask, parent: Scope): Promise<void> {
  const scope = childScope(parent);
  try {
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        probe(ask, PROBE_LIFE_MS, scope).then(resolve, () => {});
        scope.clock.after(PROBE_EVERY_MS, turn, scope.signal);
      };
      scope.signal.addEventListener('abort', () => reject(parent.signal.reason), { once: true });
      turn();
    });
  } finally {
    scope.end();
  }
}

/**
 * Calls `returned` when the network was out for a while and is back: what was sent into the outage had better be sent
 * again than waited for.
 */
export function watchReturn(ask: Ask, parent: Scope, returned: () => void): void {
  let out = false;
  const turn = () => {
    probe(ask, OUTAGE_MS, parent).then(
      () => {
        if (out) returned();
        out = false;
      },
      () => {
        out = true;
      },
    );
    parent.clock.after(PROBE_EVERY_MS, turn, parent.signal);
  };
  parent.clock.after(PROBE_EVERY_MS, turn, parent.signal);
}

function probe(ask: Ask, lifeMs: number, parent: Scope): Promise<void> {
  const scope = childScope(parent);
  return new Promise<void>((resolve, reject) => {
    scope.clock.after(lifeMs, () => reject(new Error('no answer')), scope.signal);
    ask(scope.signal).then(resolve, reject);
  }).finally(() => scope.end());
}
