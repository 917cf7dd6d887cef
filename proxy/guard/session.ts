import { type Env, required } from '../settings/env';
import { doorOf } from './lock';
import { seal, unseal } from './sign';

/** How long a session lasts without a call that costs something. */
const SESSION_MS = 15 * 60_000;
/** However busy: after this a proof is asked for again. */
const LONGEST_MS = 12 * 3_600_000;
/** With less than this left, the next answer carries a new cookie. */
const RENEW_BELOW_MS = 10 * 60_000;

/**
 * Only ever over https, by this host alone and on all its paths: that is what the prefix makes browsers
 * enforce (RFC 6265bis §4.1.3.2).
 */
const COOKIE = '__Host-sightline';

/** One visitor's signed leave to use this deployment. Times are Unix times in ms. */
export type Session = { id: string; sinceMs: number; untilMs: number };

/**
 * @param before the session that the visitor still holds: its id goes on, so that a new proof is no new
 * budget.
 */
export function startSession(nowMs: number, before: Session | null): Session {
  const id = before?.id ?? crypto.randomUUID();
  return { id, sinceMs: nowMs, untilMs: nowMs + SESSION_MS };
}

/** @returns the session with a new end, or null where it needs none yet or has lasted long enough. */
export function renewed(session: Session, nowMs: number): Session | null {
  if (session.untilMs - nowMs > RENEW_BELOW_MS) return null;
  const untilMs = Math.min(nowMs + SESSION_MS, session.sinceMs + LONGEST_MS);
  return untilMs > session.untilMs ? { ...session, untilMs } : null;
}

/** What a session's signature hangs on: the deployment's secret, and its door as `doorOf` names it. */
export type Signer = { secret: string; door: string };

/** @throws ApiError `not_configured` */
export function signerOf(env: Env): Signer {
  return { secret: required(env, 'SESSION_SECRET'), door: doorOf(env) };
}

/** The value of a Set-Cookie header. */
export async function sessionCookie(
  { secret, door }: Signer,
  session: Session,
  nowMs: number,
): Promise<string> {
  const { id, sinceMs, untilMs } = session;
  const value = await seal(secret, 'session', `${id}.${sinceMs}.${untilMs}`, door);
  const maxAge = Math.ceil((untilMs - nowMs) / 1000);
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=Strict`;
}

/** @param header Cookie, as the browser sent it.
 * @returns null where there is no session, a forged one, one that is over or one of another door. */
export async function readSession(
  { secret, door }: Signer,
  header: string | undefined,
  nowMs: number,
): Promise<Session | null> {
  const sealed = cookieValue(header ?? '');
  const payload = sealed === undefined ? null : await unseal(secret, 'session', sealed, door);
  const [, id, since, until] = /^([0-9a-f-]{36})\.(\d+)\.(\d+)$/.exec(payload ?? '') ?? [];
  if (id === undefined || Number(until) <= nowMs) return null;
  return { id, sinceMs: Number(since), untilMs: Number(until) };
}

function cookieValue(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
