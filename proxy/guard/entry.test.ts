import { afterAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../kit/process/database';
import { startTurnstile } from '../../kit/standins/turnstile';
import { startUpstream } from '../../kit/standins/upstream';
import { ROUTES, TURNSTILE_ACTION } from '../../protocol/api';
import type { Env } from '../settings/env';
import { codeOf, type TestApp, testApp } from '../testing';

const HOST = 'https://sightline.example';
const SECRET = 'x'.repeat(32);
const CODE = 'open-sesame';
const NOW = 1_800_000_000_000;
const CODED: Env = {
  COTURN_URLS: 'turn:a:3478',
  COTURN_SECRET: 's',
  SESSION_SECRET: SECRET,
  ACCESS_CODE: CODE,
};
const relay = `${ROUTES.turn}/coturn`;
const proof = (body: unknown, headers = {}) => ({
  host: HOST,
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const cookieOf = (response: Response) => response.headers.get('Set-Cookie')?.split(';')[0] ?? '';

async function enter(env: Env = CODED, now = NOW): Promise<string> {
  return cookieOf(await testApp(env, { now: () => now }).request(ROUTES.session, proof({ code: CODE })));
}
async function relayWith(cookie: string, now = NOW, env = CODED): Promise<Response> {
  return testApp(env, { now: () => now }).request(relay, { host: HOST, headers: { Cookie: cookie } });
}

describe('a code', () => {
  it('opens the door with a cookie that only this host gets, over https, and no script reads', async () => {
    const response = await testApp(CODED, { now: () => NOW }).request(
      ROUTES.session,
      proof({ code: ` ${CODE} ` }),
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ expiresInSeconds: 900 });
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^__Host-sightline=[\w.-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=Strict$/,
    );
    expect((await relayWith(cookieOf(response))).status).toBe(200);
  });

  it.each([
    [{ code: 'open-sesamf' }, 403, 'access_refused'],
    [{ code: '' }, 403, 'access_refused'],
    [{ code: 7 }, 400, 'bad_request'],
    [{ turnstileToken: 'x' }, 400, 'bad_request'],
    [null, 400, 'bad_request'],
  ])('%j is %i %s', async (body, status, code) => {
    const app = testApp(CODED);
    const response = await app.request(ROUTES.session, proof(body));
    expect([response.status, codeOf(await response.json())]).toEqual([status, code]);
    expect(response.headers.has('Set-Cookie')).toBe(false);
  });

  it.each([
    ['another page', proof({ code: CODE }, { Origin: 'https://evil.example' }), 403, 'origin_refused'],
    ['a long text', proof({ code: 'x'.repeat(5000) }), 413, 'payload_too_large'],
    ['no JSON', { ...proof(null), body: '{' }, 400, 'bad_request'],
    ['localhost', { ...proof({ code: CODE }), host: 'http://localhost:8788' }, 404, 'not_found'],
  ])('from %s', async (_, init, status, code) => {
    const answer = await testApp(CODED).ask(ROUTES.session, init);
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
  });

  it('is asked for over https on localhost too, so that the lock can be tried there', async () => {
    const at = (host: string) => testApp(CODED).ask(relay, { host });
    expect(await at('https://localhost:8788')).toMatchObject({ status: 401 });
    expect(await at('http://localhost:8788')).toMatchObject({ status: 200 });
    expect((await testApp(CODED).ask(ROUTES.config, { host: HOST })).body).toMatchObject({ access: 'code' });
    expect((await testApp(CODED).ask(ROUTES.config)).body).toMatchObject({ access: 'none' });
  });
});

describe('the cookie', () => {
  it('is refused when forged, foreign, over or another’s', async () => {
    const good = await enter();
    const [name, value = ''] = good.split('=');
    const [id, since, until, signature] = value.split('.');
    const foreign = await enter({ ...CODED, SESSION_SECRET: 'y'.repeat(32) });
    // The code of before: once it has changed, or there is a lock that was not there, everybody comes in
    // anew.
    const earlier = await testApp({ ...CODED, ACCESS_CODE: 'open-barley' }, { now: () => NOW }).request(
      ROUTES.session,
      proof({ code: 'open-barley' }),
    );
    for (const cookie of [
      '',
      foreign,
      cookieOf(earlier),
      `${name}=${id}.${since}.${Number(until) + 1000}.${signature}`,
      `${name}=${id}.${since}.${until}.${'A'.repeat(43)}`,
      `${name}=${id}.${since}.${until}`,
      `x${good}`,
    ])
      expect((await relayWith(cookie)).status, cookie).toBe(401);
    expect((await relayWith(good, NOW + 899_999)).status).toBe(200);
    expect((await relayWith(good, NOW + 900_000)).status).toBe(401);
  });

  it('is renewed by use, for half a day', async () => {
    const start = await enter();
    expect((await relayWith(start, NOW + 60_000)).headers.has('Set-Cookie')).toBe(false);
    let cookie = start;
    let at = NOW;
    for (; at < NOW + 13 * 3_600_000; at += 600_000) {
      const response = await relayWith(cookie, at);
      if (response.status === 401) break;
      cookie = cookieOf(response) || cookie;
    }
    expect(at - NOW).toBe(12 * 3_600_000);
  });

  it('keeps its id over a new proof, so that a proof is no new budget', async () => {
    const first = await enter();
    const again = await testApp(CODED, { now: () => NOW + 5 }).request(
      ROUTES.session,
      proof({ code: CODE }, { Cookie: first }),
    );
    expect(cookieOf(again).split('.')[0]).toBe(first.split('.')[0]);
    expect((await enter()).split('.')[0]).not.toBe(first.split('.')[0]);
  });
});

const database = await startDatabase();
afterAll(() => database.stop());

describe('tries', () => {
  const from = (app: TestApp, ip: string, code: string) =>
    app.ask(ROUTES.session, proof({ code }, { 'CF-Connecting-IP': ip }));
  const appAt = (at: number, hasDatabase: boolean) =>
    testApp(hasDatabase ? { ...CODED, DB: database.db } : CODED, { now: () => at });

  it.each([true, false])(
    'that are wrong are ten in ten minutes from one network (database: %s)',
    async (has) => {
      const app = appAt(NOW, has);
      const tries = Array.from({ length: 50 }, (_, index) => from(app, `2001:db8::${index}`, 'guess-it'));
      const statuses = (await Promise.all(tries)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 403)).toHaveLength(10);
      const late = await from(app, '2001:db8::77', CODE);
      expect(late).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
      expect(late.body).toMatchObject({ error: { retryAfterMs: expect.any(Number) } });
      expect((await from(app, '2001:db8:0:1::1', CODE)).status).toBe(200);
    },
  );

  it('are taken again when the ten minutes are over', async () => {
    let at = NOW;
    const app = testApp(CODED, { now: () => at });
    for (let i = 0; i < 11; i += 1) await from(app, '203.0.113.1', 'guess-it');
    const { body } = await from(app, '203.0.113.1', CODE);
    at += (body as { error: { retryAfterMs: number } }).error.retryAfterMs;
    expect((await from(app, '203.0.113.1', CODE)).status).toBe(200);
  });

  it('that are right are 240 from one address, and no wrong ones', async () => {
    const app = appAt(NOW, false);
    for (let i = 0; i < 240; i += 1) expect((await from(app, '203.0.113.1', CODE)).status).toBe(200);
    expect((await from(app, '203.0.113.1', CODE)).status).toBe(429);
    expect((await from(app, '203.0.113.2', CODE)).status).toBe(200);
  });

  it('of nobody in particular share one count', async () => {
    const app = appAt(NOW, false);
    const tries = Array.from({ length: 30 }, (_, index) => from(app, `nonsense-${index}`, 'guess-it'));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
  });

  it('of a body that holds none do not count', async () => {
    const app = appAt(NOW, false);
    for (let i = 0; i < 30; i += 1) await app.ask(ROUTES.session, proof({ code: 7 }));
    expect((await app.ask(ROUTES.session, proof({ code: CODE }))).status).toBe(200);
  });
});

const turnstile = await startTurnstile({
  secret: 'ts-secret',
  hostname: 'sightline.example',
  action: TURNSTILE_ACTION,
});
afterAll(() => turnstile.close());

describe('Turnstile', () => {
  const env = (more: Env = {}): Env => ({
    SESSION_SECRET: SECRET,
    TURNSTILE_SITE_KEY: 'site-key',
    TURNSTILE_SECRET: 'ts-secret',
    TURNSTILE_API_URL: turnstile.url,
    ...more,
  });
  const bring = (turnstileToken: string, more: Env = {}) =>
    testApp(env(more)).ask(ROUTES.session, proof({ turnstileToken }, { 'CF-Connecting-IP': '203.0.113.7' }));

  it('is asked as Cloudflare documents it, and its token is good once', async () => {
    const token = turnstile.solve();
    expect((await bring(token)).status).toBe(200);
    expect(turnstile.requests.at(-1)).toEqual({
      path: '/turnstile/v0/siteverify',
      contentType: 'application/json',
      body: { response: token, remoteip: '203.0.113.7' },
    });
    expect(codeOf((await bring(token)).body)).toBe('access_refused');
  });

  it('the page gets the site key, and never the secret', async () => {
    const { body } = await testApp(env()).ask(ROUTES.config, { host: HOST });
    expect(body).toMatchObject({ access: 'turnstile', turnstileSiteKey: 'site-key' });
    expect(JSON.stringify(body)).not.toContain('ts-secret');
  });

  it('takes no token of another site, of another action or of nobody', async () => {
    for (const token of [
      turnstile.solve({ hostname: 'evil.example' }),
      turnstile.solve({ action: 'login' }),
      'made-up',
    ])
      expect(await bring(token)).toMatchObject({ status: 403, body: { error: { code: 'access_refused' } } });
  });

  it('is asked ten wrong times by one address, and no more', async () => {
    const app = testApp(env());
    const before = turnstile.requests.length;
    const tokens = [...Array(20).fill('made-up'), turnstile.solve()];
    const statuses: number[] = [];
    for (const turnstileToken of tokens)
      statuses.push((await app.ask(ROUTES.session, proof({ turnstileToken }))).status);
    expect(statuses).toEqual([...Array(10).fill(403), ...Array(11).fill(429)]);
    expect(turnstile.requests.length - before).toBe(10);
  });

  it('that does not answer is nobody’s wrong try', async () => {
    const app = testApp(env({ TURNSTILE_API_URL: 'http://127.0.0.1:22099' }));
    for (let i = 0; i < 15; i += 1)
      expect((await app.ask(ROUTES.session, proof({ turnstileToken: 't' }))).status).toBe(503);
  });

  it('says when the owner’s keys are wrong', async () => {
    for (const more of [{ TURNSTILE_SECRET: 'other' }, { TURNSTILE_SECRET: '' }, { TURNSTILE_SITE_KEY: '' }])
      expect(await bring(turnstile.solve(), more)).toMatchObject({
        status: 503,
        body: { error: { code: 'not_configured', message: expect.stringMatching(/^TURNSTILE_/) } },
      });
  });

  it.each([
    [200, { success: false, 'error-codes': ['internal-error'] }],
    [200, { success: 'yes' }],
    [500, '<html>'],
  ])('%i %j is a check that did not answer, and lets nobody in', async (status, body) => {
    const upstream = await startUpstream();
    upstream.answer({ status, body });
    const answer = await bring('t', { TURNSTILE_API_URL: upstream.url });
    await upstream.close();
    expect([answer.status, codeOf(answer.body)]).toEqual([503, 'access_unavailable']);
  });

  it('nobody at the address', async () => {
    const answer = await bring('t', { TURNSTILE_API_URL: 'http://127.0.0.1:22099' });
    expect(codeOf(answer.body)).toBe('access_unavailable');
  });
});
