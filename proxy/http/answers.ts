/** How a failure leaves the proxy. */
import type { Context } from 'hono';
import type { ApiErrorBody } from '../../protocol/api';
import { nameThrown } from '../../protocol/thrown';
import type { AppEnv } from '../context';
import { ApiError } from '../errors';

/** The JSON answer of a failure, and its code for the log line. */
export function answerError(c: Context<AppEnv>, error: ApiError): Response {
  const { code, message, retryAfterMs, status, reason } = error;
  c.set('code', code);
  c.set('reason', reason);
  if (retryAfterMs !== undefined) c.header('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
  const body: ApiErrorBody = {
    error: retryAfterMs === undefined ? { code, message } : { code, message, retryAfterMs },
  };
  return c.json(body, status);
}

/**
 * Where unexpected throws end too, of any kind. Their text stays here: it may quote a URL with a key, or an
 * upstream body.
 */
export function onError(thrown: unknown, c: Context<AppEnv>): Response {
  if (thrown instanceof ApiError) return answerError(c, thrown);
  if (c.req.raw.signal.aborted) return noOneLeft(c);
  c.set('unexpected', nameThrown(thrown));
  return answerError(c, new ApiError('proxy_failed'));
}

/** Nobody reads this answer; the log shall not count it as a failure. 499 is nginx's number for it. */
function noOneLeft(c: Context<AppEnv>): Response {
  c.set('code', 'client_gone');
  return new Response(null, { status: 499 });
}
