/** Boots the built Pages worker in workerd. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Miniflare, type Request, type RequestInit, Response, fetch as send } from 'miniflare';
import { startDatabase } from '../process/database';
import { APP, scriptOf } from '../process/functionsBuild';
import { parseWranglerConfig } from '../process/wrangler';

export type Artifact = {
  /** Without a trailing slash. */
  url: string;
  /** As the edge would hand it over: the address in full, any host, the visitor's IP as CF-Connecting-IP. */
  dispatch(url: string, init?: RequestInit): Promise<Response>;
  /** A path of it. @returns the answer, its body as JSON */
  ask(
    path: string,
    init?: globalThis.RequestInit,
  ): Promise<{ status: number; headers: Headers; body: unknown }>;
  /** What the worker wrote to its log so far. */
  printed(): string;
  stop(): Promise<void>;
};

type StandIns = Record<string, (request: Request) => unknown>;
export type BootOptions = {
  /** Binds DB, migrated, its file here so that another boot finds it; without one there is no database. */
  databaseFolder?: string;
  /**
   * In place of a migrated database. 'empty' has no tables; other text is a module whose class `Database` is
   * what DB is bound to.
   */
  database?: 'empty' | (string & {});
  /** Answers in place of vendors' hosts, which no variable can move. Everything else goes where it was sent,
   * but by way of Node, which does not tell an upstream that its visitor left: so only where it is needed. */
  standIns?: StandIns;
  /** The script; default: what Pages gets. */
  script?: string;
  /** PEM texts: it speaks https, where the proxy asks for a proof even on localhost (proxy/guard/lock.ts). */
  tls?: { cert: string; key: string };
  /** What is no `/v1/*`; default: a word. */
  page?: () => Response;
};

export async function bootArtifact(
  bindings: Record<string, string>,
  { databaseFolder, database, standIns, tls, page = word, script = scriptOf(APP) }: BootOptions = {},
): Promise<Artifact> {
  const config = parseWranglerConfig(await readFile(join(APP.project, 'wrangler.jsonc'), 'utf8'));
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
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings,
    ...(databaseFolder || database === 'empty' ? { d1Databases: { DB: 'budget' } } : {}),
    ...(standIns ? { outboundService: (request: Request) => outside(request, standIns) } : {}),
    serviceBindings: {
      ASSETS: assetsOf(page),
      ...(ofOwn ? { DB: { name: 'database', entrypoint: 'Database' } } : {}),
    },
  };
  const own = {
    name: 'database',
    modules: true,
    script: database ?? '',
    compatibilityDate: config.compatibility_date,
  };
  const miniflare = new Miniflare({
    workers: ofOwn ? [app, own] : [app],
    ...(databaseFolder ? { d1Persist: databaseFolder } : {}),
    host: '127.0.0.1',
    port: 0,
    ...(tls ? { https: true, httpsCert: tls.cert, httpsKey: tls.key } : {}),
    cf: false,
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.on('data', keep);
      stderr.on('data', keep);
    },
  });
  const url = (await miniflare.ready).origin;
  const dispatch: Artifact['dispatch'] = (address, init) => miniflare.dispatchFetch(address, init);
  const ask: Artifact['ask'] = async (path, init) => {
    const response = await globalThis.fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { url, dispatch, ask, printed: () => printed, stop: () => miniflare.dispose() };
}

async function outside(request: Request, standIns: StandIns): Promise<Response> {
  const answer = standIns[new URL(request.url).hostname];
  return answer ? Response.json(answer(request)) : send(request);
}

const word = () => new Response('asset');

/** On Pages `dist/` answers what is no `/v1/*`. The body is read: miniflare resets a connection whose request
 * was not, and workerd then has a 500 now and then (2 of 30,000 requests). */
const assetsOf = (page: () => Response) => async (request: Request) => {
  await request.arrayBuffer();
  return page();
};
