/**
 * Asks the server what a workflow takes and gives, once in ten minutes. In memory, because that costs nothing;
 * and in the edge's cache, because isolates come and go and a first dial should not wait. Not in D1: a read
 * there costs each new isolate more than the question does, and nobody needs an answer to last.
 */
import type { Asking, Deps } from '../context';
import { ApiError } from '../errors';
import { toHex } from '../guard/sign';
import { Kept } from '../http/kept';
import type { Env } from '../settings/env';
import { postToWorker } from './ask';
import { type Described, readDescribed } from './described';
import { workerFailure } from './failure';
import { MODEL_INTERFACE } from './inlineModel';
import { workerServer } from './server';
import type { Runnable } from './workflows';

/** A workflow may be edited meanwhile: names that are gone are noticed (session.ts), new ones come with this. */
const KEPT_MS = 10 * 60_000;
/** A server that cannot say is not asked at every dial. */
const FAILED_MS = 60_000;

export type Interfaces = {
  /** What is known without asking anybody; undefined where nothing is. */
  known(env: Env, runnable: Runnable): Promise<Described | null | undefined>;
  /** Only for who may spend the owner's money. @returns null where the server cannot say */
  ask(env: Env, runnable: Runnable, asking: Asking): Promise<Described | null>;
  /** What was said turned out not to be true any more. */
  forget(env: Env, runnable: Runnable): Promise<void>;
};

export function createInterfaces(deps: Deps): Interfaces {
  const kept = new Kept<Described | null>(deps.now);
  const known: Interfaces['known'] = async (env, runnable) => {
    if ('specification' in runnable) return MODEL_INTERFACE;
    const key = keyOf(env, runnable);
    const fresh = kept.fresh(key);
    if (fresh !== undefined) return fresh;
    const cached = await atEdge(env, deps, key);
    if (cached) kept.keep(key, cached, KEPT_MS);
    return cached;
  };
  return {
    known,
    ask: async (env, runnable, asking) => {
      const before = await known(env, runnable);
      if (before !== undefined || 'specification' in runnable) return before ?? null;
      const key = keyOf(env, runnable);
      try {
        const described = await askServer(env, runnable, asking);
        kept.keep(key, described, KEPT_MS);
        await keepAtEdge(env, deps, key, described);
        return described;
      } catch (thrown) {
        if (!(thrown instanceof ApiError)) throw thrown;
        asking.undescribed?.(thrown.code);
        // What it said before is likelier than nothing.
        const last = kept.last(key) ?? null;
        kept.keep(key, last, FAILED_MS);
        return last;
      }
    },
    forget: async (env, runnable) => {
      if ('specification' in runnable) return;
      const key = keyOf(env, runnable);
      kept.keep(key, null, FAILED_MS);
      await quietly(async () => void (await edgeOf(env, deps)?.delete(await addressOf(key))));
    },
  };
}

type Named = Extract<Runnable, { id: string }>;

/** Inference 1.8.3, http_api.py: `POST /{workspace}/workflows/{id}/describe_interface`. */
async function askServer(env: Env, { workspace, id }: Named, asking: Asking): Promise<Described> {
  const { url, apiKey } = workerServer(env);
  const address = `${url}/${workspace}/workflows/${id}/describe_interface`;
  // `seen` is for the answer that the visitor waits for, which is another one.
  const unseen = { ...asking, seen: () => {} };
  const reply = await postToWorker(address, { api_key: apiKey }, unseen, asking.deps.deadlines.describeMs);
  if (reply.status !== 200) throw workerFailure('photo', reply);
  const described = readDescribed(reply.body);
  if (!described) throw new ApiError('worker_bad_answer');
  return described;
}

/** By the key as well: what one account may see of a workflow is not another's. */
function keyOf(env: Env, { workspace, id }: Named): string {
  const { url, apiKey } = workerServer(env);
  return JSON.stringify([url, apiKey, workspace, id]);
}

/** A server of one's own is near, and often started anew. */
function edgeOf(env: Env, deps: Deps) {
  return workerServer(env).local ? null : deps.edgeCache();
}

async function atEdge(env: Env, deps: Deps, key: string): Promise<Described | undefined> {
  const edge = edgeOf(env, deps);
  if (!edge) return undefined;
  return quietly(async () => {
    const found = await edge.match(await addressOf(key));
    return found ? (readDescribed(await found.json()) ?? undefined) : undefined;
  });
}

async function keepAtEdge(env: Env, deps: Deps, key: string, described: Described): Promise<void> {
  const edge = edgeOf(env, deps);
  if (!edge) return;
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': `max-age=${KEPT_MS / 1000}` };
  await quietly(async () =>
    edge.put(await addressOf(key), new Response(JSON.stringify(described), { headers })),
  );
}

/** An address that is nobody's and tells nothing. */
async function addressOf(key: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return `https://interface.invalid/${toHex(new Uint8Array(hash))}`;
}

/** A cache that fails, as behind Cloudflare Access, is none. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
