import type { IceServer } from '../../protocol/api';
import { type Fetch, fetchIceServers, TURN_DEADLINE_MS } from './api';
import type { DialPlan } from './types';
import { type Scope, within } from './within';

/**
 * The browser's ICE servers by the plan's connector. Its null means "something failed" (inference-sdk 0.1.13 swallows
 * the reason and would dial STUN-only in silence), so the route is asked once more for its code.
 * @throws Failure with the code of what failed.
 */
export async function iceServersFor(plan: DialPlan, fetch: Fetch, scope: Scope): Promise<IceServer[]> {
  const asked = plan.connector.getIceServers?.() ?? Promise.resolve(null);
  const servers = await within(asked, TURN_DEADLINE_MS, 'turn_timeout', scope);
  return servers ?? fetchIceServers(fetch, plan.turnConfigUrl, scope);
}
