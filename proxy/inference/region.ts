import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context';
import { type Env, setting } from '../settings/env';

/** Regions of Roboflow's GPUs (`requested_region`): us, eu, ap. */
const BY_CONTINENT: Record<string, string> = { EU: 'eu', AF: 'eu', NA: 'us', SA: 'us', AS: 'ap', OC: 'ap' };

/** Notes the region. To stand before the body's limit, which makes a new request of the one that is told. */
export const located = createMiddleware<AppEnv>(async (c, next) => {
  c.set('region', regionFor(c.env, c.req.raw));
  await next();
});

/**
 * Where the worker had best stand: each 100 ms of round trip is a box 100 ms late.
 * @param request as workerd hands it over: `cf.continent` is the visitor's
 * (developers.cloudflare.com/workers/runtime-apis/request).
 * @returns undefined where nobody can say, or the owner wants none: the server then chooses.
 */
function regionFor(env: Env, request: object): string | undefined {
  const fixed = setting(env, 'WORKER_REGION');
  if (fixed !== undefined) return fixed === 'any' ? undefined : fixed;
  const continent = (request as { cf?: { continent?: unknown } | null }).cf?.continent;
  return typeof continent === 'string' && Object.hasOwn(BY_CONTINENT, continent)
    ? BY_CONTINENT[continent]
    : undefined;
}
