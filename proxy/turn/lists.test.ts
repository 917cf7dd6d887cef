import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { startUpstream } from '../../kit/standins/upstream';
import type { TurnConfig } from '../../protocol/api';
import { DEPS } from '../context';
import { SESSION_SECONDS } from '../inference/offer';
import type { Env } from '../settings/env';
import { codeOf, testApp } from '../testing';
import { workerServers } from './lists';
import { TTL_SECONDS } from './provider';

const upstream = await startUpstream();
afterAll(() => upstream.close());

const login = { username: 'u', credential: 'c' };
const PUBLIC = [{ urls: ['stun:stun.l.google.com:19302'] }];
const COTURN: Env = {
  COTURN_URLS: 'turn:relay.example:3478?transport=udp,turns:relay.example:5349',
  COTURN_SECRET: 'shared',
};

describe('coturn', () => {
  it('signs a name that carries its expiry', async () => {
    const app = testApp(COTURN, { now: () => 1_700_000_000_000 });
    const { body } = await app.ask('/v1/webrtc-turn-config/coturn');
    const { iceServers, expiresInSeconds } = body as TurnConfig;
    const server = iceServers[0]!;
    expect(server.urls).toEqual([
      'turn:relay.example:3478?transport=udp',
      'turns:relay.example:5349?transport=tcp',
    ]);
    expect(server.username).toMatch(/^1700000900:[0-9a-f]{8}$/);
    expect(server.credential).toBe(createHmac('sha1', 'shared').update(server.username!).digest('base64'));
    expect(expiresInSeconds).toBe(900);
  });
});

describe('cloudflare', () => {
  const env = (): Env => ({
    CLOUDFLARE_TURN_KEY_ID: 'key1',
    CLOUDFLARE_TURN_API_TOKEN: 'token1',
    CLOUDFLARE_TURN_API_URL: upstream.url,
  });
  const route = '/v1/webrtc-turn-config/cloudflare';

  it('asks as Cloudflare documents it', async () => {
    const answer = { iceServers: [{ urls: ['turn:a:3478?transport=udp'], ...login }] };
    upstream.answer({ status: 201, body: answer });
    const { status, body } = await testApp(env()).ask(route);
    expect(upstream.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/turn/keys/key1/credentials/generate-ice-servers',
      headers: { authorization: 'Bearer token1', 'content-type': 'application/json' },
      body: '{"ttl":900}',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      iceServers: [{ urls: ['turn:a:3478?transport=udp', 'turns:a:443?transport=tcp'], ...login }],
    });
  });

  it('makes of the answer in the documents a list that is short and fit for a browser', async () => {
    const ports = ['3478?transport=udp', '3478?transport=tcp', '80?transport=tcp', '53?transport=udp'];
    const urls = ports.map((end) => `turn:turn.cloudflare.com:${end}`);
    const secure = ['5349', '443'].map((port) => `turns:turn.cloudflare.com:${port}?transport=tcp`);
    const stun = ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'];
    const servers = [{ urls: stun }, { urls: [...urls, ...secure], ...login }];
    upstream.answer({ status: 201, body: { iceServers: servers } });
    expect((await testApp(env(), { now: () => 0 }).ask(route)).body).toEqual({
      iceServers: [
        { urls: ['stun:stun.cloudflare.com:3478'] },
        {
          urls: [
            'turn:turn.cloudflare.com:3478?transport=udp',
            'turns:turn.cloudflare.com:443?transport=tcp',
            'turn:turn.cloudflare.com:80?transport=tcp',
          ],
          ...login,
        },
      ],
      expiresInSeconds: 900,
    });
  });

  const malformed = {
    success: false,
    errors: [{ code: 10001, message: 'c4n4ry' }],
    messages: [],
    result: null,
  };
  it.each([
    [400, malformed, 'turn_unavailable'],
    [404, { errors: [{ code: 10004, message: 'c4n4ry' }] }, 'turn_unavailable'],
    [401, {}, 'turn_unauthorized'],
    [403, 'no', 'turn_unauthorized'],
    [429, {}, 'turn_rate_limited'],
    [302, '', 'turn_unavailable'],
    [503, '', 'turn_unavailable'],
    [201, '<html>', 'turn_bad_answer'],
    [200, { iceServers: [] }, 'turn_bad_answer'],
  ])('%i %j becomes %s', async (status, body, code) => {
    upstream.answer({ status, body, headers: { 'Retry-After': '7', Location: `${upstream.url}/elsewhere` } });
    const answer = await testApp(env()).ask(route);
    expect(codeOf(answer.body)).toBe(code);
    expect(JSON.stringify(answer)).not.toContain('c4n4ry');
    if (status === 429) expect(answer.body).toMatchObject({ error: { retryAfterMs: 7000 } });
    expect(upstream.requests.at(-1)!.path).not.toBe('/elsewhere');
  });
});

