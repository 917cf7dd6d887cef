import { ApiError } from '../../errors';
import type { Paid } from './budget';

/**
 * The server said that it started nothing: all streams are in use, or it failed (inference v1.5.0,
 * http_api.py), or Cloudflare that it never reached it
 * (developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors). Not 4xx: that
 * is about the offer, and the visitor's own.
 */
const NO_SESSION = new Set([429, 500, 502, 503, 521, 523, 525, 526, 530]);

/**
 * Starts what was paid for, and settles where nothing came of it. What a server says of itself may have been
 * provoked by the offer, so no more is given back than `Paid` allows; on a visitor's word, or for leaving,
 * nothing.
 */
export async function startOrRefund<T>(paid: Paid, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (thrown) {
    // The failure of the dial is the one to tell; a budget that could not be mended is not.
    await settle(paid, thrown).catch(() => {});
    throw thrown;
  }
}

async function settle(paid: Paid, thrown: unknown): Promise<void> {
  if (!(thrown instanceof ApiError)) return;
  const { code, upstreamStatus = 0 } = thrown;
  if (isWithoutSession(code, upstreamStatus)) await paid.refund();
  // A GPU that woke too late may still start the session.
  else if (code === 'worker_timeout' || upstreamStatus >= 500) await paid.writeOff();
}

function isWithoutSession(code: string, upstreamStatus: number): boolean {
  // The relays that go to the worker with the offer could not be had, or nobody was there to take it.
  return code.startsWith('turn_') || code === 'worker_unreachable' || NO_SESSION.has(upstreamStatus);
}

/**
 * Mints what was paid for, and gives it back where the vendor failed: nothing of the visitor's goes to the
 * vendor, so no visitor can provoke that. A page that warms its relay asks every 15 s, and an outage of the
 * vendor would end its day.
 */
export async function mintOrRefund<T>(paid: Pick<Paid, 'refund'>, mint: () => Promise<T>): Promise<T> {
  try {
    return await mint();
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.code.startsWith('turn_')) await paid.refund().catch(() => {});
    throw thrown;
  }
}
