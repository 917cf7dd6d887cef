import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ELSEWHERE =
  /^\s*(export\s+)?(TWILIO_ACCOUNT_SID|CLOUDFLARE_TURN_KEY_ID|COTURN_URLS|ROBOFLOW_API_KEY)\s*=\s*['"]?[^\s'"#]/m;

/**
 * Do the settings name a relay, or a worker in the cloud that a relay on this machine could not reach? Then none is needed here.
 * @param {string} root
 */
export function hasOwnRelay(root) {
  try {
    return ELSEWHERE.test(readFileSync(process.env.DEV_VARS_FILE || join(root, '.dev.vars'), 'utf8'));
  } catch {
    return false;
  }
}
