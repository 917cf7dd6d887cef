import { listSetting, required } from '../settings/env';
import { isConfigured, type TurnProvider } from './provider';

/**
 * An own coturn with `use-auth-secret`: credentials are computed, nobody is asked
 * (draft-uberti-behave-turn-rest-00).
 */
export const coturn: TurnProvider = {
  name: 'coturn',
  isConfigured: (env) => isConfigured(env, 'coturn'),
  async mint(env, { ttlSeconds, deps }) {
    required(env, 'COTURN_URLS');
    const secret = required(env, 'COTURN_SECRET');
    const expiry = Math.floor(deps.now() / 1000) + ttlSeconds;
    // A name of its own for each list, so that coturn's user-quota counts visitors and not the deployment.
    const username = `${expiry}:${crypto.randomUUID().slice(0, 8)}`;
    return [{ urls: listSetting(env, 'COTURN_URLS'), username, credential: await sign(secret, username) }];
  },
};

async function sign(secret: string, username: string): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, bytes.encode(username));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}
