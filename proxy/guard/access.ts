import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type AppEnv, asking, type Deps } from '../context';
import { ApiError } from '../errors';
import { type Env, required, setting } from '../settings/env';
import { type AccessKeys, accessKeys } from './accessKeys';
import { networkOf } from './address';
import { type Budget, openBudget, UNLIMITED } from './budget/budget';
import { isExempt, lockOf } from './lock';
import { readSession, renewed, type Session, sessionCookie, signerOf } from './session';
import { pseudonym } from './sign';
import { signedIn, TOKEN_HEADER } from './signIn';

/**
 * Off localhost, relay credentials and GPU time cost the owner money: nobody gets them without a proof where
 * the owner asks for one, and nobody at all until the owner has said one or the other. Leaves the visitor's
 * budget in `c.var`.
 */
export function access(deps: Deps) {
  const keys = accessKeys(deps.now);
  const warn = once(() =>
    deps.notice('No database is bound as DB: what visitors may spend is not limited. See README.md, Deploy.'),
  );
  return createMiddleware<AppEnv>(async (c, next) => {
    if (isExempt(c.env, new URL(c.req.url))) {
      c.set('budget', UNLIMITED);
      return next();
    }
    const visitor = await demandVisitor(c, deps, keys);
    c.set('budget', await budgetOf(c, deps, visitor, warn));
    await next();
    if (visitor.kind === 'session') await renew(c, deps, visitor.session);
  });
}

/** Whether the visitor would get in, without spending anything. */
export function admission(deps: Deps): (c: Context<AppEnv>) => Promise<boolean> {
  const keys = accessKeys(deps.now);
  return async (c) => {
    if (isExempt(c.env, new URL(c.req.url))) return true;
    return demandVisitor(c, deps, keys).then(
      () => true,
      () => false,
    );
  };
}

/** How a visitor is told from others: by a sign-in, by a cookie, or by the address alone. */
type Visitor = { kind: 'person'; name: string } | { kind: 'session'; session: Session } | { kind: 'address' };

async function demandVisitor(c: Context<AppEnv>, deps: Deps, keys: AccessKeys): Promise<Visitor> {
  switch (lockOf(c.env, new URL(c.req.url))) {
    case 'none':
      demandOpen(c.env);
      return { kind: 'address' };
    case 'sign_in':
      return {
        kind: 'person',
        name: await signedIn(c.env, c.req.header(TOKEN_HEADER), keys, asking(c, deps)),
      };
    default:
      return { kind: 'session', session: await demandSession(c, deps) };
  }
}

function demandOpen(env: Env): void {
  if (setting(env, 'OPEN_ACCESS') !== '1') throw new ApiError('access_not_configured');
}

async function demandSession(c: Context<AppEnv>, { now }: Deps): Promise<Session> {
  const session = await readSession(signerOf(c.env), c.req.header('Cookie'), now());
  if (!session) throw new ApiError('session_required');
  return session;
}

async function budgetOf(
  c: Context<AppEnv>,
  { now }: Deps,
  visitor: Visitor,
  warn: () => void,
): Promise<Budget> {
  const { env } = c;
  if (!env.DB) {
    warn();
    return UNLIMITED;
  }
  const secret = required(env, 'SESSION_SECRET');
  const address = await pseudonym(secret, networkOf(c.req.header('CF-Connecting-IP')));
  const scopes = await scopesOf(secret, visitor, address);
  return openBudget({ db: env.DB, env, secret, now, ...scopes });
}

/**
 * A cookie is one visitor on every network, or it would be a budget anew on each. Who is signed in cannot
 * throw that away, so that the colleagues of one office need not share what its address may spend.
 */
async function scopesOf(secret: string, visitor: Visitor, address: string) {
  if (visitor.kind === 'address') return { sessionId: '', visitor: address, address: null };
  if (visitor.kind === 'session') {
    const { id } = visitor.session;
    return { sessionId: id, visitor: await pseudonym(secret, `session ${id}`), address };
  }
  const name = await pseudonym(secret, visitor.name);
  return { sessionId: name, visitor: name, address: null };
}

async function renew(c: Context<AppEnv>, { now }: Deps, session: Session): Promise<void> {
  const next = renewed(session, now());
  if (!next) return;
  c.res.headers.append('Set-Cookie', await sessionCookie(signerOf(c.env), next, now()));
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
