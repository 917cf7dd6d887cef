import { Failure, type FailureCode } from '../errors/failure';
import type { Clock } from './clock';

export type Scope = { clock: Clock; signal: AbortSignal };

/** A scope of its own below `parent`: ends with it, or earlier by `end()`. */
export function childScope(parent: Scope): Scope & { end(): void } {
  const controller = new AbortController();
  const end = () => {
    parent.signal.removeEventListener('abort', end);
    controller.abort();
  };
  if (parent.signal.aborted) controller.abort();
  else parent.signal.addEventListener('abort', end, { once: true });
  return { clock: parent.clock, signal: controller.signal, end };
}

/**
 * Waits for `work` at most `ms`. The SDK's calls take no AbortSignal, so what comes later than the deadline, or after
 * the scope ended, goes unheard.
 * @throws Failure(code) after `ms`; the signal's reason once the scope ends; what `work` throws.
 */
export async function within<T>(work: Promise<T>, ms: number, code: FailureCode, scope: Scope): Promise<T> {
  const timing = childScope(scope);
  const limit = new Promise<never>((_, reject) => {
    const over = () => reject(scope.signal.reason);
    timing.clock.after(ms, () => reject(new Failure(code)), timing.signal);
    if (timing.signal.aborted) over();
    else timing.signal.addEventListener('abort', over, { once: true });
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    work.catch(() => {}); // A late rejection has no reader and must not become an unhandled one.
    limit.catch(() => {});
    timing.end();
  }
}

/** Resolves at the first `name` event (or at once) for which `reached()` holds. The listener goes with the signal. */
export function eventually(
  target: EventTarget,
  name: string,
  reached: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      try {
        if (reached()) resolve();
      } catch (thrown) {
        reject(thrown);
      }
    };
    target.addEventListener(name, check, { signal });
    check();
  });
}
