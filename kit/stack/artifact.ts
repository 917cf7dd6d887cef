/** Builds the Pages worker as Pages' own CI does, and boots that file in workerd. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Miniflare, type Request, type RequestInit, Response, fetch as send } from 'miniflare';
import { startDatabase } from '../standins/database';

const ROOT = process.cwd();
const OUT = join(ROOT, '.artifact');
const run = promisify(execFile);

/** No metrics, no update check, no look-up of the caller's place: the build needs no network. */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  XDG_CONFIG_HOME: join(OUT, 'config'),
};

export type Artifact = {
  /** Without a trailing slash. */
  url: string;
  /** As the edge would hand it over: the address in full, any host, and the visitor's IP as CF-Connecting-IP. */
  dispatch(url: string, init?: RequestInit): Promise<Response>;
  /** What the worker wrote to its log so far. */
  printed(): string;
  stop(): Promise<void>;
};

/** A project to build and where the result goes. */
export type Place = { project: string; out: string };
const APP: Place = { project: ROOT, out: OUT };

/** The flags are those of Pages' build image: with both of them wrangler.jsonc is read, without them nodejs_compat is lost. */
export async function buildArtifact({ project, out }: Place = APP): Promise<void> {
  await mkdir(out, { recursive: true });
  await run(
    process.execPath,
    [
      join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
      ...['pages', 'functions', 'build'],
      ...['--project-directory', project, '--build-metadata-path', join(out, 'build-metadata.json')],
      ...[
        '--output-config-path',
        join(out, 'routing.json'),
        '--outdir',
        join(out, 'functions'),
        '--metafile',
      ],
    ],
    { cwd: project, env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...QUIET } },
  );
}

/** The entry for Workers with static assets, which has none of what Pages puts before a Function. @returns the script */
export async function buildWorkers(out: string): Promise<string> {
  // wrangler wants the page's folder to be there, even where nothing is uploaded.
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  const program = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const args = ['deploy', '--config', 'wrangler.workers.jsonc', '--dry-run', '--outdir', out];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...QUIET };
  await run(process.execPath, [program, ...args], { cwd: ROOT, env });
  return join(out, 'workers.js');
}

export function scriptOf({ out }: Place): string {
  return join(out, 'functions', 'index.js');
}

type StandIns = Record<string, (request: Request) => unknown>;
export type BootOptions = {
  /** Binds DB, migrated, its file in this folder so that another boot finds it; without one there is no database. */
  databaseFolder?: string;
  /** In place of a migrated database. 'empty' has no tables; other text is a module whose class `Database` is what DB is bound to. */
  database?: 'empty' | (string & {});
  /** Answers in place of vendors' hosts, which no variable can move. Everything else goes where it was sent, but by way of Node,
   * which does not tell an upstream that its visitor left: so only where it is needed. */
  standIns?: StandIns;
  /** The script; default: what Pages gets. */
  script?: string;
};

export async function bootArtifact(
  bindings: Record<string, string>,
  { databaseFolder, database, standIns, script = scriptOf(APP) }: BootOptions = {},
): Promise<Artifact> {
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags } = await settings();
  // Opened once for its tables alone.
  if (databaseFolder) await (await startDatabase({ folder: databaseFolder })).stop();
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  const ofOwn = database !== undefined && database !== 'empty';
  const app = {
    name: 'app',
    modules: true,
    scriptPath: script,
    compatibilityDate,
    compatibilityFlags,
    bindings,
    ...(databaseFolder || database === 'empty' ? { d1Databases: { DB: 'budget' } } : {}),
    ...(standIns ? { outboundService: (request: Request) => outside(request, standIns) } : {}),
    serviceBindings: {
      ASSETS: answerAsset,
      ...(ofOwn ? { DB: { name: 'database', entrypoint: 'Database' } } : {}),
    },
  };
  const own = { name: 'database', modules: true, script: database ?? '', compatibilityDate };
  const miniflare = new Miniflare({
    workers: ofOwn ? [app, own] : [app],
    ...(databaseFolder ? { d1Persist: databaseFolder } : {}),
    host: '127.0.0.1',
    port: 0,
    cf: false,
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.on('data', keep);
      stderr.on('data', keep);
    },
  });
  const url = (await miniflare.ready).origin;
  const dispatch: Artifact['dispatch'] = (address, init) => miniflare.dispatchFetch(address, init);
  return { url, dispatch, printed: () => printed, stop: () => miniflare.dispose() };
}

async function outside(request: Request, standIns: StandIns): Promise<Response> {
  const answer = standIns[new URL(request.url).hostname];
  return answer ? Response.json(answer(request)) : send(request);
}

/** On Pages `dist/` answers what is no `/v1/*`. The body is read: miniflare resets a connection whose request was not, and workerd
 * then has a 500 now and then (2 of 30,000 requests). */
async function answerAsset(request: Request): Promise<Response> {
  await request.arrayBuffer();
  return new Response('asset');
}

/** wrangler.jsonc, whose comments stand on lines of their own. */
async function settings(): Promise<{ compatibility_date: string; compatibility_flags: string[] }> {
  const text = await readFile(join(ROOT, 'wrangler.jsonc'), 'utf8');
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));
}

/** Bytes of source that went into the bundle, by part, largest first. */
export async function bundleParts({ out }: Place = APP): Promise<[part: string, bytes: number][]> {
  const meta = JSON.parse(await readFile(join(out, 'functions/bundle-meta.json'), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(meta.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(path);
      sizes.set(part, (sizes.get(part) ?? 0) + bytesInOutput);
    }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

function partOf(path: string): string {
  const packaged = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return packaged ?? /(?:^|\/)(proxy|protocol|functions)\//.exec(path)?.[1] ?? 'wrangler';
}
