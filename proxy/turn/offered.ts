/** What ENH is said to have, before anybody has paid for credentials. */
import type { EnhancedOffer } from '../../protocol/api';
import type { Asking, Deps } from '../context';
import { ApiError } from '../errors';
import { isLoopback } from '../hosts';
import { Kept } from '../http/kept';
import { type Env, has, listSetting } from '../settings/env';
import { parseIceUrl } from './iceUrl';
import { chosenProvider } from './lists';
import { TTL_SECONDS } from './provider';
import { roboflow } from './roboflow';

const KEPT_MS = 10 * 60_000;
/** Of a service that failed: the next visitor asks again. */
const FAILED_MS = 60_000;
const UNKNOWN =
  'Whether the Roboflow account has a relay is not known yet. Show that you may use this app first.';

/** Null: it has a relay. Undefined: nobody knows. Else why not, in a sentence. */
type Lack = string | null | undefined;
/** @param asking null for a visitor who may not make this deployment ask anybody. */
export type OfferEnhanced = (env: Env, asking: Asking | null) => Promise<EnhancedOffer>;

/** Whether the Roboflow account has a relay is asked once in ten minutes; all else stands in the settings. */
export function enhancedOffers(deps: Deps): OfferEnhanced {
  const lacks = new Kept<Lack>(deps.now);
  return async (env, asking) => {
    try {
      const { name } = chosenProvider(env);
      if (name === 'roboflow') await demandAccountRelay(env, lacks, asking);
      const iceTransportPolicy = name === 'coturn' && onThisMachine(env) ? 'relay' : 'all';
      return { available: true, provider: name, iceTransportPolicy };
    } catch (thrown) {
      if (thrown instanceof ApiError) return { available: false, reason: thrown.message };
      throw thrown;
    }
  };
}

/** @throws ApiError where the account has none; where nobody knows, only if its owner did not ask for it. */
async function demandAccountRelay(env: Env, lacks: Kept<Lack>, asking: Asking | null): Promise<void> {
  const key = `${env.ROBOFLOW_API_KEY} ${env.ROBOFLOW_API_URL}`;
  const kept = lacks.fresh(key);
  const lack = kept === undefined && asking ? await look(env, asking) : kept;
  if (kept === undefined && asking) lacks.keep(key, lack, lack === undefined ? FAILED_MS : KEPT_MS);
  if (lack) throw new ApiError('not_configured', lack);
  if (lack === undefined && !has(env, 'ENHANCED_TURN')) throw new ApiError('not_configured', UNKNOWN);
}

async function look(env: Env, asking: Asking): Promise<Lack> {
  try {
    await roboflow.mint(env, { ...asking, seen: () => {}, ttlSeconds: TTL_SECONDS });
    return null;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    // What passes by itself is no reason to hide the button.
    const final = thrown.code === 'not_configured' || thrown.code === 'turn_unauthorized';
    return final ? thrown.message : undefined;
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
