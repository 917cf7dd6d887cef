/** `POST /v1/session`: a proof for a cookie. */
import type { Context } from 'hono';
import * as v from 'valibot';
import type { ApiAnswers } from '../../protocol/api';
import { parseJson } from '../../protocol/parse';
import { type AppEnv, asking, type Deps } from '../context';
import { ApiError } from '../errors';
import { arrived } from '../http/body';
import { required } from '../settings/env';
import { type MemoryLedger, memoryLedger } from './budget/memoryLedger';
import { lockOf } from './lock';
import { readSession, type Session, sessionCookie, signerOf, startSession } from './session';
import { isSame } from './sign';
import { countTry, type Tried } from './tries';
import { checkToken } from './turnstile';

export const PROOF_BYTES = 4 * 1024;

const codeBody = v.object({ code: v.pipe(v.string(), v.maxLength(256)) });
/**
 * 2048 is the longest token there is
 * (developers.cloudflare.com/turnstile/get-started/server-side-validation).
 */
const tokenBody = v.object({ turnstileToken: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)) });
/** What the page may send is what is read here. */
export type Proof = v.InferInput<typeof codeBody> | v.InferInput<typeof tokenBody>;

/**
 * The route's handler. @throws ApiError `access_refused`, `rate_limited`, `bad_request`, `not_found` where no
 * proof is asked for.
 */
export function entry(deps: Deps): (c: Context<AppEnv>) => Promise<Response> {
  const memory = memoryLedger();
  return (c) => enter(c, deps, memory);
}

async function enter(c: Context<AppEnv>, deps: Deps, memory: MemoryLedger): Promise<Response> {
  const lock = lockOf(c.env, new URL(c.req.url));
  if (lock === 'none' || lock === 'sign_in')
    throw new ApiError('not_found', 'This deployment takes no proof here, so there is no session to start.');
  const signer = signerOf(c.env);
  const body = parseJson(await arrived(c.req.text()));
  const before = await readSession(signer, c.req.header('Cookie'), deps.now());
  const tried = triedBy(c, deps, memory, before);
  if (lock === 'code') await checkCode(c.env, tried, read(codeBody, body).code);
  else await checkTurnstile(c, deps, tried, read(tokenBody, body).turnstileToken);
  const session = startSession(deps.now(), before);
  c.header('Set-Cookie', await sessionCookie(signer, session, deps.now()));
  const expiresInSeconds = Math.floor((session.untilMs - deps.now()) / 1000);
  return c.json({ expiresInSeconds } satisfies ApiAnswers['session']);
}

function triedBy(c: Context<AppEnv>, { now }: Deps, memory: MemoryLedger, before: Session | null): Tried {
  const secret = required(c.env, 'SESSION_SECRET');
  const ip = c.req.header('CF-Connecting-IP');
  return { db: c.env.DB ?? null, memory, secret, nowMs: now(), ip, isIn: before !== null };
}

async function checkCode(env: AppEnv['Bindings'], tried: Tried, given: string): Promise<void> {
  const isRight = await isSame(tried.secret, given.trim(), required(env, 'ACCESS_CODE'));
  await countTry(tried, isRight);
  if (isRight) return;
  throw new ApiError(
    'access_refused',
    'That is not the access code. Ask the owner of this deployment for it.',
  );
}

/**
 * Counted as a right try first, so that a flood does not reach Cloudflare, and as a wrong one once it has
 * proved to be. Nobody guesses a token, so what comes between the two is no gain.
 */
async function checkTurnstile(c: Context<AppEnv>, deps: Deps, tried: Tried, token: string): Promise<void> {
  await countTry(tried, true);
  try {
    await askTurnstile(c, deps, token);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.code === 'access_refused') await countTry(tried, false);
    throw thrown;
  }
}

function askTurnstile(c: Context<AppEnv>, deps: Deps, token: string): Promise<void> {
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
