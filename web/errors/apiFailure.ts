/** The proxy's error body as a Failure, for every call that the page makes itself. */
import { API_ERROR_CODES, type ApiErrorBody, type ApiErrorCode } from '../../protocol/api';
import { Failure } from './failure';

/** @param body parsed JSON of an answer that is not 2xx, or null where it was none. An unknown code is `proxy_bad_answer`. */
export function failureFromBody(body: unknown): Failure {
  const error = (body as Partial<ApiErrorBody> | null)?.error;
  if (!error || !isApiCode(error.code)) return new Failure('proxy_bad_answer');
  const { code, retryAfterMs } = error;
  return new Failure(code, typeof retryAfterMs === 'number' ? { retryAfterMs } : {});
}

/** A fetch that got no answer at all. `onLine` false is certain; true may only mean that some network is there. */
export function unreachable(cause: unknown): Failure {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return new Failure(offline ? 'offline' : 'proxy_unreachable', { cause });
}

function isApiCode(code: unknown): code is ApiErrorCode {
  return (API_ERROR_CODES as readonly unknown[]).includes(code);
}
