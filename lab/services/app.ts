/** The built app as Pages runs it, over TLS, under the name that the client knows. */

import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CertificateFiles } from '../../kit/process/certs';
import { type Child, plainEnv } from '../../kit/process/child';
import { ROOT } from '../../kit/process/paths';
import { closeFolder, pagesDevArgs, quietWrangler, WRANGLER_READY } from '../../kit/process/wrangler';
import { NAMESPACES, WORKER } from '../network/addresses';
import { daemon, LabError } from '../network/shell';
import { argument } from '../report';
import { RELAY_HOST } from './relay';

const STUN_URL = 'stun:stun.sightline.test:3478';
const SECOND_STUN_URL = 'stun:second.sightline.test:3478';

export const API_KEY = 'lab';

/** As the proxy orders and chooses from a vendor's list: STUN, then the relay by UDP, TLS and plain TCP. */
export const RELAY_URLS = [
  STUN_URL,
  `turn:${RELAY_HOST}:3478?transport=udp`,
  `turns:${RELAY_HOST}:443?transport=tcp`,
  `turn:${RELAY_HOST}:443?transport=tcp`,
];

/** Of every app here: the worker, and who may come. */
const COMMON_ENV = {
  OPEN_ACCESS: '1',
  ROBOFLOW_SERVER_URL: `http://${WORKER.name}:${WORKER.port}`,
  ROBOFLOW_API_KEY: API_KEY,
  ROBOFLOW_WORKSPACE: 'local',
  DEFAULT_STUN_URLS: `${STUN_URL},${SECOND_STUN_URL}`,
  WORKER_STUN_URLS: STUN_URL,
};

/** ENH on a coturn of the deployment's own. */
export const coturnEnv = (secret: string, workflow: 'codes' | 'fast' = 'codes') => ({
  ...COMMON_ENV,
  FAST_WORKFLOW_ID: workflow,
  COTURN_URLS: RELAY_URLS.join(','),
  COTURN_SECRET: secret,
});

/** ENH on the Roboflow account's own relay: no keys of Twilio, of Cloudflare, of a coturn. */
export const accountEnv = (apiUrl: string) => ({
  ...COMMON_ENV,
  FAST_WORKFLOW_ID: 'codes',
  ENHANCED_TURN: 'roboflow',
  ROBOFLOW_API_URL: apiUrl,
});

/**
 * What wrangler serves are copies: it watches its sources, and one that is edited or built anew in the middle
 * of a dial would make it restart.
 */
function runFolder(folder: string, name: string): string {
  const run = join(folder, name);
  closeFolder(run);
  cpSync(builtPage(), join(run, 'dist'), { recursive: true });
  for (const name of ['functions', 'proxy', 'protocol', 'wrangler.jsonc']) {
    cpSync(join(ROOT, name), join(run, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(run, 'node_modules'));
  return run;
}

/** `--dist FOLDER` names another build than dist/ (`npx vite build --outDir FOLDER`). */
function builtPage(): string {
  const folder = resolve(ROOT, argument('--dist') ?? 'dist');
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new LabError(`${folder} holds no built page; run \`npm run build\` first.`);
}

/** `port`: 443 where it faces the client itself, another one where the fault proxy stands before it. */
type AppPlan = { host: string; port: number; inspectorPort: number; env: Record<string, string> };

export async function startApp(
  folder: string,
  files: CertificateFiles,
  { env: own, ...listening }: AppPlan,
): Promise<Child> {
  const run = runFolder(folder, `pages-${listening.host}`);
  const args = pagesDevArgs({ root: ROOT, folder: run, dist: join(run, 'dist'), tls: files, ...listening });
  const env = { ...plainEnv(), ...quietWrangler(join(run, 'config')), ...own };
  const app = daemon(process.execPath, args, { namespace: NAMESPACES.internet, env });
  await app.until(WRANGLER_READY, 60_000);
  return app;
}
