import { hmacKey, toHex } from './guard/sign';
import { type Env, setting } from './settings/env';

/** Without a secret of the deployment's own the hash still differs from place to place, if not secretly. */
const DEFAULT_SALT = 'sightline';
const KEY_BYTES = 8;

/**
 * A name for the visitor's network that tells nothing about it: the page learns per network whether direct
 * video is blocked, and cannot see by itself which one it is on.
 * @param request as workerd hands it over: `cf.asn` is the number of the network it came from
 * (developers.cloudflare.com/workers/runtime-apis/request).
 * @returns 16 hexadecimal digits, or null where the edge does not say.
 */
export async function networkKey(env: Env, request: object): Promise<string | null> {
  const asn = (request as { cf?: { asn?: unknown } | null }).cf?.asn;
  if (typeof asn !== 'number') return null;
  const salt = setting(env, 'SESSION_SECRET') ?? DEFAULT_SALT;
  const name = new TextEncoder().encode(`network:${asn}`);
  const hash = await crypto.subtle.sign('HMAC', await hmacKey(salt), name);
  return toHex(new Uint8Array(hash, 0, KEY_BYTES));
}
