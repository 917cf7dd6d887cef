import type { DeploymentConfig, EnhancedOffer } from '../protocol/api';
import { ApiError } from './errors';
import { lockOf, siteKey } from './guard/lock';
import { isLoopback } from './hosts';
import { OFFER_BYTES, PLANS, SESSION_SECONDS } from './inference/offer';
import { PHOTO_BYTES } from './inference/photo';
import { workflowOffer } from './inference/workflows';
import { type Env, listSetting } from './settings/env';
import { parseIceUrl } from './turn/iceUrl';
import { chosenProvider } from './turn/lists';

/**
 * What this deployment offers a visitor at `url`. It never fails: what is not configured is said where it is
 * missed.
 */
export function deploymentConfig(env: Env, url: URL, network: string | null): DeploymentConfig {
  const access = lockOf(env, url);
  const turnstileSiteKey = access === 'turnstile' ? siteKey(env) : undefined;
  return {
    network,
    enhanced: enhancedOffer(env),
    workflows: { fast: workflowOffer(env, 'fast'), accurate: workflowOffer(env, 'accurate') },
    plans: PLANS,
    access,
    ...(turnstileSiteKey ? { turnstileSiteKey } : {}),
    limits: { sessionSeconds: SESSION_SECONDS, photoBytes: PHOTO_BYTES, offerBytes: OFFER_BYTES },
  };
}

function enhancedOffer(env: Env): EnhancedOffer {
  try {
    const { name } = chosenProvider(env);
    const iceTransportPolicy = name === 'coturn' && onThisMachine(env) ? 'relay' : 'all';
    return { available: true, provider: name, iceTransportPolicy };
  } catch (thrown) {
    if (thrown instanceof ApiError) return { available: false, reason: thrown.message };
    throw thrown;
  }
}

/**
 * Whether every relay address is of the machine that the visitor sits at: direct then always wins, and ENH
 * would have nothing to show.
 */
function onThisMachine(env: Env): boolean {
  const addresses = (listSetting(env, 'COTURN_URLS') ?? []).map(parseIceUrl);
  return addresses.every((address) => address !== null && isLoopback(address.host));
}
