import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context';
import { has, setting } from '../env';
import { ApiError } from '../errors';
import { isLoopback } from '../hosts';

/** Locks that a deployer may have set and that this version cannot turn yet. */
const LOCKS = ['ACCESS_CODE', 'TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'] as const;

/**
 * Off localhost, relay credentials and GPU time cost the owner money: nobody gets them until the owner has said so.
 * A deployed Worker sees its own hostname here, never a visitor's; on a developer's machine a rebound DNS name shows up as
 * itself, so "localhost" cannot be claimed from outside.
 */
export const access = createMiddleware<AppEnv>(async (c, next) => {
  if (!isLoopback(new URL(c.req.url).hostname)) demandOpenAccess(c.env);
  await next();
});

function demandOpenAccess(env: AppEnv['Bindings']): void {
  // Fails closed: an owner who set a lock must not find the door open because the lock is not built.
  const lock = LOCKS.find((key) => has(env, key));
  if (lock) {
    throw new ApiError(
      'access_not_configured',
      `${lock} is set, but this version cannot ask visitors for it yet. The owner must remove it, and either put the deployment behind Cloudflare Access or accept every visitor; both need OPEN_ACCESS=1.`,
    );
  }
  if (setting(env, 'OPEN_ACCESS') !== '1') throw new ApiError('access_not_configured');
}
