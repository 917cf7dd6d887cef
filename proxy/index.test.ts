import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { startUpstream } from '../kit/standins/upstream';
import { ROUTES } from '../protocol/api';
import { createApp } from './index';
import type { Env } from './settings/env';
import { codeOf, offerInit, plantedEnv, TWILIO_ENV, testApp } from './testing';

describe('every answer', () => {
  it.each([
    ['/v1/config', 200],
    ['/v1/webrtc-turn-config', 200],
    ['/v1/webrtc-turn-config/twilio', 503],
    ['/v1/nowhere', 404],
    ['/v1/webrtc-offer', 405],
  ])('%s (%i) carries the security headers and is never stored', async (path, status) => {
    const response = await testApp({}).request(path);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': expect.stringContaining('application/json'),
      'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('methods', () => {
  it.each([
    ['POST', ROUTES.config, 'GET, HEAD, OPTIONS'],
    ['DELETE', `${ROUTES.turn}/twilio`, 'GET, HEAD, OPTIONS'],
    ['GET', ROUTES.infer, 'POST, OPTIONS'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const response = await testApp({}).request(path, { method });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allow]);
    expect(codeOf(await response.json())).toBe('method_not_allowed');
  });

  it('OPTIONS lists them, and no other origin passes a preflight', async () => {
    const response = await testApp({}).request(ROUTES.offer, {
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example' },
    });
    expect([response.status, response.headers.get('Allow'), await response.text()]).toEqual([
      204,
      'POST, OPTIONS',
      '',
    ]);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('a share that no service worker took leads to the page, and is not read', async () => {
    let isRead = false;
    const pull = () => {
      isRead = true;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const init = { method: 'POST', body, duplex: 'half', headers: { Origin: 'null' } };
    const response = await testApp({}).request(ROUTES.share, init as RequestInit);
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/?shared']);
    expect(isRead).toBe(false);
  });

  it('HEAD is GET without the body', async () => {
    const response = await testApp({}).request(ROUTES.config, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('there is no session to start where no proof is asked for', async () => {
    const answer = await testApp({}).ask('/v1/session', { method: 'POST' });
    expect([answer.status, codeOf(answer.body)]).toEqual([404, 'not_found']);
  });
});

describe('what nobody expected', () => {
  it('is answered without its words', async () => {
    const app = testApp({}, { now: () => 0, fetch: () => Promise.reject(new Error('unused')) });
    const broken = {
      get ENHANCED_TURN(): string {
        throw new TypeError('c4n4ry');
      },
    };
    const { lines, ask } = testApp(broken as Env);
    const answer = await ask(ROUTES.config);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'proxy_failed' } } });
    expect(JSON.stringify([answer, lines])).not.toContain('c4n4ry');
    expect(lines[0]).toMatchObject({ unexpected: expect.stringMatching(/^TypeError in \w+$/) });
    expect((await app.ask(ROUTES.config)).status).toBe(200);
  });

  it.each(['c4n4ry', undefined, { message: 'c4n4ry' }])(
    'is answered and logged, Error or not (%#)',
    async (thrown) => {
      const { lines, ask } = testApp(TWILIO_ENV, { fetch: () => Promise.reject(thrown) });
      const brokenEnv = testApp({
        get ENHANCED_TURN(): string {
          throw thrown;
        },
      } as Env);
      for (const app of [
        { lines, ask, path: `${ROUTES.turn}/twilio` },
        { ...brokenEnv, path: ROUTES.config },
      ]) {
        const answer = await app.ask(app.path);
        expect(answer.status).toBeGreaterThanOrEqual(502);
        expect(answer.body).toMatchObject({ error: { code: expect.any(String) } });
        expect(app.lines).toHaveLength(1);
        expect(JSON.stringify([answer, app.lines])).not.toContain('c4n4ry');
      }
      expect(brokenEnv.lines[0]).toMatchObject({
        status: 503,
        code: 'proxy_failed',
        unexpected: typeof thrown,
      });
    },
  );
});

const upstream = await startUpstream();
afterAll(() => upstream.close());

describe('secrets', () => {
  const CANARY = 'c4n4ry';
  afterEach(() => vi.restoreAllMocks());

  const env: Env = { ...plantedEnv(CANARY, upstream.url), ACCESS_CODE: CANARY, TURNSTILE_SECRET: CANARY };
  const calls: [string, RequestInit][] = [
    [ROUTES.config, {}],
    [`${ROUTES.turn}?api_key=${CANARY}`, {}],
    [`${ROUTES.turn}/twilio`, { headers: { Authorization: CANARY, Cookie: CANARY } }],
    [`${ROUTES.turn}/cloudflare`, {}],
    [`${ROUTES.turn}/coturn`, {}],
    [`${ROUTES.turn}/${CANARY}`, {}],
    [`/v1/${CANARY}`, { method: CANARY.toUpperCase() }],
    [ROUTES.offer, offerInit()],
    [ROUTES.offer, offerInit({ workflowId: CANARY })],
    [
      ROUTES.infer,
      { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: new Uint8Array([0xff, 0xd8, 0xff]) },
    ],
  ];

  it.each([200, 201, 400, 401, 404, 422, 429, 500, 502])(
    'stay here, whatever upstream answers: %i',
    async (status) => {
      const echo = {
        message: CANARY,
        error_type: CANARY,
        code: CANARY,
        detail: [{ input: CANARY }],
        [CANARY]: 1,
      };
      const printed: string[] = [];
      for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const)
        vi.spyOn(console, method).mockImplementation(
          (...words) => void printed.push(words.map(String).join(' ')),
        );
      for (const body of [echo, `<html>${CANARY}</html>`]) {
        upstream.answer({ status, body, headers: { 'X-Note': CANARY } });
        for (const [path, init] of calls) {
          const response = await createApp().request(`http://localhost:8788${path}`, init, env);
          const answered = JSON.stringify([...response.headers]) + (await response.text());
          expect(answered.toLowerCase(), path).not.toContain(CANARY);
        }
      }
      expect(printed).toHaveLength(calls.length * 2);
      expect(printed.join('\n').toLowerCase()).not.toContain(CANARY);
      for (const line of printed)
        expect(JSON.parse(line)).toMatchObject({ route: expect.any(String), status: expect.any(Number) });
    },
  );
});
