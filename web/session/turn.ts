import type { IceServer } from '../../protocol/api';
import { type Fetch, fetchTurnConfig } from './api';
import { childScope, type Scope } from './within';

/** Relay credentials and when they stop allocating (ms of the page's own clock; null for STUN alone). */
export type Relay = { iceServers: IceServer[]; expiresAtMs: number | null };

/**
 * The ICE servers of one TURN route. Asked through the typed client, not through the connector's `getIceServers`:
 * that one turns every failure into null (inference-sdk 0.1.13), cannot be aborted, and drops the expiry that
 * warming and renewing need.
 * @throws Failure with the code of what failed.
 */
export async function fetchRelay(fetch: Fetch, turnConfigUrl: string, parent: Scope): Promise<Relay> {
  const scope = childScope(parent);
  try {
    const askedAtMs = parent.clock.now();
    const { iceServers, expiresInSeconds } = await fetchTurnConfig(fetch, turnConfigUrl, scope);
    // From the asking on: the answer has been under way, and no other machine's clock has a say.
    const expiresAtMs = expiresInSeconds === undefined ? null : askedAtMs + expiresInSeconds * 1000;
    return { iceServers, expiresAtMs };
  } finally {
    scope.end(); // Also aborts the request where the deadline came first.
  }
}
