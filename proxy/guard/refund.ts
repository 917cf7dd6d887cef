import { ApiError } from '../errors';
import type { Paid } from './budget';

/** What the worker's server says before it starts anything (inference v1.5.0, http_api.py): all streams are in use, or it
 * failed. Not 504: a GPU that woke too late may still start the session. Not 4xx about the offer: a page could send such offers
 * for ever. */
const NO_SESSION = new Set([429, 500, 502, 503]);

/**
 * Starts what was paid for, and gives it back where it is certain that no session came of it: because the worker said so itself,
 * or was never asked. On a visitor's word nothing is given back, nor where nobody knows.
 */
export async function startOrRefund<T>(paid: Paid, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (thrown) {
    // The failure of the dial is the one to tell; a budget that could not be mended is not.
    if (isWithoutSession(thrown)) await paid.refund().catch(() => {});
    throw thrown;
  }
}

function isWithoutSession(thrown: unknown): boolean {
  if (!(thrown instanceof ApiError)) return false;
  // The relays that go to the worker with the offer could not be had.
  if (thrown.code.startsWith('turn_')) return true;
  return NO_SESSION.has(thrown.upstreamStatus ?? 0);
}
