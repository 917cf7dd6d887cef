/**
 * Cloudflare Pages on this machine: `wrangler pages dev`, offline and silent, with the app's settings as its environment.
 * Not as arguments, which `ps` shows, and not as a file. wrangler 4.86 takes bindings from its own environment when
 * CLOUDFLARE_INCLUDE_PROCESS_ENV is set and no .dev.vars lies beside its config: hence the directory of its own.
 */
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildSpec } from './children';

/** Its name on this machine: other than the deployment's, whose id may stand in wrangler.jsonc. */
export const LOCAL_DATABASE = 'local';

export type PagesOptions = {
  root: string;
  runDir: string;
  /** Where wrangler keeps the database. */
  state: string;
  host: string;
  port: number;
  inspectorPort: number;
  env: Record<string, string>;
  tls: { cert: string; key: string } | null;
};

function makePagesDir(root: string, runDir: string): string {
  const dir = join(runDir, 'pages');
  mkdirSync(dir, { mode: 0o700 });
  symlinkSync(join(root, 'functions'), join(dir, 'functions'));
  copyFileSync(join(root, 'wrangler.jsonc'), join(dir, 'wrangler.jsonc'));
  return dir;
}

/** What makes wrangler take its bindings from its environment and keep to itself. @param config a folder for what it writes. */
export function quietWrangler(config: string): Record<string, string> {
  return {
    CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true',
    // No cf.json from workers.cloudflare.com, no update check, no metrics: this start asks nobody.
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    XDG_CONFIG_HOME: config,
    WRANGLER_REGISTRY_PATH: join(config, 'registry'),
  };
}

/** Without the app's own settings. */
export function plainWranglerEnv(root: string, runDir: string): Record<string, string> {
  const extraCa = process.env.NODE_EXTRA_CA_CERTS;
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? root,
    NO_COLOR: '1',
    ...(extraCa === undefined ? {} : { NODE_EXTRA_CA_CERTS: extraCa }),
    ...quietWrangler(join(runDir, 'wrangler')),
  };
}

export function pagesSpec(options: PagesOptions): ChildSpec {
  const { root, runDir, state, host, port, inspectorPort, tls } = options;
  const https =
    tls === null
      ? []
      : ['--local-protocol', 'https', '--https-key-path', tls.key, '--https-cert-path', tls.cert];
  return {
    name: 'app',
    cwd: root,
    env: { ...plainWranglerEnv(root, runDir), ...options.env },
    args: [
      join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js'),
      ...['pages', 'dev', join(root, 'dist'), '--cwd', makePagesDir(root, runDir)],
      ...['--ip', host, '--port', String(port), '--inspector-port', String(inspectorPort)],
      // wrangler 4.86 overlooks `d1_databases` of the config here.
      ...['--d1', `DB=${LOCAL_DATABASE}`],
      ...['--persist-to', state, '--show-interactive-dev-session=false'],
      ...https,
    ],
  };
}
