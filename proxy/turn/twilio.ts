import type { TokenListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/token';
import { call, type Reply } from '../http/upstream';
import type { Env } from '../settings/env';
import { required, urlSetting } from '../settings/env';
import { demandSuccess, isConfigured, type MintOptions, type TurnProvider, turnCall } from './provider';

/**
 * Twilio's Network Traversal Service (twilio.com/docs/stun-turn/api), by one typed call. Its official client
 * stays out of the bundle, for types and for the test that holds what is sent and understood here against
 * it: its transport is axios on Node sockets, 0.5 MB that take 60 ms to evaluate and know neither our
 * deadline nor a visitor who left. `npm run bench:edge` prints both.
 */
export const twilio: TurnProvider = {
  name: 'twilio',
  isConfigured: (env) => isConfigured(env, 'twilio'),
  async mint(env, options) {
    const reply = await createToken(env, { ttl: options.ttlSeconds }, options);
    return (Object(demandSuccess(reply)) as { ice_servers?: unknown }).ice_servers;
  },
};

async function createToken(
  env: Env,
  { ttl }: Required<TokenListInstanceCreateOptions>,
  options: MintOptions,
): Promise<Reply> {
  const account = required(env, 'TWILIO_ACCOUNT_SID');
  const api = urlSetting(env, 'TWILIO_API_URL') ?? 'https://api.twilio.com';
  const headers = {
    Authorization: `Basic ${btoa(`${account}:${required(env, 'TWILIO_AUTH_TOKEN')}`)}`,
    'Content-Type': 'application/x-www-form-urlencoded',
    Accept: 'application/json',
    'Accept-Charset': 'utf-8',
  };
  const init = { method: 'POST', headers, body: `Ttl=${ttl}` };
  const reply = await call(
    `${api}/2010-04-01/Accounts/${encodeURIComponent(account)}/Tokens.json`,
    init,
    turnCall(options),
  );
  return { ...reply, status: meaning(reply) };
}

/**
 * Twilio's own words outrank the status: 20003 authenticate, 20429 too many requests
 * (twilio.com/docs/api/errors).
 */
function meaning({ status, body }: Reply): number {
  if (status < 300) return status;
  const { code } = Object(body) as { code?: unknown };
  if (code === 20003) return 401;
  return code === 20429 ? 429 : status;
}
