/**
 * Who gets in by a code, who is kept out, and what of the database: the attacks of issue 13 against the built
 * worker in workerd.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Artifact, type BootOptions, bootArtifact } from '../../kit/stack/artifact';
import type { Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';
import * as visitor from './visitor';
import { from, settingsFor, startAnswering } from './visitor';

const CODE = 'open-sesame';
const WRONG = 'close-sesame';
const folder = folderOfFile('door');
let worker: Upstream;
let artifact: Artifact | undefined;

const newFolder = () => mkdtempSync(join(folder, 'd1-'));

async function shut(): Promise<void> {
  const running = artifact;
  artifact = undefined;
  await running?.stop();
}

const TEN_MINUTES_MS = 600_000;
/** Tries are counted in windows of ten minutes by the clock: none may end within a test. */
async function clearOfWindowEnd(): Promise<void> {
  const leftMs = TEN_MINUTES_MS - (Date.now() % TEN_MINUTES_MS);
  if (leftMs < 10_000) await sleep(leftMs + 100);
}

async function boot(options: BootOptions, more: Record<string, string> = {}): Promise<void> {
  await shut();
  await clearOfWindowEnd();
  artifact = await bootArtifact({ ...settingsFor(worker), ACCESS_CODE: CODE, ...more }, options);
}

beforeAll(async () => {
  worker = await startAnswering();
});
afterAll(async () => {
  await shut();
  await worker?.close();
});

const enter = (ip: string, code = CODE, Cookie = '') =>
  visitor.enter(artifact!, code, from(ip, Cookie ? { Cookie } : {}));
const relay = (ip: string, Cookie: string) =>
  visitor.ask(artifact!, '/v1/webrtc-turn-config/coturn', { headers: from(ip, { Cookie }) });
const dial = (ip: string, Cookie: string) => visitor.dial(artifact!, from(ip, { Cookie }));
const statuses = (answers: { status: number }[], wanted: number) =>
  answers.filter(({ status }) => status === wanted).length;
/** One after the other, in groups: workerd on a busy machine takes a while for a thousand at once. */
async function each<T, R>(items: T[], act: (item: T) => Promise<R>, width = 25): Promise<R[]> {
  const done: R[] = [];
  for (let i = 0; i < items.length; i += width)
    done.push(...(await Promise.all(items.slice(i, i + width).map(act))));
  return done;
}
/** Sessions that the worker was asked for; it may be asked for the workflow's interface, too. */
const offers = () => worker.requests.filter(({ path }) => path === '/initialise_webrtc_worker').length;
const count = (length: number) => Array.from({ length }, (_, index) => index);

describe('honest people', () => {
  it('40 with the right code behind one address all come in and go live, at once', async () => {
    await boot({ databaseFolder: newFolder() });
    const answers = await Promise.all(count(40).map(() => enter('203.0.113.1')));
    expect(statuses(answers, 200)).toBe(40);
    const before = offers();
    const dials = await each(answers, ({ cookie }) => dial('203.0.113.1', cookie), 10);
    expect(dials.map(({ code }) => code).filter(Boolean)).toEqual([]);
    expect(offers() - before).toBe(40);
  });

  it('among them some who mistype first', async () => {
    await boot({ databaseFolder: newFolder() });
    const answers = await each(
      count(40),
      async (person) => {
        if (person % 5 === 0) await enter('203.0.113.1', WRONG);
        return enter('203.0.113.1');
      },
      4,
    );
    expect(statuses(answers, 200)).toBe(40);
  });
});

describe('guesses', () => {
  it('50 at once from one network are ten tries, and the right code is no way round', async () => {
    await boot({ databaseFolder: newFolder() });
    const answers = await Promise.all(count(50).map((host) => enter(`2001:db8::${host + 1}`, WRONG)));
    expect([statuses(answers, 403), statuses(answers, 429)]).toEqual([10, 40]);
    const late = await enter('2001:db8::99');
    expect(late).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(late.body).toMatchObject({ error: { retryAfterMs: expect.any(Number) } });
  });

  it.each([
    ['with a database', true],
    ['without', false],
  ])('300 from 300 networks are stopped, %s; who is in stays in', async (_, hasDatabase) => {
    await boot(hasDatabase ? { databaseFolder: newFolder() } : {});
    const { cookie } = await enter('203.0.113.1');
    const answers = await each(count(300), (net) => enter(`2001:db8:${net.toString(16)}::1`, WRONG));
    expect(statuses(answers, 403)).toBe(100);
    expect(statuses(answers, 429)).toBe(200);
    const { body } = answers.at(-1)!;
    const { message, retryAfterMs } = (body as { error: { message: string; retryAfterMs: number } }).error;
    expect(message).toMatch(/wrong codes.*in \d+ minutes?/i);
    expect(retryAfterMs).toBeLessThanOrEqual(600_000);
    expect((await relay('203.0.113.1', cookie)).status).toBe(200);
    expect((await relay('198.51.100.7', cookie)).status).toBe(200);
    expect((await enter('203.0.113.1', CODE, cookie)).status).toBe(200);
    expect((await enter('198.51.100.8')).status).toBe(429);
  });

  it('of one wider network are stopped together, and leave the others alone', async () => {
    await boot({ databaseFolder: newFolder() });
    const v6 = await each(count(60), (net) => enter(`2001:db8:1:${net.toString(16)}::1`, WRONG));
    expect(statuses(v6, 403)).toBe(30);
    const v4 = await each(count(60), (host) => enter(`203.0.113.${host + 1}`, WRONG));
    expect(statuses(v4, 403)).toBe(30);
    expect((await enter('2001:db8:2::1')).status).toBe(200);
    expect((await enter('203.0.114.1')).status).toBe(200);
  });

  it('1000 without a database are stopped', async () => {
    await boot({});
    const answers = await each(count(1000), () => enter('203.0.113.1', WRONG), 50);
    expect(statuses(answers, 403)).toBe(10);
    expect(statuses(answers, 429)).toBe(990);
  });
});

