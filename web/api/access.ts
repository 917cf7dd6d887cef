/**
 * `POST /v1/session`: a proof for the cookie that lets this visit in. The answer sets it; no script ever
 * reads it.
 */
import { ROUTES, type SessionRequest } from '../../protocol/api';
import { Failure, type FailureFacts } from '../errors/failure';
import type { Scope } from '../time/scope';
import { call, type Fetch } from './client';

/** The proxy gives Cloudflare's check 8 s; this is that and the way there and back. */
const DEADLINE_MS = 12_000;
/**
 * Asked for again so soon after a good answer, the cookie cannot have run out: the browser has not kept it.
 */
const FRESH_MS = 60_000;

export type AccessFacts =
  | { phase: 'asking' }
  | { phase: 'sending' }
  | { phase: 'failed'; failure: FailureFacts };

/**
 * @throws Failure with the proxy's own code, `check_failed`, `offline`, `proxy_unreachable` or
 * `proxy_bad_answer`.
 */
export async function requestAccess(fetch: Fetch, proof: SessionRequest, scope: Scope): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(proof) };
  await call(fetch, { url: ROUTES.session, init, deadlineMs: DEADLINE_MS }, scope).catch((thrown) => {
    // Nobody typed a code where the check refused.
    const isCheck =
      thrown instanceof Failure && thrown.code === 'access_refused' && 'turnstileToken' in proof;
    throw isCheck ? new Failure('check_failed') : thrown;
  });
}

/** @param grantedAtMs when the last proof was taken (ms of the page's own clock); null where none was. */
export function openingFacts(grantedAtMs: number | null, nowMs: number): AccessFacts {
  const isFresh = grantedAtMs !== null && nowMs - grantedAtMs < FRESH_MS;
  return isFresh ? { phase: 'failed', failure: { code: 'pass_not_kept' } } : { phase: 'asking' };
}
