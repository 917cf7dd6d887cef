import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const RELAY = /^\s*(export\s+)?(TWILIO_ACCOUNT_SID|CLOUDFLARE_TURN_KEY_ID|COTURN_URLS)\s*=\s*['"]?[^\s'"#]/m;
const ACCOUNT = /^\s*(export\s+)?ROBOFLOW_API_KEY\s*=\s*['"]?[^\s'"#]/m;
const WORKER_HERE = /^\s*(export\s+)?ROBOFLOW_SERVER_URL\s*=\s*['"]?https?:\/\/(localhost|127\.|\[::1\])/m;

/** @param {string} root */
function read(root) {
  try {
    return readFileSync(process.env.DEV_VARS_FILE || join(root, '.dev.vars'), 'utf8');
  } catch {
    return '';
  }
}

/**
 * Do the settings name a relay, or a worker in the cloud that a relay on this machine could not reach? Then
 * none is needed here.
 * @param {string} root
 */
export function hasOwnRelay(root) {
  return RELAY.test(read(root)) || hasOwnWorker(root);
}

/**
 * Do they name a worker in the cloud?
 * @param {string} root
 */
export function hasOwnWorker(root) {
  const text = read(root);
  return ACCOUNT.test(text) && !WORKER_HERE.test(text);
}
