/** `GET /v1/config`: what the deployment offers, and the proxy's sign of life. */
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { asFailure, type Failure } from '../errors/failure';
import type { Clock } from '../time/clock';
import type { Scope } from '../time/scope';
import { type Fetch, getJson, OWN_CALL } from './client';
import { asksForSignIn, offerFailure } from './failures';

const DEADLINE_MS = 8_000;
/** For a question that only makes a failure clearer. */
const LOOK_DEADLINE_MS = 2_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** Asks until there is an answer, ever more slowly: a page opened offline learns it once it is back. */
export function loadConfig(fetch: Fetch, clock: Clock, found: (config: DeploymentConfig) => void): void {
  const { signal } = new AbortController();
  const ask = (retryMs: number) => {
    const again = () => clock.after(retryMs, () => ask(Math.min(retryMs * 2, LAST_RETRY_MS)), signal);
    const request = { url: ROUTES.config, deadlineMs: DEADLINE_MS };
    getJson<DeploymentConfig>(fetch, request, { clock, signal }).then(found, again);
  };
  ask(FIRST_RETRY_MS);
}

/**
 * Small, and neither credentials nor GPU hang on it. A sign-in in front of it is a sign of life as well: what
 * is dialled next then says so.
 * @throws where the answer is neither 2xx nor such a sign-in, or none comes
 */
export async function pingProxy(fetch: Fetch, signal: AbortSignal): Promise<void> {
  const response = await fetch(ROUTES.config, { ...OWN_CALL, signal, cache: 'no-store' });
  if (!response.ok && !asksForSignIn(response)) throw new Error('The proxy is not well.');
}

/**
 * As `offerFailure`; but the connector follows a redirect to a sign-in, where the page's policy stops it, and
 * what it throws then is what a dead network makes it throw. So the proxy is asked once more.
 */
export async function offerFailureSeen(thrown: unknown, fetch: Fetch, scope: Scope): Promise<Failure> {
  const failure = offerFailure(thrown);
  if (failure.code !== 'proxy_unreachable' && failure.code !== 'proxy_bad_answer') return failure;
  const seen = await getJson(fetch, { url: ROUTES.config, deadlineMs: LOOK_DEADLINE_MS }, scope).then(
    () => failure,
    (cause: unknown) => asFailure(cause, failure.code),
  );
  return seen.code === 'sign_in_required' ? seen : failure;
}
