/** The page's own calls to the proxy, and how its errors are read. Everything else goes through the SDK's connector. */
import { type ApiAnswers, ROUTES } from '../../protocol/api';
import { failureFromBody, unreachable } from '../errors/apiFailure';
import { asFailure, Failure } from '../errors/failure';
import { type Scope, within } from './within';

const CONFIG_DEADLINE_MS = 8_000;
/** The proxy gives a TURN vendor 8 s; this is that and the way there and back. */
const TURN_DEADLINE_MS = 11_000;

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** @throws Failure with the proxy's own code, `offline`, `proxy_unreachable` or `proxy_bad_answer`. */
export async function fetchConfig(fetch: Fetch, scope: Scope): Promise<ApiAnswers['config']> {
  return getJson<ApiAnswers['config']>(fetch, ROUTES.config, CONFIG_DEADLINE_MS, scope);
}

/** `GET` of a TURN route. @throws Failure as `fetchConfig`, or with the code of what the relay's vendor did. */
export async function fetchTurnConfig(fetch: Fetch, url: string, scope: Scope): Promise<ApiAnswers['turn']> {
  const body = await getJson<Partial<ApiAnswers['turn']>>(fetch, url, TURN_DEADLINE_MS, scope);
  if (!Array.isArray(body.iceServers)) throw new Failure('proxy_bad_answer');
  const { iceServers, expiresInSeconds } = body;
  return Number.isFinite(expiresInSeconds) ? { iceServers, expiresInSeconds } : { iceServers };
}

async function getJson<T>(fetch: Fetch, url: string, ms: number, scope: Scope): Promise<T> {
  const ask = async () => {
    const response = await fetch(url, { signal: scope.signal }).catch((cause) => {
      throw unreachable(cause);
    });
    const body = await response.json().catch(() => null);
    if (!response.ok) throw failureFromBody(body);
    if (typeof body !== 'object' || body === null) throw new Failure('proxy_bad_answer');
    return body as T;
  };
  return within(ask(), ms, 'proxy_unreachable', scope);
}

/**
 * What the SDK's `connectWrtc` threw, as a Failure. It drops status and headers but keeps the body in its message:
 * `Proxy request failed (503): {"error":{…}}` (inference-sdk 0.1.13, inference-api.ts `withProxyUrl`).
 */
export function offerFailure(thrown: unknown): Failure {
  const said = thrown instanceof Error ? /^Proxy request failed \(\d+\): (.*)$/s.exec(thrown.message) : null;
  if (said) return failureFromBody(parse(said[1] ?? ''));
  return thrown instanceof TypeError ? unreachable(thrown) : asFailure(thrown, 'proxy_bad_answer');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
