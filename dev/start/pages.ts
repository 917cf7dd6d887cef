/**
 * Cloudflare Pages on this machine: `wrangler pages dev` with the app's settings as its environment. Not as
 * arguments, which `ps` shows, and not as a file.
 */
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { closeFolder, pagesDevArgs, quietWrangler } from '../../kit/process/wrangler';
import type { ChildSpec } from './processes/children';

/** Its name on this machine: other than the deployment's, whose id may stand in wrangler.jsonc. */
export const LOCAL_DATABASE = 'local';

export type PagesOptions = {
  root: string;
  runDir: string;
  /** Where wrangler keeps the database. */
  state: string;
  /** Whether the page is served, too. Under `npm run dev` Vite does that. */
  page: boolean;
  /** On loopback, whoever may come to the front. */
  port: number;
  inspectorPort: number;
  env: Record<string, string>;
};

function makePagesDir({ root, runDir }: PagesOptions): string {
  const dir = join(runDir, 'pages');
  closeFolder(dir);
  mkdirSync(join(dir, 'no-page'));
  symlinkSync(join(root, 'functions'), join(dir, 'functions'));
  copyFileSync(join(root, 'wrangler.jsonc'), join(dir, 'wrangler.jsonc'));
  return dir;
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
  const { root, runDir, state, page } = options;
  const folder = makePagesDir(options);
  const dist = page ? join(root, 'dist') : join(folder, 'no-page');
  return {
    name: 'app',
    cwd: root,
    env: { ...plainWranglerEnv(root, runDir), ...options.env },
    args: [
      ...pagesDevArgs({ ...options, host: '127.0.0.1', folder, dist }),
      // wrangler 4.86 overlooks `d1_databases` of the config here.
      ...['--d1', `DB=${LOCAL_DATABASE}`],
      ...['--persist-to', state],
    ],
  };
}
