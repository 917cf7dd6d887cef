/**
 * wrangler's arguments and environment: offline, silent, and with nothing but the settings it is given; and what
 * keeps it answering.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf } from './answer';

/** PEM files. */
export type Tls = { cert: string; key: string };

type Listening = { host: string; port: number; inspectorPort: number };
type PagesDev = Listening & {
  /** The repository's root, whose node_modules hold wrangler. */
  root: string;
  /** Holds `functions/` and `wrangler.jsonc`; made by `closeFolder`. */
  folder: string;
  /** The built page. */
  dist: string;
  tls?: Tls | null;
};

/** wrangler's last word before it serves. */
export const WRANGLER_READY = /Ready on https?:\/\/\S+/;

/** What Node runs. @param root whose node_modules hold it */
export function wranglerProgram(root: string): string {
  return join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
}

/** `wrangler pages dev`: what to hand to Node. */
export function pagesDevArgs({ root, folder, dist, tls, ...listening }: PagesDev): string[] {
  const https = tls
    ? ['--local-protocol', 'https', '--https-key-path', tls.key, '--https-cert-path', tls.cert]
    : [];
  return [wranglerProgram(root), 'pages', 'dev', dist, '--cwd', folder, ...served(listening), ...https];
}

/** `wrangler dev`, for Workers with static assets: what to hand to Node, in the config's folder. */
export function workersDevArgs(root: string, config: string, listening: Listening): string[] {
  return [wranglerProgram(root), 'dev', '--config', config, ...served(listening)];
}

function served({ host, port, inspectorPort }: Listening): string[] {
  return [
    ...['--ip', host, '--port', String(port), '--inspector-port', String(inspectorPort)],
    '--show-interactive-dev-session=false',
  ];
}

/**
 * Makes the folder that wrangler is to take for its project. wrangler 4.86 compiles `functions/` below the
 * nearest folder with a package.json and reads the config, `.dev.vars` and `.env` from there upwards. Without
 * a package.json of its own that would be the repository's root, whose `.dev.vars` wins over the environment.
 */
export function closeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
}

/** Makes wrangler take its bindings from its environment, and ask nobody. @param config for what it
 * writes. */
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

/** ms; less than the 5 s after which workerd closes an idle connection. */
const ASK_EVERY_MS = 1_000;

/**
 * Asks the app something each second. wrangler 4.86 runs two workerds, one in front of the other, and a request
 * that comes 4,990 to 4,999 ms after the last one meets a connection which the second is just closing: it is never
 * answered. Measured: three of 42 requests some 5 s apart, none of 84 with this.
 * @param origin on loopback
 * @returns ends it
 */
export function keepBusy(origin: string): () => void {
  // The second one answers this itself, with a 404 and without a line in its log.
  const url = `${origin}/cdn-cgi/handler/none`;
  const asking = setInterval(() => void answerOf(url, { rejectUnauthorized: false }), ASK_EVERY_MS);
  asking.unref();
  return () => clearInterval(asking);
}

/** wrangler.jsonc, whose comments stand on lines of their own. @param text the file's */
export function parseWranglerConfig(text: string): WranglerConfig {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as WranglerConfig;
}

type WranglerConfig = {
  compatibility_date: string;
  compatibility_flags: string[];
  vars?: Record<string, string>;
  d1_databases?: { binding: string; database_id?: string }[];
};
