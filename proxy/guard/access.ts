import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Deps } from '../context';
import { required, setting } from '../env';
import { ApiError } from '../errors';
import { networkOf } from './address';
import { type Budget, openBudget, UNLIMITED } from './budget';
import { isExempt, lockOf } from './lock';
import { readSession, renewed, type Session, sessionCookie } from './session';
import { pseudonym } from './sign';

/**
 * Off localhost, relay credentials and GPU time cost the owner money: nobody gets them without a session where the owner asks
 * for a proof, and nobody at all until the owner has said one or the other. Leaves the visitor's budget in `c.var`.
 */
export function access(deps: Deps) {
  const warn = once(() =>
    deps.notice('No database is bound as DB: what visitors may spend is not limited. See README.md, Deploy.'),
  );
  return createMiddleware<AppEnv>(async (c, next) => {
    const url = new URL(c.req.url);
    if (isExempt(c.env, url)) {
      c.set('budget', UNLIMITED);
      return next();
    }
    const session = lockOf(c.env, url) === 'none' ? demandOpen(c.env) : await demandSession(c, deps);
    c.set('budget', await budgetOf(c, deps, session, warn));
    await next();
    if (session) await renew(c, deps, session);
  });
}

function demandOpen(env: AppEnv['Bindings']): null {
  if (setting(env, 'OPEN_ACCESS') !== '1') throw new ApiError('access_not_configured');
  return null;
}

async function demandSession(c: Context<AppEnv>, { now }: Deps): Promise<Session> {
  const secret = required(c.env, 'SESSION_SECRET');
  const session = await readSession(secret, c.req.header('Cookie'), now());
  if (!session) throw new ApiError('session_required');
  return session;
}

async function budgetOf(
  c: Context<AppEnv>,
  { now }: Deps,
  session: Session | null,
  warn: () => void,
): Promise<Budget> {
  const { env } = c;
  if (!env.DB) {
    warn();
    return UNLIMITED;
  }
  const secret = required(env, 'SESSION_SECRET');
  const sessionId = session?.id ?? '';
  const network = networkOf(c.req.header('CF-Connecting-IP'));
  const address = await pseudonym(secret, network);
  // A session is one visitor wherever it goes: a cookie on twenty addresses is no twenty budgets.
  const visitor = await pseudonym(secret, sessionId || network);
  return openBudget({ db: env.DB, env, secret, now, sessionId, visitor, address });
}

async function renew(c: Context<AppEnv>, { now }: Deps, session: Session): Promise<void> {
  const next = renewed(session, now());
  if (!next) return;
  const secret = required(c.env, 'SESSION_SECRET');
  c.res.headers.append('Set-Cookie', await sessionCookie(secret, next, now()));
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
