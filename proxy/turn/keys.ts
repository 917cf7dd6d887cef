import type { TurnProviderName } from '../../protocol/api';
import type { EnvKey } from '../settings/envKeys';

/**
 * What each relay provider cannot do without. The order is the one in which ENH looks for a configured one.
 */
export const RELAY_KEYS: Record<TurnProviderName, EnvKey[]> = {
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  cloudflare: ['CLOUDFLARE_TURN_KEY_ID', 'CLOUDFLARE_TURN_API_TOKEN'],
  coturn: ['COTURN_URLS', 'COTURN_SECRET'],
  roboflow: ['ROBOFLOW_API_KEY'],
};
