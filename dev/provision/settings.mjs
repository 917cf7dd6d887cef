import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const RELAY = /^\s*(export\s+)?(TWILIO_ACCOUNT_SID|CLOUDFLARE_TURN_KEY_ID|COTURN_URLS)\s*=\s*['"]?[^\s'"#]/m;
const ACCOUNT = /^\s*(export\s+)?ROBOFLOW_API_KEY\s*=\s*['"]?[^\s'"#]/m;
const WORKER_HERE = /^\s*(export\s+)?ROBOFLOW_SERVER_URL\s*=\s*['"]?https?:\/\/(localhost|127\.|\[::1\])/m;

/**
 * Do the settings name a relay, or a worker in the cloud that a relay on this machine could not reach? Then
 * none is needed here.
 * @param {string} root
 */
export function hasOwnRelay(root) {
  try {
    const text = readFileSync(process.env.DEV_VARS_FILE || join(root, '.dev.vars'), 'utf8');
    return RELAY.test(text) || (ACCOUNT.test(text) && !WORKER_HERE.test(text));
  } catch {
    return false;
  }
}
