/** `wrangler pages dev`, offline and silent, in a folder of its own and with nothing but the settings it is given. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM files. */
export type Tls = { cert: string; key: string };

export type PagesDev = {
  /** The repository's root, whose node_modules hold wrangler. */
  root: string;
  /** Holds `functions/` and `wrangler.jsonc`; made by `closeFolder`. */
  folder: string;
  /** The built page. */
  dist: string;
  host: string;
  port: number;
  inspectorPort: number;
  tls?: Tls | null;
};

/** What to hand to Node. */
export function pagesDevArgs({ root, folder, dist, host, port, inspectorPort, tls }: PagesDev): string[] {
  const https = tls
    ? ['--local-protocol', 'https', '--https-key-path', tls.key, '--https-cert-path', tls.cert]
    : [];
  return [
    join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js'),
    ...['pages', 'dev', dist, '--cwd', folder],
    ...['--ip', host, '--port', String(port), '--inspector-port', String(inspectorPort)],
    '--show-interactive-dev-session=false',
    ...https,
  ];
}

/**
 * Makes the folder that wrangler is to take for its project. wrangler 4.86 compiles `functions/` below the nearest folder with a
 * package.json and reads the config, `.dev.vars` and `.env` from there upwards. Without a package.json of its own that would be the
 * repository's root, whose `.dev.vars` wins over the environment.
 */
export function closeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
}

/** What makes wrangler take its bindings from its environment and keep to itself. @param config a folder for what it writes. */
export function quietWrangler(config: string): Record<string, string> {
  return {
    CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true',
    // No cf.json from workers.cloudflare.com, no update check, no metrics: this start asks nobody.
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    // No pages of its own at /cdn-cgi/explorer, from which anybody could read and change the database.
    X_LOCAL_EXPLORER: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    XDG_CONFIG_HOME: config,
    WRANGLER_REGISTRY_PATH: join(config, 'registry'),
  };
}
