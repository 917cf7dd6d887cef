/** `GET` of a TURN route: the ICE servers, and how long their credentials are good. */
import type { IceServer, TurnConfig } from '../../protocol/api';
import { Failure } from '../errors/failure';
import type { Scope } from '../time/scope';
import { type Fetch, getJson } from './client';

/** The proxy gives a TURN vendor 8 s; this is that and the way there and back. */
const DEADLINE_MS = 11_000;

/** Relay credentials and when they stop allocating (ms of the page's own clock; null for STUN alone). */
export type Relay = { iceServers: IceServer[]; expiresAtMs: number | null };

/**
 * Not by the connector's `getIceServers`: that one turns every failure into null (inference-sdk 0.1.13),
 * cannot be aborted, and drops the expiry that warming and renewing need.
 * @throws Failure as `getJson`, or with the code of what the relay's vendor did
 */
export async function fetchRelay(fetch: Fetch, turnConfigUrl: string, scope: Scope): Promise<Relay> {
  const askedAtMs = scope.clock.now();
  const request = { url: turnConfigUrl, deadlineMs: DEADLINE_MS };
  const { iceServers, expiresInSeconds } = await getJson<Partial<TurnConfig>>(fetch, request, scope);
  if (!Array.isArray(iceServers)) throw new Failure('proxy_bad_answer');
  // From the asking on: the answer has been under way, and no other machine's clock has a say.
  const isTold = typeof expiresInSeconds === 'number' && Number.isFinite(expiresInSeconds);
  return { iceServers, expiresAtMs: isTold ? askedAtMs + expiresInSeconds * 1000 : null };
}
