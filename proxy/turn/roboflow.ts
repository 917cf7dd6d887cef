import type { IceServer } from '../../protocol/api';
import { ApiError } from '../errors';
import { call, type Reply } from '../http/upstream';
import { workerServer } from '../inference/server';
import { type Env, has, required, urlSetting } from '../settings/env';
import { demandSuccess, type MintOptions, type TurnProvider, turnCall } from './provider';
import { cleanList, hasRelay } from './rules';

/**
 * The hosts that share Roboflow's relay: those for which its own clients ask (inference-sdk-js 0.1.13,
 * inference_sdk/config.py).
 */
const HOSTS = new Set(['serverless.roboflow.com', 'serverless.roboflow.one', 'serverless.roboflow.eu']);

/** What the service may answer where an account has no relay; its code is private. */
const NONE = new Set([403, 404]);

/** The relay of the Roboflow account itself: a key and nothing else. */
export const roboflow: TurnProvider = {
  name: 'roboflow',
  // By a key alone nobody can tell whether its account has one; a key of one's own server belongs to none.
  isConfigured: (env) => has(env, 'ROBOFLOW_API_KEY') && isHosted(env),
  async mint(env, options) {
    const reply = await askForList(env, required(env, 'ROBOFLOW_API_KEY'), options);
    const servers = NONE.has(reply.status) ? [] : asList(demandSuccess(reply));
    if (!hasRelay(cleanList(servers))) throw new ApiError('not_configured', NO_RELAY);
    return servers;
  },
};

const NO_RELAY =
  'The Roboflow account has no relay of its own. Set the keys of Twilio, Cloudflare or a coturn in place of it.';

/**
 * The relay of the Roboflow account, where it has one. Not having one is usual, so every failure means
 * "none": an empty list.
 */
export async function roboflowServers(env: Env, options: MintOptions): Promise<IceServer[]> {
  const { apiKey } = workerServer(env);
  if (!apiKey || !isHosted(env)) return [];
  const reply = await askForList(env, apiKey, options).catch(() => null);
  return reply?.status === 200 ? cleanList(asList(reply.body)) : [];
}

function isHosted(env: Env): boolean {
  return HOSTS.has(new URL(workerServer(env).url).hostname);
}

/** The key stands in the query, as the service wants it: this address must never be logged or quoted. */
function askForList(env: Env, apiKey: string, options: MintOptions): Promise<Reply> {
  const api = urlSetting(env, 'ROBOFLOW_API_URL') ?? 'https://api.roboflow.com';
  return call(`${api}/webrtc_turn_config?api_key=${encodeURIComponent(apiKey)}`, {}, turnCall(options));
}

/**
 * Clients in the field accept `{iceServers}`, one bare server, and a bare array; the service's code is
 * private.
 */
function asList(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  const { iceServers } = Object(body) as { iceServers?: unknown };
  return Array.isArray(iceServers) ? iceServers : [body];
}
