import type { ApiErrorCode } from '../../protocol/api';
import { ApiError } from '../errors';

/**
 * Runs `work` until it ends, the deadline passes (ApiError `late`) or `signal` aborts (its reason), whichever
 * comes first. Work that ignores its signal is left behind, and its late end ignored.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { deadlineMs, signal, late }: { deadlineMs: number; signal: AbortSignal; late: ApiErrorCode },
): Promise<T> {
  signal.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new ApiError(late)), deadlineMs);
  const limit = AbortSignal.any([signal, deadline.signal]);
  const cut = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason), { once: true });
  });
  try {
    return await Promise.race([work(limit), cut]);
  } finally {
    clearTimeout(timer);
  }
}
