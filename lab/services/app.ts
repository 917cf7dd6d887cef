/** The built app as Pages runs it, over TLS, under the name that the client knows. */

import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CertificateFiles } from '../../dev/certs';
import { ROOT } from '../../kit/paths';
import { plainEnv } from '../../kit/process/child';
import { closeFolder, pagesDevArgs, quietWrangler } from '../../kit/process/pagesDev';
import { HOSTS, NAMESPACES, WORKER } from '../addresses';
import { argument } from '../report';
import { type Daemon, daemon, LabError } from '../shell';
import { RELAY_HOST } from './relay';

export const STUN_URL = 'stun:stun.sightline.test:3478';

/** In the order and choice that the proxy makes of a vendor's list: a STUN server, and the relay by UDP, TLS and plain TCP. */
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
  DEFAULT_STUN_URLS: STUN_URL,
  WORKER_STUN_URLS: STUN_URL,
});

/**
 * What wrangler serves are copies: it watches its sources, and one that is edited or built anew in the middle of a dial would make it
 * restart.
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

/** @param port 443 where it faces the client itself, another one where the front (front.ts) stands before it. */
export async function startApp(
  folder: string,
  files: CertificateFiles,
  secret: string,
  port: number,
): Promise<Daemon> {
  const run = runFolder(folder);
  const app = daemon(
    process.execPath,
    pagesDevArgs({
      root: ROOT,
      folder: run,
      dist: join(run, 'dist'),
      host: HOSTS.app,
      port,
      inspectorPort: 9229,
      tls: files,
    }),
    {
      namespace: NAMESPACES.internet,
      env: {
        ...plainEnv(),
        ...quietWrangler(join(run, 'config')),
        ...appEnv(secret),
      },
    },
  );
  await app.until(/Ready on https?:\/\/\S+/, 60_000);
  return app;
}
