import type { Context } from 'hono';
import type { ApiErrorCode } from '../protocol/api';
import type { Budget } from './guard/budget/budget';
import type { Env } from './settings/env';

/** One line a request. Only these fields, none of which comes from a body, a header or a query. */
export type LogLine = {
  requestId: string;
  method: string;
  /** The pattern that matched, never the address itself: an address may carry a key. */
  route: string;
  status: number;
  ms: number;
  code?: string;
  /** What `code` leaves open; one of errors.ts' own words. */
  reason?: string;
  provider?: string;
  upstreamStatus?: number;
  /** Why a workflow's interface is not known; the session was to be had all the same, with all its outputs. */
  undescribed?: ApiErrorCode;
  /** Class of an error that nobody expected, and the function that threw it. */
  unexpected?: string;
};

export type AppEnv = {
  Bindings: Env;
  Variables: {
    code?: string;
    reason?: string;
    provider?: string;
    upstreamStatus?: number;
    undescribed?: ApiErrorCode;
    unexpected?: string;
    /** There behind `located`. */
    region?: string;
    /** There behind `access`. */
    budget: Budget;
  };
};

/** What a test may put in the place of the world. */
export type Deps = {
  fetch: typeof fetch;
  log: (line: LogLine) => void;
  /** Something that the owner should know, said once. */
  notice: (text: string) => void;
  /** Unix time in ms. */
  now: () => number;
  requestId: () => string;
  deadlines: { turnMs: number; offerMs: number; inferMs: number; keysMs: number; describeMs: number };
  /** What the isolates of one place share; null where there is none, as in Node. */
  edgeCache: () => EdgeCache | null;
};

/** Of workerd's `caches.default` (developers.cloudflare.com/workers/runtime-apis/cache). */
export type EdgeCache = {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
  delete(url: string): Promise<boolean>;
};

/** What a route hands to each upstream call of its request. */
export type Asking = {
  deps: Deps;
  /** The visitor's own request: when it is aborted, the upstream call is too. */
  signal: AbortSignal;
  /** Is told the status of each answer, for the log line. */
  seen: (status: number) => void;
  /** Is told why a workflow did not say what it takes and gives, for the log line. */
  undescribed?: (code: ApiErrorCode) => void;
};

export function asking(c: Context<AppEnv>, deps: Deps): Asking {
  return {
    deps,
    signal: c.req.raw.signal,
    seen: (status) => c.set('upstreamStatus', status),
    undescribed: (code) => c.set('undescribed', code),
  };
}

export const DEPS: Deps = {
  // Wrapped: workerd refuses a fetch that is called as a method of another object.
  fetch: (input, init) => fetch(input, init),
  log: (line) => console.log(JSON.stringify(line)),
  notice: (text) => console.warn(JSON.stringify({ notice: text })),
  now: () => Date.now(),
  requestId: () => crypto.randomUUID(),
  deadlines: {
    turnMs: 8_000,
    // The server itself gives a cold worker 60 s before its 504 (inference v1.5.0, env.py:1193); ours comes
    // after.
    offerMs: 65_000,
    inferMs: 60_000,
    // A file of two keys, once an hour.
    keysMs: 4_000,
    // It parses a definition. A dial waits for it, and does without if it must.
    describeMs: 2_000,
  },
  edgeCache: () => (globalThis as { caches?: { default?: EdgeCache } }).caches?.default ?? null,
};
