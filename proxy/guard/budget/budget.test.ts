import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../protocol/api';
import { GOOD, guardedOffers, HOST, lineageOf, NOON } from '../../../tests/fixtures/budgets';
import type { Env } from '../../settings/env';
import { codeOf, offerInit, testApp } from '../../testing';
import { DAY_MS } from './ledger';

const { env, dial, usedBy, visitors, worker, db } = guardedOffers();

describe('a first dial', () => {
  it('pays the time that it is granted, and is refused when the day’s is spent', async () => {
    const more = { VISITOR_LIMITS: '9,9,25,9' };
    expect((await dial({}, more)).status).toBe(200);
    expect((await dial({ seconds: 1e9 }, more)).status).toBe(200);
    const before = worker().requests.length;
    const refused = await dial({}, more);
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: 'budget_spent', retryAfterMs: DAY_MS / 2 } },
    });
    expect(worker().requests.length).toBe(before);
    expect((await dial({ seconds: 300 }, more)).status).toBe(200);
    expect((await dial({ ip: '203.0.113.2' }, more)).status).toBe(200);
    expect((await dial({ at: NOON + DAY_MS / 2 }, more)).status).toBe(200);
  });

  it('of everybody together stays within the deployment’s own', async () => {
    const dials = Array.from({ length: 50 }, (_, index) =>
      dial({ ip: `203.0.113.${index}` }, { TOTAL_LIMITS: '99,7,9999,9' }),
    );
    const answers = await Promise.all(dials);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(new Set(answers.map(({ body }) => codeOf(body)))).toEqual(new Set([undefined, 'budget_spent']));
    expect(await usedBy('everyone')).toEqual({ sessions: 7, seconds: 4200 });
  }, 20_000);

  it('costs nothing where the request is refused before', async () => {
    await testApp(env()).ask(ROUTES.offer, { ...offerInit({ workflowId: 'theirs' }), host: HOST });
    await testApp(env()).ask(ROUTES.offer, { ...offerInit({}, 'x'), host: HOST });
    expect(await visitors()).toEqual([]);
  });

  it('nothing is kept of an address but a hash', async () => {
    await dial({ ip: '203.0.113.1' });
    const rows = await db().prepare('SELECT * FROM spent').all();
    expect(JSON.stringify(rows.results)).not.toContain('203.0.113');
    expect(await visitors()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });
});

describe('what is left of the day', () => {
  const said = async (ip: string, settings: Env) => {
    const init = { host: HOST, headers: { 'CF-Connecting-IP': ip } };
    const answer = await testApp(settings, { now: () => NOON }).request(`${ROUTES.turn}/coturn`, init);
    return answer.headers.get('RateLimit');
  };

  it('is said with each credential: the visitor’s or the deployment’s, whichever is less', async () => {
    const settings = env({ VISITOR_LIMITS: '5,9,9,9', TOTAL_LIMITS: '6,9,9,9' });
    const left = async (ip: string) =>
      Number(/^"day";r=(\d+);t=43200$/.exec((await said(ip, settings)) ?? '')?.[1]);
    expect([await left('203.0.113.1'), await left('203.0.113.1')]).toEqual([4, 3]);
    expect([await left('203.0.113.2'), await left('203.0.113.2')]).toEqual([3, 2]);
    expect(await said('203.0.113.1', { ...settings, VISITOR_LIMITS: '2,9,9,9' })).toBeNull();
  });

  it('is not said where nothing is counted', async () => {
    const { DB, ...uncounted } = env();
    expect(DB).toBeDefined();
    expect(await said('203.0.113.1', uncounted)).toBeNull();
  });
});

