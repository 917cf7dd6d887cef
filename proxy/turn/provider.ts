import type { TurnProviderName } from '../../protocol/api';
import type { Asking } from '../context';
import { ApiError } from '../errors';
import type { CallOptions, Reply } from '../http/upstream';
import { SESSION_SECONDS } from '../inference/offer';
import { type Env, has } from '../settings/env';
import { RELAY_KEYS } from './keys';

/** How long (s) a page may hold a list before it starts a session with it that lasts its whole time. */
const SPARE_SECONDS = 300;
/**
 * How long credentials allocate, in seconds. An allocation is refreshed with the same credentials until the
 * session's end (coturn and others refuse a refresh past the expiry, and the relay dies), so the session's
 * cap is the floor. A page that holds a list longer than the rest dials its next session that much earlier.
 * No vendor but Cloudflare can revoke: this number is how long a leaked one is worth something.
 */
export const TTL_SECONDS = SESSION_SECONDS + SPARE_SECONDS;

export type MintOptions = Asking & { ttlSeconds: number };

/** One maker of relay credentials. */
export type TurnProvider = {
  name: TurnProviderName;
  isConfigured(env: Env): boolean;
  /** Fresh servers, in the provider's own form: `rules.ts` decides what the browser gets.
   * @throws ApiError `not_configured` or one of `turn_*`. */
  mint(env: Env, options: MintOptions): Promise<unknown>;
};

export function isConfigured(env: Env, name: TurnProviderName): boolean {
  return RELAY_KEYS[name].every((key) => has(env, key));
}

/** How every vendor is called. */
export function turnCall({ deps, signal, seen }: MintOptions): CallOptions {
  const codes = { timeout: 'turn_timeout', unreachable: 'turn_unavailable' } as const;
  return { deps, signal, seen, deadlineMs: deps.deadlines.turnMs, codes };
}

/** What a vendor's status means, the same for all of them. 2xx does not come here. */
function turnFailure(status: number, retryAfterMs?: number): ApiError {
  if (status === 401 || status === 403) return new ApiError('turn_unauthorized');
  // Without a word from the vendor: three seconds, longer than its burst window is likely to be and short
  // enough to wait for.
  if (status === 429)
    return new ApiError('turn_rate_limited', undefined, { retryAfterMs: retryAfterMs ?? 3000 });
  return new ApiError('turn_unavailable');
}

/** @throws ApiError where the vendor's answer is a failure. */
export function demandSuccess(reply: Reply): unknown {
  if (reply.status < 200 || reply.status > 299) throw turnFailure(reply.status, reply.retryAfterMs);
  return reply.body;
}
