/** What the tests of the budgets share: a database, a worker that takes every offer, and a dial from some address at some time. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ROUTES } from '../../protocol/api';
import type { Env } from '../../proxy/env';
import { DAY_MS } from '../../proxy/guard/ledger';
import { offerInit, testApp } from '../../proxy/testing';
import { type Database, startDatabase } from './database';
import { type Answer, startUpstream, type Upstream } from './upstream';

export const HOST = 'https://sightline.example';
export const NOON = 20_000 * DAY_MS + DAY_MS / 2;
export const GOOD: Answer = { status: 200, body: { sdp: 'v=0', type: 'answer' } };

export type Wish = { ip?: string; at?: number; lineage?: string; seconds?: number };

/** To be called where a test file begins: starts everything, and empties the budgets before each test. */
export function guardedOffers() {
  let database: Database;
  let worker: Upstream;
  beforeAll(async () => {
    database = await startDatabase();
    worker = await startUpstream();
    worker.answer(GOOD);
  }, 60_000);
  afterAll(async () => {
    await database?.stop();
    await worker?.close();
  });
  beforeEach(async () => {
    await database.db.prepare('DELETE FROM spent').run();
  });
  const env = (more: Env = {}): Env => ({
    DB: database.db,
    OPEN_ACCESS: '1',
    SESSION_SECRET: 'x'.repeat(32),
    COTURN_URLS: 'turn:a:3478',
    COTURN_SECRET: 's',
    ROBOFLOW_SERVER_URL: worker.url,
    FAST_WORKFLOW_ID: 'fast-1',
    WORKER_STUN_URLS: '',
    ...more,
  });
  const dial = ({ ip = '203.0.113.1', at = NOON, lineage, seconds }: Wish = {}, more: Env = {}) => {
    const init = offerInit({ lineage, processingTimeout: seconds });
    const headers = { ...init.headers, 'CF-Connecting-IP': ip };
    return testApp(env(more), { now: () => at }).ask(ROUTES.offer, { ...init, host: HOST, headers });
  };
  const usedBy = async (scope: string) => {
    const { results } = await database.db
      .prepare('SELECT kind, sum(used) AS used FROM spent WHERE scope = ?1 GROUP BY kind')
      .bind(scope)
      .all<{ kind: string; used: number }>();
    return Object.fromEntries(results.map(({ kind, used }) => [kind, used]));
  };
  const visitors = async () => {
    const { results } = await database.db
      .prepare("SELECT DISTINCT scope FROM spent WHERE kind = 'calls'")
      .all<{ scope: string }>();
    return results.map(({ scope }) => scope);
  };
  return { env, dial, usedBy, visitors, worker: () => worker, db: () => database.db };
}

export const lineageOf = (body: unknown) => (body as { context: { lineage: string } }).context.lineage;
