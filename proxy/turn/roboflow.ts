import type { IceServer } from '../../protocol/api';
import { call } from '../http/upstream';
import { workerServer } from '../inference/server';
import type { Env } from '../settings/env';
import { type MintOptions, turnCall } from './provider';
import { cleanList } from './rules';

/**
 * The hosts that share Roboflow's relay: those for which its own clients ask (inference-sdk-js 0.1.13,
 * inference_sdk/config.py).
 */
const HOSTS = new Set(['serverless.roboflow.com', 'serverless.roboflow.one', 'serverless.roboflow.eu']);

/**
 * The relay of the Roboflow account, where it has one. Not having one is usual, so every failure means
 * "none": an empty list.
 */
export async function roboflowServers(env: Env, options: MintOptions): Promise<IceServer[]> {
  const { url, apiKey } = workerServer(env);
  if (!apiKey || !HOSTS.has(new URL(url).hostname)) return [];
  // The key stands in the query, as the service wants it: this address must never be logged or quoted.
  const address = `https://api.roboflow.com/webrtc_turn_config?api_key=${encodeURIComponent(apiKey)}`;
  const reply = await call(address, {}, turnCall(options)).catch(() => null);
  return reply?.status === 200 ? cleanList(asList(reply.body)) : [];
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