describe('a cookie', () => {
  it.each([
    ['the code', { ACCESS_CODE: 'open-barley' }],
    ['the lock', { ACCESS_CODE: '', TURNSTILE_SITE_KEY: 'key', TURNSTILE_SECRET: 'turnstile' }],
  ])('is no good any more once %s has changed', async (_, more) => {
    const databaseFolder = newFolder();
    await boot({ databaseFolder });
    const { cookie } = await enter('203.0.113.1');
    expect((await relay('203.0.113.1', cookie)).status).toBe(200);
    await boot({ databaseFolder }, more);
    expect(await relay('203.0.113.1', cookie)).toMatchObject({ status: 401, code: 'session_required' });
    await boot({ databaseFolder });
    expect((await relay('203.0.113.1', cookie)).status).toBe(200);
  });

  it('on 20 addresses is one visitor', async () => {
    await boot({ databaseFolder: newFolder() }, { VISITOR_LIMITS: '100,3,1000,10' });
    const { cookie } = await enter('203.0.113.1');
    const answers = await each(count(60), (index) => dial(`198.51.100.${(index % 20) + 1}`, cookie), 5);
    expect(statuses(answers, 200)).toBeLessThanOrEqual(3);
    expect(new Set(answers.slice(3).map(({ code }) => code))).toEqual(new Set(['budget_spent']));
  });
});

/** Answers every statement as D1 would fail. */
const failing = (act: string) => `
  import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers';
  class Statement extends RpcTarget {
    bind() { return new Statement(); }
    async all() { ${act} }
    async first() { ${act} }
    async run() { ${act} }
  }
  export class Database extends WorkerEntrypoint {
    prepare() { return new Statement(); }
  }
  export default { fetch: () => new Response() };`;

describe('a database that', () => {
  afterEach(shut);
  const bad: [string, BootOptions['database'], string, string][] = [
    ['hangs', failing('await scheduler.wait(40_000)'), 'budget_unavailable', 'database_slow'],
    [
      'is full',
      failing("throw new Error('D1_ERROR: Exceeded maximum DB size: SQLITE_FULL')"),
      'budget_unavailable',
      'database_full',
    ],
    [
      'fails',
      failing("throw new Error('D1_ERROR: Network connection lost.')"),
      'budget_unavailable',
      'database_failed',
    ],
    ['has no tables', 'empty', 'not_configured', 'database_without_tables'],
  ];
  it.each(bad)('%s opens no door, and says so within 5 s', async (_, database, code, reason) => {
    await boot({ database });
    const startedMs = Date.now();
    const entry = await enter('203.0.113.1');
    expect(Date.now() - startedMs).toBeLessThan(5000);
    expect(entry).toMatchObject({ status: 503, code, cookie: '' });
    expect((await relay('203.0.113.1', '')).status).toBe(401);
    expect(artifact!.printed()).toContain(`"reason":"${reason}"`);
    // With the door open to everyone the budgets still are asked.
    await boot({ database }, { ACCESS_CODE: '', OPEN_ACCESS: '1' });
    const before = worker.requests.length;
    for (const open of [() => relay('203.0.113.1', ''), () => dial('203.0.113.1', '')]) {
      const askedMs = Date.now();
      expect(await open()).toMatchObject({ code });
      expect(Date.now() - askedMs).toBeLessThan(5000);
    }
    expect(worker.requests.length).toBe(before);
  });

  it('is missing leaves the code in force', async () => {
    await boot({});
    expect(await dial('203.0.113.1', '')).toMatchObject({ status: 401, code: 'session_required' });
    const { cookie } = await enter('203.0.113.1');
    expect((await dial('203.0.113.1', cookie)).status).toBe(200);
  });
});
