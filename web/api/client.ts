/** The page's calls to the proxy. No other room fetches; the offer alone goes through the SDK's connector. */
import { Failure, type FailureCode } from '../errors/failure';
import { childScope, type Scope, within } from '../time/scope';
import { asksForSignIn, failureFromBody, unreachable } from './failures';

/**
 * For each of the page's own calls. No route of the proxy redirects: a redirect comes from a sign-in in front
 * of it (Cloudflare Access), and to follow it would end in a bare TypeError, like a dead network.
 */
export const OWN_CALL = { redirect: 'manual' } as const satisfies RequestInit;

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** `late`: what it means when no answer came in `deadlineMs`. */
export type Call = { url: string; init?: RequestInit; deadlineMs: number; late?: FailureCode };

/** Not `fetch` itself: called as a method of anything but the window it throws. */
export const browserFetch: Fetch = (url, init) => fetch(url, init);

/**
 * @returns the body of a 2xx answer as parsed JSON, null where it is none. The request ends with its deadline
 * or the scope.
 * @throws Failure with the proxy's own code, `sign_in_required`, `offline`, `proxy_unreachable`,
 * `proxy_bad_answer`, or `late`
 */
export async function call(fetch: Fetch, request: Call, parent: Scope): Promise<unknown> {
  const { url, init, deadlineMs, late = 'proxy_unreachable' } = request;
  const scope = childScope(parent);
  try {
    return await within(
      bodyOf(fetch(url, { ...OWN_CALL, ...init, signal: scope.signal })),
      deadlineMs,
      late,
      scope,
    );
  } finally {
    scope.end();
  }
}

/** @throws Failure as `call`, and `proxy_bad_answer` where the body is no object. */
export async function getJson<T>(fetch: Fetch, request: Call, scope: Scope): Promise<T> {
  const body = await call(fetch, request, scope);
  if (typeof body !== 'object' || body === null) throw new Failure('proxy_bad_answer');
  return body as T;
}

async function bodyOf(answer: Promise<Response>): Promise<unknown> {
  const response = await answer.catch((cause) => {
    throw unreachable(cause);
  });
  if (asksForSignIn(response)) throw new Failure('sign_in_required');
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw failureFromBody(body);
  return body;
}
