import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context';
import { ApiError } from '../errors';

/**
 * Lets a page call its own proxy and nobody else's. Browsers write both headers and a page cannot forge them
 * (Fetch Metadata, RFC 6454 §7); a program without a browser can, and is `access`'s concern. Safari before
 * 16.4 sends no Sec-Fetch-Site, and a same-origin GET carries no Origin, so either may be absent.
 */
export const sameOrigin = createMiddleware<AppEnv>(async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin') throw new ApiError('origin_refused');
  const origin = c.req.header('Origin');
  if (origin !== undefined && hostOf(origin) !== new URL(c.req.url).host)
    throw new ApiError('origin_refused');
  await next();
});

/** Host and port of an Origin; null for `null` and for nonsense. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
