/**
 * `npm start` and its kin put a front before the app (dev/start/front.ts). It alone sees who is at the other
 * end of a connection: what reaches this proxy through wrangler can be said by any request, the address in
 * the URL included (`MF-Original-URL` in wrangler 4.86). The front's word counts because it knows the secret
 * of the run.
 */
import { createMiddleware } from 'hono/factory';
import { isOwnHost } from '../../protocol/hosts';
import type { AppEnv } from '../context';
import { ApiError } from '../errors';
import { isSame } from '../guard/sign';
import { type Env, listSetting, type Visitor } from '../settings/env';

export const FRONT_HEADER = 'X-Sightline-Front';

/** What the front puts into FRONT_HEADER. */
export function frontWord(secret: string, { here, https }: Visitor): string {
  return [secret, https ? 'https' : 'http', here ? 'here' : 'elsewhere'].join(' ');
}

/**
 * Behind a front: its requests alone, and what it says of the visitor goes into `env.visitor`. Without one:
 * where ALLOWED_HOSTS is set, its names, IP addresses and localhost alone. A deployment needs neither, for
 * Cloudflare routes by name.
 * @throws ApiError `host_refused`
 */
export const throughFront = createMiddleware<AppEnv>(async (c, next) => {
  const { FRONT_SECRET } = c.env;
  if (FRONT_SECRET) c.env = { ...c.env, visitor: await heard(FRONT_SECRET, c.req.header(FRONT_HEADER)) };
  else demandHost(c.env, new URL(c.req.url).host);
  await next();
});

async function heard(secret: string, word = ''): Promise<Visitor> {
  const [given = '', scheme, place] = word.split(' ');
  if (!(await isSame(secret, given, secret))) throw new ApiError('host_refused');
  return { https: scheme === 'https', here: place === 'here' };
}

function demandHost(env: Env, host: string): void {
  const names = listSetting(env, 'ALLOWED_HOSTS') ?? [];
  if (names.length > 0 && !isOwnHost(host, names)) throw new ApiError('host_refused');
}
