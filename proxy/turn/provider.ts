import type { TurnProviderName } from '../../protocol/api';
import type { Deps } from '../context';
import { type Env, has } from '../env';
import { ApiError } from '../errors';
import type { Reply } from '../upstream';
import { RELAY_KEYS } from './keys';

/**
 * How long credentials allocate, in seconds. A session lasts 600 at most, and an allocation is refreshed with the same credentials until
 * its end (coturn and others refuse a refresh past the expiry, and the relay dies), so 600 is the floor. The rest is for a page that
 * keeps a list between two sessions. No vendor but Cloudflare can revoke: this number is how long a leaked one is worth something.
 */
export const TTL_SECONDS = 3600;

export type MintOptions = {
  ttlSeconds: number;
  signal: AbortSignal;
  deps: Pick<Deps, 'fetch' | 'now'> & { deadlines: Pick<Deps['deadlines'], 'turnMs'> };
};

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

/** What a vendor's status means, the same for all of them. 2xx does not come here. */
export function turnFailure(
  status: number,
  { retryAfterMs, cause }: { retryAfterMs?: number; cause?: unknown } = {},
) {
  const details = { upstreamStatus: status, cause };
  if (status === 401 || status === 403) return new ApiError('turn_unauthorized', undefined, details);
  // Without a word from the vendor: three seconds, longer than its burst window is likely to be and short enough to wait for.
  if (status === 429)
    return new ApiError('turn_rate_limited', undefined, { ...details, retryAfterMs: retryAfterMs ?? 3000 });
  return new ApiError('turn_unavailable', undefined, details);
}

/** @throws ApiError where the vendor's answer is a failure. */
export function demandSuccess(reply: Reply): unknown {
  if (reply.status < 200 || reply.status > 299) throw turnFailure(reply.status, reply);
  return reply.body;
}