describe('a dial that goes on', () => {
  it('is a session, and pays for the time it adds, from another address too', async () => {
    const first = await dial();
    const [visitor = ''] = await visitors();
    const second = await dial({ at: NOON + 100_000, lineage: lineageOf(first.body) });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 2, seconds: 700, overlap: 500 });
    expect(await usedBy('everyone')).toEqual({ sessions: 2, seconds: 1200 });
    await dial({ at: NOON + 150_000, lineage: lineageOf(second.body), ip: '198.51.100.1' });
    const [mobile = ''] = (await visitors()).filter((scope) => scope !== visitor);
    expect(await usedBy(mobile)).toMatchObject({ sessions: 1, seconds: 50, overlap: 550 });
  });

  it('pays in full where too many of one visitor came in ten minutes, by whichever lineage', async () => {
    const lineages = [lineageOf((await dial()).body), lineageOf((await dial()).body)];
    const [visitor = ''] = await visitors();
    for (let count = 0; count < 9; count += 1) await dial({ lineage: lineages[count % 2] });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 11, seconds: 1800, redials: 8 });
    await dial({ at: NOON + 600_000, lineage: lineages[0] });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 12, seconds: 2400, redials: 9 });
  });

  it('pays in full where sessions of the visitor ran beside each other for twice the day’s minutes', async () => {
    const more = { VISITOR_LIMITS: '9,99,30,9' };
    let { body } = await dial({}, more);
    const [visitor = ''] = await visitors();
    for (let minute = 1; codeOf(body) === undefined; minute += 1)
      ({ body } = await dial({ at: NOON + minute * 60_000, lineage: lineageOf(body) }, more));
    expect(codeOf(body)).toBe('budget_spent');
    // Six times 9 minutes beside and 1 added, then in full.
    expect(await usedBy(visitor)).toMatchObject({
      sessions: 8,
      overlap: 6 * 540,
      seconds: 600 + 6 * 60 + 600,
    });
  });

  it('50 at once with one lineage get no more than that', async () => {
    const more = { VISITOR_LIMITS: '9,99,10,9' };
    const { body } = await dial({}, more);
    const dials = Array.from({ length: 50 }, () => dial({ lineage: lineageOf(body) }, more));
    const answers = await Promise.all(dials);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  }, 20_000);

  it.each(['', 'made-up', 'a.b.c', 7, null, 'x'.repeat(999)])('%j is a first dial', async (lineage) => {
    expect((await dial({ lineage: lineage as string })).status).toBe(200);
    const [visitor = ''] = await visitors();
    expect(await usedBy(visitor)).toEqual({ calls: 1, sessions: 1, seconds: 600 });
  });

  it('of another secret, altered or long over is a first dial', async () => {
    const good = lineageOf((await dial()).body);
    const [visitor = ''] = await visitors();
    const foreign = lineageOf((await dial({}, { SESSION_SECRET: 'y'.repeat(32) })).body);
    const [until, ...rest] = good.split('.');
    const before = (await usedBy(visitor)).seconds ?? 0;
    await dial({ lineage: foreign });
    await dial({ lineage: [Number(until) + 9e9, ...rest].join('.') });
    await dial({ lineage: good, at: NOON + 660_000 });
    expect((await usedBy(visitor)).seconds).toBe(before + 1800);
    expect(await usedBy(visitor)).not.toHaveProperty('overlap');
  });
});

describe('credentials and photos', () => {
  const photo = {
    method: 'POST',
    headers: { 'Content-Type': 'image/jpeg' },
    body: new Uint8Array([0xff, 0xd8, 0xff]),
  };

  it('are counted each for itself', async () => {
    worker().answer({ status: 200, body: { outputs: [] } });
    const app = testApp(env({ VISITOR_LIMITS: '2,0,0,1' }), { now: () => NOON });
    const relay = () => app.ask(`${ROUTES.turn}/coturn`, { host: HOST });
    const shoot = () => app.ask(ROUTES.infer, { ...photo, host: HOST });
    expect([(await relay()).status, (await relay()).status, (await relay()).status]).toEqual([200, 200, 429]);
    expect([(await shoot()).status, (await shoot()).status]).toEqual([200, 429]);
    worker().answer(GOOD);
  });

  it('a flood is stopped within the minute', async () => {
    const app = testApp(env({ VISITOR_LIMITS: '999,9,9,9' }), { now: () => NOON });
    const answers = await Promise.all(
      Array.from({ length: 65 }, () => app.ask(`${ROUTES.turn}/coturn`, { host: HOST })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.body).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 60_000 } });
  });
});

describe('without', () => {
  it('a database an open deployment works, and says once what that means', async () => {
    const notices: string[] = [];
    const app = testApp({ ...env(), DB: undefined }, { notice: (text) => notices.push(text) });
    for (let count = 0; count < 3; count += 1)
      expect((await app.ask(`${ROUTES.turn}/coturn`, { host: HOST })).status).toBe(200);
    expect(notices).toEqual([expect.stringContaining('No database')]);
    await testApp(env(), { notice: (text) => notices.push(text) }).ask(ROUTES.turn);
    expect(notices).toHaveLength(1);
  });

  it('a secret nothing is counted, because addresses could be told from the rows', async () => {
    const answer = await dial({}, { SESSION_SECRET: '' });
    expect([answer.status, codeOf(answer.body)]).toEqual([503, 'not_configured']);
  });

  it('a deployment’s host nothing is counted on localhost', async () => {
    expect((await testApp(env()).ask(ROUTES.offer, offerInit())).status).toBe(200);
    expect(await visitors()).toEqual([]);
  });
});

it('with a lock a visitor who throws the cookie away still shares the address’s four budgets', async () => {
  const locked = env({ OPEN_ACCESS: '', ACCESS_CODE: 'open-sesame', VISITOR_LIMITS: '1,9,9,9' });
  const app = testApp(locked, { now: () => NOON });
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    const entered = await app.request(ROUTES.session, {
      host: HOST,
      method: 'POST',
      body: JSON.stringify({ code: 'open-sesame' }),
    });
    const Cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? '';
    const answer = await app.ask(`${ROUTES.turn}/coturn`, { host: HOST, headers: { Cookie } });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
});
