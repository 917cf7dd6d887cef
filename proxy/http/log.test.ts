/**
 * The line that a deployer runs the proxy by, for each route, where all is well and where something behind it
 * is not.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { type Answer, startUpstream } from '../../kit/standins/upstream';
import { ROUTES, TURNSTILE_ACTION } from '../../protocol/api';
import { DEPS } from '../context';
import type { Env } from '../settings/env';
import { offerInit, TWILIO_ENV, testApp } from '../testing';

const upstream = await startUpstream();
afterAll(() => upstream.close());

const env = (more: Env = {}): Env => ({
  ...TWILIO_ENV,
  TWILIO_API_URL: upstream.url,
  CLOUDFLARE_TURN_KEY_ID: 'key1',
  CLOUDFLARE_TURN_API_TOKEN: 'token1',
  CLOUDFLARE_TURN_API_URL: upstream.url,
  COTURN_URLS: 'turn:a:3478',
  COTURN_SECRET: 'secret',
  ROBOFLOW_SERVER_URL: upstream.url,
  FAST_WORKFLOW_ID: 'fast-1',
  WORKER_STUN_URLS: '',
  ...more,
});
const servers = [{ urls: ['turn:a:3478'], username: 'u', credential: 'c' }];
const good = { sdp: 'v=0', type: 'answer', outputs: [{}], iceServers: servers, ice_servers: servers };
const photo: RequestInit = {
  method: 'POST',
  headers: { 'Content-Type': 'image/jpeg' },
  body: new Uint8Array([0xff, 0xd8, 0xff]),
};

type Case = [path: string, init: RequestInit, answer: Answer, wanted: Record<string, unknown>];
const lineOf = async ([path, init, answer]: Case, more: Env = {}) => {
  upstream.answer(answer);
  const offerMs = answer === 'hang' ? 100 : DEPS.deadlines.offerMs;
  const app = testApp(env(more), { deadlines: { ...DEPS.deadlines, offerMs } });
  await app.request(path, init);
  expect(app.lines).toHaveLength(1);
  return app.lines[0];
};

describe('the upstream’s status', () => {
  const ok = { status: 200, body: good };
  const created = { status: 201, body: good };
  it.each([
    [`${ROUTES.turn}/twilio`, {}, created, { provider: 'twilio', upstreamStatus: 201 }],
    [`${ROUTES.turn}/cloudflare`, {}, created, { provider: 'cloudflare', upstreamStatus: 201 }],
    [ROUTES.offer, offerInit(), ok, { upstreamStatus: 200 }],
    [ROUTES.infer, photo, ok, { upstreamStatus: 200 }],
  ] as Case[])('%s has it where all is well', async (...given) => {
    const [path, , , wanted] = given;
    const line = await lineOf(given);
    expect(line).toMatchObject({ status: 200, ...wanted });
    expect(line?.code).toBeUndefined();
    expect(line?.route).toBe(path.replace(/\/(twilio|cloudflare)$/, '/:provider'));
  });

  it('is the worker’s where a relay was asked before', async () => {
    upstream.answer(({ path }) => (path.endsWith('Tokens.json') ? created : ok));
    const app = testApp(env({ WORKER_RELAY: '1' }));
    expect((await app.request(ROUTES.offer, offerInit())).status).toBe(200);
    expect(app.lines[0]).toMatchObject({ upstreamStatus: 200 });
  });

  it.each([
    [`${ROUTES.turn}/twilio`, {}, { status: 503, body: { code: 20429 } }, 'turn_rate_limited', 503],
    [`${ROUTES.turn}/cloudflare`, {}, { status: 403, body: {} }, 'turn_unauthorized', 403],
    [`${ROUTES.turn}/cloudflare`, {}, { status: 201, body: 'x' }, 'turn_bad_answer', 201],
    [ROUTES.offer, offerInit(), { status: 402, body: {} }, 'worker_out_of_credits', 402],
    [ROUTES.offer, offerInit(), { status: 200, body: {} }, 'worker_bad_answer', 200],
    [ROUTES.infer, photo, { status: 404, body: {} }, 'workflow_not_found', 404],
  ] as [string, RequestInit, Answer, string, number][])(
    '%s has it beside the code: %3$s',
    async (path, init, answer, code, upstreamStatus) => {
      expect(await lineOf([path, init, answer, {}])).toMatchObject({ code, upstreamStatus });
    },
  );

  it.each([
    [ROUTES.config, {}, ok],
    [`${ROUTES.turn}/coturn`, {}, ok],
    [ROUTES.offer, offerInit(), 'hang'],
    [ROUTES.offer, { method: 'POST', body: '{}' }, ok],
  ] as [string, RequestInit, Answer][])(
    '%s has none where nobody was asked or answered',
    async (...given) => {
      expect((await lineOf([...given, {}]))?.upstreamStatus).toBeUndefined();
    },
  );

  it('of Turnstile is there, too', async () => {
    const verdict = { success: true, hostname: 'sightline.example', action: TURNSTILE_ACTION };
    upstream.answer({ status: 200, body: verdict });
    const keys = { TURNSTILE_SITE_KEY: '0x4AAAAAAA', TURNSTILE_SECRET: 'secret-of-a-test' };
    const app = testApp(env({ ...keys, TURNSTILE_API_URL: upstream.url, SESSION_SECRET: 's'.repeat(32) }));
    const body = JSON.stringify({ turnstileToken: 'token' });
    const init = { method: 'POST', body, host: 'https://sightline.example' };
    expect((await app.request(ROUTES.session, init)).status).toBe(200);
    expect(app.lines[0]).toMatchObject({ status: 200, upstreamStatus: 200 });
  });
});
