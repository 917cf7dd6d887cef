import type { Access } from '../../protocol/api';
import { isLoopback } from '../hosts';
import { type Env, has, isBilled, setting, type Visitor } from '../settings/env';

/** What this deployment asks a visitor at that address for: the strictest of what is set. */
export function lockOf(env: Env, url: URL): Access {
  return isExempt(env, url) ? 'none' : locked(env);
}

/**
 * On a developer's own machine nothing is asked for and nothing counted. Over https even there a lock counts,
 * where one is set, so that it can be tried: the cookie needs https.
 */
export function isExempt(env: Env, url: URL): boolean {
  const { here, https } = env.visitor ?? visitorBy(env, url);
  return here && (!https || locked(env) === 'none');
}

/**
 * Without a front the URL is all there is. A deployed Worker sees its own hostname there, never localhost.
 * Under wrangler alone any request can put localhost there, so that counts only where nobody is billed.
 */
function visitorBy(env: Env, { hostname, protocol }: URL): Visitor {
  return { here: isLoopback(hostname) && !isBilled(env), https: protocol === 'https:' };
}

/**
 * The key for the page's widget; undefined where it is missing or malformed, which `POST /v1/session` then
 * says.
 */
export function siteKey(env: Env): string | undefined {
  try {
    return setting(env, 'TURNSTILE_SITE_KEY');
  } catch {
    return undefined;
  }
}

/**
 * Either setting of Access or of Turnstile counts: an owner who forgot the other must not find the door open.
 */
function locked(env: Env): Access {
  if (has(env, 'CF_ACCESS_TEAM') || has(env, 'CF_ACCESS_AUD')) return 'sign_in';
  if (has(env, 'ACCESS_CODE')) return 'code';
  return has(env, 'TURNSTILE_SITE_KEY') || has(env, 'TURNSTILE_SECRET') ? 'turnstile' : 'none';
}

/**
 * Every setting of the door. What was signed under other ones is no good any more: who changes a code wants
 * everybody to show the new one.
 */
export function doorOf(env: Env): string {
  const keys = [
    'CF_ACCESS_TEAM',
    'CF_ACCESS_AUD',
    'ACCESS_CODE',
    'TURNSTILE_SITE_KEY',
    'TURNSTILE_SECRET',
  ] as const;
  return JSON.stringify(keys.map((key) => env[key]?.trim() ?? ''));
}
