/** What needs an account, or a server of one's own. */
import { account, dry, helpOf, type Row, run, runInPart } from '../row';

/** The subcommand and every option are there in the wrangler that package-lock.json pins. */
function wrangler(subcommand: string, rest: string): Row {
  const command = `npx wrangler ${subcommand} ${rest}`.trim();
  const { typed, prints = [] } = helpOf(command, `npx wrangler ${subcommand} --help`);
  const itself = new RegExp(`^wrangler ${subcommand}\\b`, 'm');
  return account(command, 'a Cloudflare account', { typed, prints: [itself, ...prints] });
}

export const DEPLOY: Row[] = [
  // What is left is tried by run/parts.test.ts.
  dry(
    'npm ci --workspaces=false',
    'the tests around it need the rest',
    helpOf('npm ci --workspaces=false', 'npm ci --help'),
  ),
  dry(
    'npm ci --workspace worker --omit=dev',
    'the tests around it need the rest',
    helpOf('npm ci --workspace worker --omit=dev', 'npm ci --help'),
  ),
  run('npm run build', {
    env: { SITE_URL: 'https://eye.example', SECURITY_CONTACT: 'mailto:me@eye.example' },
    prints: [/dist\/sw\.js/, /dist\/\.well-known\/security\.txt ends on 20\d\d-/],
  }),
  wrangler('login', ''),
  wrangler('pages project create', 'sightline --production-branch main'),
  wrangler('d1 create', 'sightline --binding DB --update-config'),
  wrangler('d1 migrations apply', 'DB --remote'),
  wrangler('pages secret put', 'SESSION_SECRET --project-name sightline'),
  wrangler('pages secret put', 'ACCESS_CODE --project-name sightline'),
  wrangler('pages secret put', 'ROBOFLOW_API_KEY --project-name sightline'),
  wrangler('pages deploy', 'dist --project-name sightline'),
  run('npm run deploy:check', {
    prints: [
      /The Function: \d+ of \d+ KiB zipped/,
      /✗ ROBOFLOW_API_KEY is missing/,
      /to mend before you deploy/,
    ],
    exit: 1,
  }),
  account('npm run deploy:check -- --project sightline', 'a Cloudflare account; without one it says so', {
    prints: [/Log in with "npx wrangler login"/],
    exit: 1,
  }),
  runInPart(
    'npm run build && npx wrangler deploy --config wrangler.workers.jsonc',
    'uploading needs an account',
    {
      typed: 'npm run build && npx wrangler deploy --config wrangler.workers.jsonc --dry-run',
      prints: [/files from the assets directory/, /--dry-run: exiting now/],
    },
  ),
  account('npm run doctor -- --url URL', 'a deployment; where nobody answers it says so', {
    typed: 'npm run doctor -- --url http://127.0.0.9:8788',
    env: { DOCTOR_CODE: 'of-somebody' },
    prints: [/^✗ proxy +no answer: nothing listens on this port/m, /^ +→ See that the deployment is up/m],
    exit: 1,
  }),
  run('openssl rand -base64 32', { prints: [/^\S{32,}$/m] }),
  run("openssl rand -base64 32 | tr -d '/+='", { prints: [/^[A-Za-z0-9]{32,}$/m] }),
  account('certbot certonly --standalone', 'a public name that points here', {
    ...helpOf('certbot certonly --standalone', 'certbot --help certonly'),
    needs: ['certbot'],
  }),
  dry('docker compose -f deploy/compose.yaml up -d', 'needs an NVIDIA GPU and pulls gigabytes', {
    typed: 'docker compose -f deploy/compose.yaml config',
    env: {
      PUBLIC_IP: '203.0.113.1',
      DOMAIN: 'example.com',
      ROBOFLOW_WORKSPACE: 'w',
      COTURN_SECRET: 'x'.repeat(32),
    },
    prints: [/^services:/m],
    needs: ['docker compose version'],
  }),
];
