/** The proxy's error bodies as Failures. */
import { API_ERROR_CODES, type ApiErrorBody, type ApiErrorCode } from '../../protocol/api';
import { parseJson } from '../../protocol/parse';
import { asFailure, Failure } from '../errors/failure';

/**
 * @param body parsed JSON of an answer that is not 2xx, or nothing where it was none. An unknown code is
 * `proxy_bad_answer`.
 */
export function failureFromBody(body: unknown): Failure {
  const error = (body as Partial<ApiErrorBody> | null | undefined)?.error;
  if (!error || !isApiCode(error.code)) return new Failure('proxy_bad_answer');
  const { code, retryAfterMs } = error;
  return new Failure(code, typeof retryAfterMs === 'number' ? { retryAfterMs } : {});
}

/**
 * A redirect, or a page in the place of JSON: a form to sign in, or a check that only a page can show. A
 * failure of the server's own may come as a page, too (502).
 */
export function asksForSignIn({ type, status, headers }: Response): boolean {
  if (type === 'opaqueredirect') return true;
  return [200, 401, 403].includes(status) && /^text\/html\b/i.test(headers.get('Content-Type') ?? '');
}

/**
 * A fetch that got no answer at all. `onLine` false is certain; true may only mean that some network is
 * there.
 */
export function unreachable(cause: unknown): Failure {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return new Failure(offline ? 'offline' : 'proxy_unreachable', { cause });
}

/**
 * What the SDK's `connectWrtc` threw, as a Failure. It drops status and headers but keeps the body in its
 * message: `Proxy request failed (503): {"error":{…}}` (inference-sdk 0.1.13, inference-api.ts
 * `withProxyUrl`).
 */
export function offerFailure(thrown: unknown): Failure {
  const said = thrown instanceof Error ? /^Proxy request failed \(\d+\): (.*)$/s.exec(thrown.message) : null;
  if (said) return failureFromBody(parseJson(said[1] ?? ''));
  return thrown instanceof TypeError ? unreachable(thrown) : asFailure(thrown, 'proxy_bad_answer');
}

function isApiCode(code: unknown): code is ApiErrorCode {
  return (API_ERROR_CODES as readonly unknown[]).includes(code);
}
