import * as v from 'valibot';
import { TURNSTILE_ACTION } from '../../protocol/api';
import type { Asking } from '../context';
import { ApiError } from '../errors';
import { postJson } from '../http/upstream';
import { type Env, missing, required, urlSetting } from '../settings/env';

/** developers.cloudflare.com/turnstile/get-started/server-side-validation. */
const answer = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string()),
  action: v.optional(v.string()),
  'error-codes': v.optional(v.array(v.string()), []),
});

export type TokenCheck = {
  /** The hostname that this deployment is asked at: a token solved on another site is none for us. */
  hostname: string;
  /** As CF-Connecting-IP says; Cloudflare compares it with the one that solved. */
  ip: string | undefined;
  asking: Asking;
};

/**
 * Asks Cloudflare whether the token is good. That it is used once, and within 300 s, is Cloudflare's to see
 * to.
 * @throws ApiError `access_refused`, `access_unavailable` or `not_configured`.
 */
export async function checkToken(env: Env, token: string, check: TokenCheck): Promise<void> {
  const { hostname, ip, asking } = check;
  const body = {
    secret: required(env, 'TURNSTILE_SECRET'),
    response: token,
    ...(ip ? { remoteip: ip } : {}),
  };
  const api = urlSetting(env, 'TURNSTILE_API_URL') ?? 'https://challenges.cloudflare.com';
  const reply = await postJson(`${api}/turnstile/v0/siteverify`, body, {
    ...asking,
    deadlineMs: asking.deps.deadlines.turnMs,
    codes: { timeout: 'access_unavailable', unreachable: 'access_unavailable' },
  });
  const parsed = v.safeParse(answer, reply.body);
  if (!parsed.success) throw new ApiError('access_unavailable');
  demandGood(parsed.output, hostname);
}

function demandGood(verdict: v.InferOutput<typeof answer>, hostname: string): void {
  const codes = verdict['error-codes'];
  if (codes.some((code) => code.endsWith('-input-secret')))
    throw new ApiError('not_configured', missing('TURNSTILE_SECRET'));
  if (codes.includes('internal-error')) throw new ApiError('access_unavailable');
  if (!verdict.success || verdict.hostname !== hostname || verdict.action !== TURNSTILE_ACTION)
    throw new ApiError(
      'access_refused',
      'The visitor check was not passed. Reload the page to take it again.',
    );
}
