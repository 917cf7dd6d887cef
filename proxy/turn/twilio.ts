import type { Env } from '../env';
import { required, urlSetting } from '../env';
import { ApiError } from '../errors';
import { call, type Reply } from '../upstream';
import { isConfigured, type MintOptions, type TurnProvider, turnFailure } from './provider';

/**
 * Twilio's Network Traversal Service, by the token resource of its official client. The rest of the client stays out: its own
 * transport is axios on Node sockets, 0.5 MB that take 60 ms to evaluate and know neither our deadline nor a visitor who left,
 * and Pages' free plan gives a request 10 ms of CPU. A test holds what is sent and understood against the whole client.
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
      throw failure(cause);
    }
  },
};

async function tokenResource(env: Env, options: MintOptions) {
  const account = required(env, 'TWILIO_ACCOUNT_SID');
  const credentials = btoa(`${account}:${required(env, 'TWILIO_AUTH_TOKEN')}`);
  const api = urlSetting(env, 'TWILIO_API_URL') ?? 'https://api.twilio.com';
  // Only this path pays for them.
  const [domain, version, { TokenListInstance }] = await Promise.all([
    import('twilio/lib/base/Domain.js'),
    import('twilio/lib/base/Version.js'),
    import('twilio/lib/rest/api/v2010/account/token.js'),
  ]);
  const client = { request: (asked: Asked) => send(asked, credentials, options) };
  const Domain = exported(domain);
  const Version = exported(version);
  type Client = ConstructorParameters<typeof Domain>[0];
  type V2010 = Parameters<typeof TokenListInstance>[0];
  // Of the client a resource uses `request` alone, and of the API's version what every version has.
  const v2010 = new Version(new Domain(client as unknown as Client, api), '2010-04-01') as V2010;
  return TokenListInstance(v2010, account);
}

/** CommonJS seen from an ES module: Node and esbuild put all exports under `default`, TypeScript promises the class there. */
function exported<T>(module: { default: T }): T {
  const { default: inner } = module.default as { default?: T };
  return inner ?? module.default;
}

/** What the resource hands to its client's transport. */
type Asked = { method: string; uri: string; data: Record<string, string>; headers: Record<string, string> };

/** Sends as the whole client would. Twilio's body comes back as it is: the resource reads errors out of it, too. */
async function send(asked: Asked, credentials: string, { deps, signal }: MintOptions) {
  const { method, uri, data, headers } = asked;
  const init = {
    method: method.toUpperCase(),
    headers: { ...headers, Authorization: `Basic ${credentials}`, 'Accept-Charset': 'utf-8' },
    body: new URLSearchParams(data).toString(),
  };
  const reply = await call(uri, init, {
    fetch: deps.fetch,
    deadlineMs: deps.deadlines.turnMs,
    signal,
    codes: { timeout: 'turn_timeout', unreachable: 'turn_unavailable' },
  });
  return { statusCode: reply.status, body: demandObject(reply) };
}

/** The resource trusts that there is an object, and takes text apart as JSON. */
function demandObject({ status, body, retryAfterMs }: Reply): object {
  if (typeof body === 'object' && body !== null) {
    // The vendor's own word on when to come back is in a header, which the resource's error does not carry.
    if (status === 429) throw turnFailure(429, { retryAfterMs });
    return body;
  }
  if (status >= 200 && status <= 299)
    throw new ApiError('turn_bad_answer', undefined, { upstreamStatus: status });
  throw turnFailure(status, { retryAfterMs });
}

/** RestException carries status and Twilio's code; what is left is the resource choking on an answer of another shape. */
function failure(cause: unknown): ApiError {
  const { status, code } = Object(cause) as { status?: unknown; code?: unknown };
  // Twilio's own words outrank the status: 20003 authenticate, 20429 too many requests (twilio.com/docs/api/errors).
  if (code === 20003) return turnFailure(401, { cause });
  if (code === 20429) return turnFailure(429, { cause });
  if (typeof status === 'number') return turnFailure(status, { cause });
  return new ApiError('turn_bad_answer', undefined, { cause });
}
