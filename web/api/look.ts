/** One look at the proxy from outside, as the connection check takes it: who answers there, and when it is. */
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { asFailure, Failure } from '../errors/failure';
import { childScope, type Scope, within } from '../time/scope';
import { type Fetch, OWN_CALL } from './client';
import { asksForSignIn, failureFromBody, unreachable } from './failures';

const DEADLINE_MS = 4_000;
/** RFC 6585 §6: a captive portal that says what it is. */
const NETWORK_AUTHENTICATION = 511;

export type ProxyLook =
  | { kind: 'answers'; config: DeploymentConfig; roundTripMs: number; skewMs: number | null }
  /** A redirect or a page, where JSON should be. */
  | { kind: 'portal' }
  | { kind: 'down'; failure: Failure };

/** @param wallNow the device's own idea of the time (epoch ms), which may be wrong. Never throws. */
export async function lookAtProxy(fetch: Fetch, wallNow: () => number, parent: Scope): Promise<ProxyLook> {
  const scope = childScope(parent);
  try {
    return await within(look(fetch, wallNow, scope), DEADLINE_MS, 'proxy_unreachable', scope);
  } catch (thrown) {
    return { kind: 'down', failure: asFailure(thrown, 'proxy_unreachable') };
  } finally {
    scope.end();
  }
}

async function look(fetch: Fetch, wallNow: () => number, { clock, signal }: Scope): Promise<ProxyLook> {
  const askedAtMs = clock.now();
  const answer = fetch(ROUTES.config, { ...OWN_CALL, signal, cache: 'no-store' });
  const response = await answer.catch((cause) => {
    throw unreachable(cause);
  });
  const roundTripMs = clock.now() - askedAtMs;
  const skewMs = skewOf(response.headers.get('date'), wallNow(), roundTripMs);
  if (response.status === NETWORK_AUTHENTICATION || asksForSignIn(response)) return { kind: 'portal' };
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw failureFromBody(body);
  if (!isConfig(body)) throw new Failure('proxy_bad_answer');
  return { kind: 'answers', config: body, roundTripMs, skewMs };
}

/** Half a second is the middle of what the header's whole seconds leave open (RFC 9110 §5.6.7). */
function skewOf(date: string | null, nowMs: number, roundTripMs: number): number | null {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(serverMs) ? null : Math.round(nowMs - roundTripMs / 2 - (serverMs + 500));
}

function isConfig(body: unknown): body is DeploymentConfig {
  const { enhanced, workflows, plans } = (body ?? {}) as Partial<DeploymentConfig>;
  return [enhanced, workflows?.fast, plans].every((part) => typeof part === 'object' && part !== null);
}