describe('the default list', () => {
  const route = '/v1/webrtc-turn-config';
  /** api.roboflow.com has no variable of its own, so its name is led to the stand-in. */
  const deps = {
    fetch: ((input: string, init) =>
      fetch(input.replace('https://api.roboflow.com', upstream.url), init)) as typeof fetch,
  };
  const relay = { urls: 'turn:rf.example:3478', ...login };

  it.each([
    ['an object with a list', { iceServers: [relay] }],
    ['one bare server', relay],
    ['a bare list', [relay]],
  ])('takes the Roboflow account’s relay from %s', async (_, body) => {
    upstream.answer({ status: 200, body });
    const answer = await testApp({ ROBOFLOW_API_KEY: 'key&1', OPEN_ACCESS: '1' }, deps).ask(route);
    expect(upstream.requests.at(-1)!.path).toBe('/webrtc_turn_config?api_key=key%261');
    expect(answer.body).toEqual({ iceServers: [{ urls: ['turn:rf.example:3478?transport=udp'], ...login }] });
  });

  it.each([
    [401, { error: { message: 'c4n4ry' } }],
    [403, {}],
    [404, {}],
    [429, {}],
    [500, '<html>'],
    [200, null],
    [200, '<html>'],
    [200, { iceServers: [] }],
  ])('falls back to STUN in silence on %i %j', async (status, body) => {
    upstream.answer({ status, body });
    const answer = await testApp({ ROBOFLOW_API_KEY: 'key1', OPEN_ACCESS: '1' }, deps).ask(route);
    expect(answer).toEqual({ status: 200, body: { iceServers: PUBLIC } });
  });

  it.each([
    [{}, PUBLIC],
    [{ DEFAULT_STUN_URLS: 'stun:a:1,stun:b:2' }, [{ urls: ['stun:a:1', 'stun:b:2'] }]],
    [{ DEFAULT_STUN_URLS: '' }, []],
    [{ DEFAULT_STUN_URLS: '', ROBOFLOW_API_KEY: 'key1', ROBOFLOW_SERVER_URL: 'http://127.0.0.1:9001' }, []],
  ] as [Env, unknown][])('is STUN for %j', async (env, iceServers) => {
    const asked = upstream.requests.length;
    expect((await testApp(env, deps).ask(route)).body).toEqual({ iceServers });
    expect(upstream.requests.length).toBe(asked);
  });
});

describe('the worker’s list', () => {
  const call = { deps: DEPS, signal: new AbortController().signal, seen: () => {} };

  it.each([
    [{}, PUBLIC],
    [{ DEFAULT_STUN_URLS: 'stun:a:1' }, [{ urls: ['stun:a:1'] }]],
    [{ DEFAULT_STUN_URLS: 'stun:a:1', WORKER_STUN_URLS: 'stun:w:1' }, [{ urls: ['stun:w:1'] }]],
    [{ WORKER_STUN_URLS: '' }, null],
    [{ ...COTURN, WORKER_STUN_URLS: '' }, null],
  ] as [Env, unknown][])('%j gives %j', async (env, wanted) => {
    expect(await workerServers(env, call)).toEqual(wanted);
  });

  it('has a relay where the owner asks for it', async () => {
    const list = await workerServers({ ...COTURN, WORKER_STUN_URLS: 'stun:w:1', WORKER_RELAY: '1' }, call);
    expect(list?.map(({ urls }) => urls)).toEqual([
      ['stun:w:1'],
      ['turns:relay.example:5349?transport=tcp', 'turn:relay.example:3478?transport=udp'],
    ]);
  });
});

it('credentials outlast a session that starts with them, by minutes and not by hours', () => {
  expect(TTL_SECONDS).toBeGreaterThan(SESSION_SECONDS);
  expect(TTL_SECONDS).toBeLessThanOrEqual(SESSION_SECONDS + 300);
});

describe('what is not there', () => {
  it.each(['twilio', 'cloudflare', 'coturn'])('%s without keys is 503 and names one', async (name) => {
    const answer = await testApp({}).ask(`/v1/webrtc-turn-config/${name}`);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'not_configured' } } });
    expect(JSON.stringify(answer.body)).toMatch(new RegExp(`${name.toUpperCase()}\\w+ is missing`));
  });

  it('an unknown provider is 404', async () => {
    expect(await testApp({}).ask('/v1/webrtc-turn-config/metered')).toMatchObject({ status: 404 });
  });
});
