import { Failure, type FailureCode } from '../errors/failure';
import type { Clock } from './clock';

export type Scope = { clock: Clock; signal: AbortSignal };

/** A scope of its own below `parent`: ends with it, or earlier by `end()`. */
export function childScope(parent: Scope): Scope & { end(): void } {
  const controller = new AbortController();
  const end = () => {
    parent.signal.removeEventListener('abort', end);
    controller.abort(parent.signal.reason);
  };
  if (parent.signal.aborted) end();
  else parent.signal.addEventListener('abort', end, { once: true });
  return { clock: parent.clock, signal: controller.signal, end };
}

/**
 * Waits for `work` at most `ms`. The SDK's calls take no AbortSignal, so what comes later than the deadline,
 * or after the scope ended, goes unheard.
 * @throws Failure(code) after `ms`; the signal's reason once the scope ends; what `work` throws.
 */
export async function within<T>(work: Promise<T>, ms: number, code: FailureCode, scope: Scope): Promise<T> {
  const timing = childScope(scope);
  const limit = new Promise<never>((_, reject) => {
    timing.clock.after(ms, () => reject(new Failure(code)), timing.signal);
  });
  try {
    return await lasting(Promise.race([work, limit]), timing);
  } finally {
    timing.end();
  }
}

/**
 * Waits for `work` while the scope lasts. @throws the signal's reason once it has ended; what `work` throws.
 */
export function lasting<T>(work: Promise<T>, { signal }: Scope): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => reject(signal.reason);
    if (signal.aborted) over();
    else signal.addEventListener('abort', over, { once: true });
    work.then(resolve, reject);
  });
}

/** @throws the signal's reason once the scope has ended */
export async function pause(ms: number, scope: Scope): Promise<void> {
  if (ms > 0)
    await lasting(new Promise((done) => scope.clock.after(ms, () => done(null), scope.signal)), scope);
}

/**
 * Resolves at the first `name` event (or at once) for which `reached()` holds. The listener goes with the
 * signal.
 */
export function eventually(
  target: EventTarget,
  name: string,
  reached: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const check = () => reached() && resolve();
    target.addEventListener(name, check, { signal });
    check();
  });
}
