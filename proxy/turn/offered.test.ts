/** ENH on the Roboflow account's own relay. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, startUpstream } from '../../kit/standins/upstream';
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import type { Env } from '../settings/env';
import { codeOf, TWILIO_ENV, testApp } from '../testing';

const account = await startUpstream();
afterAll(() => account.close());
beforeEach(() => {
  account.requests.length = 0;
  account.answer(LIST);
});

const login = { username: 'u', credential: 'c' };
const urls = [
  'turn:rf.example:3478?transport=udp',
  'turn:rf.example:3478?transport=tcp',
  'turns:rf.example:5349?transport=tcp',
  'turns:rf.example:443?transport=tcp',
];
const LIST: Answer = { status: 200, body: { iceServers: [{ urls, ...login }] } };
const env = (more: Env = {}): Env => ({
  ROBOFLOW_API_KEY: 'key&1',
  ROBOFLOW_API_URL: account.url,
  FAST_MODEL_ID: 'rfdetr-nano',
  OPEN_ACCESS: '1',
  ...more,
});
const ENH: Env = { ENHANCED_TURN: 'roboflow' };
const route = `${ROUTES.turn}/roboflow`;
/** No server describes a workflow here: a model needs none. */
const enhancedOf = async (app: ReturnType<typeof testApp>, host?: string) => {
  const { body } = await app.ask(ROUTES.config, host ? { host } : {});
  return (body as DeploymentConfig).enhanced;
};

it('hands out one way of each kind, TLS on 443 among them', async () => {
  const answer = await testApp(env(ENH)).ask(route);
  expect(account.requests.at(-1)).toMatchObject({
    method: 'GET',
    path: '/webrtc_turn_config?api_key=key%261',
  });
  expect(answer).toEqual({
    status: 200,
    body: {
      iceServers: [{ urls: [urls[0], urls[3], urls[1]], ...login }],
      expiresInSeconds: 900,
    },
  });
});

it('believes credentials that say when they end', async () => {
  const named = { urls, username: '1700000300:x', credential: 'c' };
  account.answer({ status: 200, body: [named] });
  const { body } = await testApp(env(ENH), { now: () => 1_700_000_000_000 }).ask(route);
  expect(body).toMatchObject({ expiresInSeconds: 300 });
});

describe('is the relay of ENH', () => {
  it.each([
    [ENH, 'roboflow'],
    [{}, 'roboflow'],
    [TWILIO_ENV, 'twilio'],
    [{ COTURN_URLS: 'turn:a:1', COTURN_SECRET: 's' }, 'coturn'],
    [{ ...TWILIO_ENV, ...ENH }, 'roboflow'],
  ] as [Env, string][])('%j: %s', async (more, provider) => {
    expect(await enhancedOf(testApp(env(more)))).toEqual({
      available: true,
      provider,
      iceTransportPolicy: 'all',
    });
  });

  it('and asked for once in ten minutes', async () => {
    let at = 0;
    const app = testApp(env(), { now: () => at });
    for (let count = 0; count < 5; count += 1) await enhancedOf(app);
    expect(account.requests).toHaveLength(1);
    at = 11 * 60_000;
    await enhancedOf(app);
    expect(account.requests).toHaveLength(2);
  });
});

describe('an account without a list', () => {
  it.each([
    [404, {}],
    [403, {}],
    [200, null],
    [200, { iceServers: [] }],
    [200, { iceServers: [{ urls: ['stun:a:1'] }] }],
  ])('(%i %j) is told in a sentence, by config and by the route', async (status, body) => {
    account.answer({ status, body });
    const app = testApp(env());
    const reason = expect.stringMatching(/^The Roboflow account has no relay of its own\. Set /);
    expect(await enhancedOf(app)).toEqual({ available: false, reason });
    expect(await app.ask(route)).toEqual({
      status: 503,
      body: { error: { code: 'not_configured', message: reason } },
    });
  });

  it('a refused key is another sentence', async () => {
    account.answer({ status: 401, body: { message: 'c4n4ry' } });
    const app = testApp(env(ENH));
    expect(await enhancedOf(app)).toMatchObject({
      available: false,
      reason: expect.stringMatching(/refused our credentials/),
    });
    expect(codeOf((await app.ask(route)).body)).toBe('turn_unauthorized');
  });

  it('a service that fails for a moment hides no button that its owner asked for', async () => {
    account.answer({ status: 500, body: {} });
    expect(await enhancedOf(testApp(env(ENH)))).toMatchObject({ available: true });
    expect(await enhancedOf(testApp(env()))).toMatchObject({ available: false });
    expect(codeOf((await testApp(env(ENH)).ask(route)).body)).toBe('turn_unavailable');
  });
});

it('nobody who has not come in makes it ask', async () => {
  const locked = { ACCESS_CODE: 'long enough', SESSION_SECRET: 's'.repeat(32), OPEN_ACCESS: '' };
  const host = 'https://sightline.example';
  expect(await enhancedOf(testApp(env({ ...locked, ...ENH })), host)).toMatchObject({ available: true });
  expect(await enhancedOf(testApp(env(locked)), host)).toMatchObject({ available: false });
  expect(account.requests).toHaveLength(0);
});

it('a server of one’s own has no account by itself, and may name one', async () => {
  const own = { ROBOFLOW_SERVER_URL: 'http://127.0.0.1:9' };
  expect(await enhancedOf(testApp(env(own)))).toMatchObject({ available: false });
  expect(await enhancedOf(testApp(env({ ...own, ...ENH })))).toMatchObject({ provider: 'roboflow' });
});
