/** `POST /v1/session`: a proof for a cookie. */
import type { Context } from 'hono';
import * as v from 'valibot';
import type { ApiAnswers } from '../../protocol/api';
import { arrived } from '../body';
import { type AppEnv, asking, type Deps } from '../context';
import { required } from '../env';
import { ApiError } from '../errors';
import { networkOf } from './address';
import { spend, windowEnd } from './ledger';
import { ATTEMPTS, TEN_MINUTES_MS } from './limits';
import { lockOf } from './lock';
import { readSession, sessionCookie, startSession } from './session';
import { isSame, pseudonym } from './sign';
import { checkToken } from './turnstile';

export const PROOF_BYTES = 4 * 1024;

const codeBody = v.object({ code: v.pipe(v.string(), v.maxLength(256)) });
/** 2048 is the longest token there is (developers.cloudflare.com/turnstile/get-started/server-side-validation). */
const tokenBody = v.object({ turnstileToken: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)) });
/** What the page may send is what is read here. */
export type Proof = v.InferInput<typeof codeBody> | v.InferInput<typeof tokenBody>;

/** @throws ApiError `access_refused`, `rate_limited`, `bad_request`, `not_found` where no proof is asked for. */
export async function enter(c: Context<AppEnv>, deps: Deps): Promise<Response> {
  const lock = lockOf(c.env, new URL(c.req.url));
  if (lock === 'none')
    throw new ApiError(
      'not_found',
      'This deployment asks its visitors for no proof, so there is no session to start.',
    );
  const secret = required(c.env, 'SESSION_SECRET');
  const body = parseJson(await arrived(c.req.text()));
  await countAttempt(c, deps, secret);
  if (lock === 'code') await checkCode(c.env, secret, read(codeBody, body).code);
  else await checkTurnstile(c, deps, read(tokenBody, body).turnstileToken);
  const before = await readSession(secret, c.req.header('Cookie'), deps.now());
  const session = startSession(deps.now(), before);
  c.header('Set-Cookie', await sessionCookie(secret, session, deps.now()));
  const expiresInSeconds = Math.floor((session.untilMs - deps.now()) / 1000);
  return c.json({ expiresInSeconds } satisfies ApiAnswers['session']);
}

/** Right ones count as well: each may be worth a fresh budget. */
async function countAttempt(c: Context<AppEnv>, { now }: Deps, secret: string): Promise<void> {
  if (!c.env.DB) return;
  const scope = await pseudonym(secret, networkOf(c.req.header('CF-Connecting-IP')));
  const endsMs = windowEnd(now(), TEN_MINUTES_MS);
  const claim = { scope, kind: 'attempts', amount: 1, cap: ATTEMPTS, endsMs } as const;
  if (await spend(c.env.DB, [claim], now()))
    throw new ApiError('rate_limited', undefined, { retryAfterMs: Math.max(1000, endsMs - now()) });
}

async function checkCode(env: AppEnv['Bindings'], secret: string, given: string): Promise<void> {
  if (await isSame(secret, given.trim(), required(env, 'ACCESS_CODE'))) return;
  throw new ApiError(
    'access_refused',
    'That is not the access code. Ask the owner of this deployment for it.',
  );
}

function checkTurnstile(c: Context<AppEnv>, deps: Deps, token: string): Promise<void> {
  required(c.env, 'TURNSTILE_SITE_KEY');
  const { hostname } = new URL(c.req.url);
  const ip = c.req.header('CF-Connecting-IP');
  return checkToken(c.env, token, { hostname, ip, asking: asking(c, deps) });
}

function read<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body);
  if (!parsed.success) throw new ApiError('bad_request');
  return parsed.output;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('bad_request');
  }
}
