/** D1's failures in words, and an end to waiting for it: what cannot be counted is not granted. */
import { ApiError } from '../../errors';
import { withDeadline } from '../../http/deadline';

/**
 * For all statements of one payment. D1 answers in some 10 to 300 ms, and queues for up to 30 s when it is
 * overloaded.
 */
const DATABASE_MS = 4_000;

/**
 * Runs what asks the database, for so long and no longer.
 * @throws ApiError `not_configured` where the tables are missing, else `budget_unavailable`; the log has the
 * reason.
 */
export async function inTime<T>(ask: () => Promise<T>, deadlineMs = DATABASE_MS): Promise<T> {
  const { signal } = new AbortController();
  try {
    return await withDeadline(ask, { deadlineMs, signal, late: 'budget_unavailable' });
  } catch (cause) {
    throw failure(cause);
  }
}

/**
 * SQLite's own words, and D1's (developers.cloudflare.com/d1/observability/debug-d1): 500 MB on the free
 * plan, 10 GB otherwise.
 */
export function isFull(thrown: unknown): boolean {
  return /SQLITE_FULL|disk is full|maximum DB size/i.test(saidBy(thrown));
}

function failure(cause: unknown): ApiError {
  if (cause instanceof ApiError)
    return new ApiError('budget_unavailable', undefined, { reason: 'database_slow' });
  if (/no such (table|column)/.test(saidBy(cause)))
    return new ApiError(
      'not_configured',
      'The budget database has no tables yet. Its owner must run: npx wrangler d1 migrations apply DB --remote',
      { cause, reason: 'database_without_tables' },
    );
  const reason = isFull(cause) ? 'database_full' : 'database_failed';
  return new ApiError('budget_unavailable', undefined, { cause, reason });
}

/** D1 puts SQLite's words into the message or into the cause. */
function saidBy(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  return thrown.cause instanceof Error ? `${thrown.message} ${thrown.cause.message}` : thrown.message;
}
