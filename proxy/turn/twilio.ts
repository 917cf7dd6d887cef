import { ApiError } from '../errors';
import { call, type Reply } from '../http/upstream';
import type { Env } from '../settings/env';
import { required, urlSetting } from '../settings/env';
import { isConfigured, type MintOptions, type TurnProvider, turnCall, turnFailure } from './provider';

/**
 * Twilio's Network Traversal Service, by the token resource of its official client. The rest of the client
 * stays out: its own transport is axios on Node sockets, 0.5 MB that take 60 ms to evaluate and know neither
 * our deadline nor a visitor who left, and its `Version` is 25 KB of which a token needs ten lines. Pages'
 * free plan gives a request 10 ms of CPU; `npm run bench:edge` says what this takes of them in a fresh
 * isolate, where rehearsal.ts has had it evaluated before the first request. A test holds what is sent and
 * understood against the whole client.
 */
export const twilio: TurnProvider = {
  name: 'twilio',
  isConfigured: (env) => isConfigured(env, 'twilio'),
  async mint(env, options) {
    const tokens = await tokenResource(env, options);
    try {
      return (await tokens.create({ ttl: options.ttlSeconds })).iceServers;
    } catch (cause) {
      if (cause instanceof ApiError || options.signal.aborted) throw cause;
      // The resource choked on an answer of another shape.
      throw new ApiError('turn_bad_answer', undefined, { cause });
    }
  },
};

async function tokenResource(env: Env, options: MintOptions) {
  const account = required(env, 'TWILIO_ACCOUNT_SID');
  const credentials = btoa(`${account}:${required(env, 'TWILIO_AUTH_TOKEN')}`);
  const api = urlSetting(env, 'TWILIO_API_URL') ?? 'https://api.twilio.com';
  // No other route's request pays for it: it is evaluated by the rehearsal, or here.
  const { TokenListInstance } = await import('twilio/lib/rest/api/v2010/account/token.js');
  type V2010 = Parameters<typeof TokenListInstance>[0];
  // Of the API's version the resource uses these two, and the second for callbacks alone.
  const version = {
    create: (asked: Asked) => send(`${api}/2010-04-01${asked.uri}`, asked, credentials, options),
    setPromiseCallback: (promise: unknown) => promise,
  };
  return TokenListInstance(version as unknown as V2010, account);
}

/** What the resource hands to its API's version. `data` holds numbers where the caller gave some. */
type Asked = {
  method: string;
  uri: string;
  data: Record<string, string | number>;
  headers: Record<string, string>;
};

/** Sends as the whole client would, and answers with Twilio's body. @throws ApiError `turn_*` */
async function send(url: string, asked: Asked, credentials: string, options: MintOptions) {
  const form = Object.entries(asked.data).map(([name, value]): [string, string] => [name, String(value)]);
  const init = {
    method: asked.method.toUpperCase(),
    headers: { ...asked.headers, Authorization: `Basic ${credentials}`, 'Accept-Charset': 'utf-8' },
    body: new URLSearchParams(form).toString(),
  };
  return demandToken(await call(url, init, turnCall(options)));
}

function demandToken({ status, body, retryAfterMs }: Reply): object {
  if (status < 200 || status > 299) throw turnFailure(meaning(status, body), retryAfterMs);
  if (typeof body !== 'object' || body === null) throw new ApiError('turn_bad_answer');
  // Nobody reads the dates, and taking them apart cost a fresh isolate half a millisecond.
  return { ...body, date_created: null, date_updated: null };
}

/**
 * Twilio's own words outrank the status: 20003 authenticate, 20429 too many requests
 * (twilio.com/docs/api/errors).
 */
function meaning(status: number, body: unknown): number {
  const { code } = Object(body) as { code?: unknown };
  if (code === 20003) return 401;
  return code === 20429 ? 429 : status;
}
