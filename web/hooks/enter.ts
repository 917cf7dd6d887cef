/** `POST /v1/session`: a proof for the cookie that lets this visit in. The answer sets it; no script ever reads it. */
import { ROUTES, type SessionRequest } from '../../protocol/api';
import { failureFromBody, unreachable } from '../errors/apiFailure';
import { Failure, type FailureFacts } from '../errors/failure';
import { anySignal } from '../platform/anySignal';

/** The proxy gives Cloudflare's check 8 s; this is that and the way there and back. */
export const ENTER_DEADLINE_MS = 12_000;
/** Asked for again so soon after a good answer, the cookie cannot have run out: the browser has not kept it. */
const FRESH_MS = 60_000;

export type EntryFacts =
  | { phase: 'asking' }
  | { phase: 'sending' }
  | { phase: 'failed'; failure: FailureFacts };
export type EntryRequest = { proof: SessionRequest; signal: AbortSignal };
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** @throws Failure with the proxy's own code, `check_failed`, `offline`, `proxy_unreachable` or `proxy_bad_answer`. */
export async function enter(fetch: Fetch, { proof, signal }: EntryRequest): Promise<void> {
  try {
    const response = await fetch(ROUTES.session, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(proof),
      signal: anySignal([signal, AbortSignal.timeout(ENTER_DEADLINE_MS)]),
    });
    if (response.ok) return;
    throw refusal(failureFromBody(await response.json().catch(() => null)), proof);
  } catch (thrown) {
    throw thrown instanceof Failure ? thrown : unreachable(thrown);
  }
}

/** Nobody typed a code where the check refused. */
function refusal(failure: Failure, proof: SessionRequest): Failure {
  const isCheck = failure.code === 'access_refused' && 'turnstileToken' in proof;
  return isCheck ? new Failure('check_failed') : failure;
}

/** @param passedAtMs when the last proof was taken (Unix time, ms); null where none was. */
export function openingFacts(passedAtMs: number | null, nowMs: number): EntryFacts {
  const isFresh = passedAtMs !== null && nowMs - passedAtMs < FRESH_MS;
  return isFresh ? { phase: 'failed', failure: { code: 'pass_not_kept' } } : { phase: 'asking' };
}
