/**
 * Cloudflare Access in front of the deployment: it signs visitors in and hands each request on with a token.
 * That it stands there is not believed but checked, by the token's signature: a header can be written by
 * anybody who finds an address that Access does not cover.
 * developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json
 */
import { decodeHeader, verify } from 'hono/utils/jwt/jwt';
import type { Asking } from '../context';
import { ApiError, type Reason } from '../errors';
import { type Env, required } from '../settings/env';
import type { AccessKeys } from './accessKeys';

export const TOKEN_HEADER = 'Cf-Access-Jwt-Assertion';

type Claims = { sub?: unknown; common_name?: unknown; exp?: unknown };

/**
 * Who is signed in: a person, or a service by its token's name.
 * @param token of the request's TOKEN_HEADER.
 * @throws ApiError `sign_in_required`, `sign_in_refused`, `access_unavailable` or `not_configured`.
 */
export async function signedIn(
  env: Env,
  token: string | undefined,
  keys: AccessKeys,
  asking: Asking,
): Promise<string> {
  const team = required(env, 'CF_ACCESS_TEAM').toLowerCase();
  const aud = required(env, 'CF_ACCESS_AUD').toLowerCase();
  if (!token) throw again('token_missing');
  const key = await keys.find(team, keyIdOf(token), asking);
  if (!key) throw again('token_key_unknown');
  // No `iat`: it is there for information, and a second's difference between two machines must not matter.
  const rules = { alg: 'RS256', iss: `https://${team}`, aud, iat: false } as const;
  return nameOf((await verify(token, key, rules).catch(refuse)) as Claims);
}

/** Another algorithm than RS256 is refused before a key is looked for. */
function keyIdOf(token: string): string {
  try {
    const { alg, kid } = decodeHeader(token) as { alg?: unknown; kid?: unknown };
    if (alg === 'RS256' && typeof kid === 'string') return kid;
  } catch {
    // It is no token at all.
  }
  throw refused('token_forged');
}

/** A service token has an empty `sub` and a `common_name` (Cloudflare, "Application token"). */
function nameOf({ sub, common_name: service, exp }: Claims): string {
  // Hono takes a token without an end.
  if (typeof exp !== 'number') throw refused('token_forged');
  if (typeof sub === 'string' && sub !== '') return `person ${sub}`;
  if (typeof service === 'string' && service !== '') return `service ${service}`;
  throw refused('token_of_nobody');
}

/** Hono's errors quote the token, so none of them goes on as a cause. */
function refuse(thrown: unknown): never {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'JwtTokenExpired' || name === 'JwtTokenNotBefore') throw again('token_over');
  throw refused(/Aud|Issuer/.test(name) ? 'token_foreign' : 'token_forged');
}

const again = (reason: Reason) => new ApiError('sign_in_required', undefined, { reason });
const refused = (reason: Reason) => new ApiError('sign_in_refused', undefined, { reason });
