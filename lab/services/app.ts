/** The built app as Pages runs it, over TLS, under the name that the client knows. */

import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CertificateFiles } from '../../kit/process/certs';
import { type Child, plainEnv } from '../../kit/process/child';
import { ROOT } from '../../kit/process/paths';
import { closeFolder, pagesDevArgs, quietWrangler, WRANGLER_READY } from '../../kit/process/wrangler';
import { HOSTS, NAMESPACES, WORKER } from '../network/addresses';
import { daemon, LabError } from '../network/shell';
import { argument } from '../report';
import { RELAY_HOST } from './relay';

const STUN_URL = 'stun:stun.sightline.test:3478';
const SECOND_STUN_URL = 'stun:second.sightline.test:3478';

/** As the proxy orders and chooses from a vendor's list: STUN, then the relay by UDP, TLS and plain TCP. */
const RELAY_URLS = [
  STUN_URL,
  `turn:${RELAY_HOST}:3478?transport=udp`,
  `turns:${RELAY_HOST}:443?transport=tcp`,
  `turn:${RELAY_HOST}:443?transport=tcp`,
];

const appEnv = (secret: string) => ({
  OPEN_ACCESS: '1',
  ROBOFLOW_SERVER_URL: `http://${WORKER.name}:${WORKER.port}`,
  ROBOFLOW_API_KEY: 'lab',
  ROBOFLOW_WORKSPACE: 'local',
  FAST_WORKFLOW_ID: 'codes',
  COTURN_URLS: RELAY_URLS.join(','),
  COTURN_SECRET: secret,
  DEFAULT_STUN_URLS: `${STUN_URL},${SECOND_STUN_URL}`,
  WORKER_STUN_URLS: STUN_URL,
});

/**
 * What wrangler serves are copies: it watches its sources, and one that is edited or built anew in the middle
 * of a dial would make it restart.
 */
function runFolder(folder: string): string {
  const run = join(folder, 'pages');
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

/** @param port 443 where it faces the client itself, another one where the fault proxy stands before it. */
export async function startApp(
  folder: string,
  files: CertificateFiles,
  secret: string,
  port: number,
): Promise<Child> {
  const run = runFolder(folder);
  const listening = { host: HOSTS.app, port, inspectorPort: 9229 };
  const args = pagesDevArgs({ root: ROOT, folder: run, dist: join(run, 'dist'), tls: files, ...listening });
  const env = { ...plainEnv(), ...quietWrangler(join(run, 'config')), ...appEnv(secret) };
  const app = daemon(process.execPath, args, { namespace: NAMESPACES.internet, env });
  await app.until(WRANGLER_READY, 60_000);
  return app;
}
