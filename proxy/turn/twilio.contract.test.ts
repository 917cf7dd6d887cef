/**
 * What our half of Twilio's client sends and understands, held against the whole client of the same version.
 */
import connect from 'twilio';
import { afterAll, describe, expect, it } from 'vitest';
import { type Answer, type SeenRequest, startUpstream } from '../../kit/standins/upstream';
import { DEPS } from '../context';
import { codeOf, TWILIO_ENV, testApp } from '../testing';
import { twilio } from './twilio';

const upstream = await startUpstream();
afterAll(() => upstream.close());

const env = (token = 'token-of-a-test') => ({
  ...TWILIO_ENV,
  TWILIO_AUTH_TOKEN: token,
  TWILIO_API_URL: upstream.url,
});
const options = (ttlSeconds: number) => ({
  ttlSeconds,
  deps: DEPS,
  signal: new AbortController().signal,
  seen: () => {},
});
const ours = (ttl: number, token?: string) => twilio.mint(env(token), options(ttl));
async function whole(ttl: number, token?: string) {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = env(token);
  const client = connect(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, { autoRetry: false });
  client.api.baseUrl = upstream.url;
  return (await client.tokens.create({ ttl })).iceServers;
}

/** A token as twilio.com/docs/stun-turn/api shows it. */
const TOKEN = {
  username: 'dc2d2894d5a9023620c467b0e71cfa6a35457e6679785ed6ae9856fe5bdfa269',
  ice_servers: [
    { url: 'stun:global.stun.twilio.com:3478', urls: 'stun:global.stun.twilio.com:3478' },
    ...['3478?transport=udp', '3478?transport=tcp', '443?transport=tcp'].map((end) => ({
      url: `turn:global.turn.twilio.com:${end}`,
      username: 'dc2d2894d5a9023620c467b0e71cfa6a35457e6679785ed6ae9856fe5bdfa269',
      urls: `turn:global.turn.twilio.com:${end}`,
      credential: 'tE2DajzSJwnsSbc123',
    })),
  ],
  date_updated: 'Fri, 01 May 2020 01:42:57 +0000',
  account_sid: TWILIO_ENV.TWILIO_ACCOUNT_SID,
  ttl: '86400',
  date_created: 'Fri, 01 May 2020 01:42:57 +0000',
  password: 'tE2DajzSJwnsSbc123',
};

/**
 * All that can matter to the vendor; User-Agent and the connection's own headers are each client's business.
 */
function wire({ method, path, headers, body }: SeenRequest) {
  const { authorization, accept } = headers;
  return {
    ...{ method, path, body, authorization, accept },
    type: headers['content-type'],
    charset: headers['accept-charset'],
    length: headers['content-length'],
  };
}

describe('the request', () => {
  it.each([
    [900, 'token-of-a-test'],
    [1, 'a:b%c+d/='],
    [86400, '0123456789abcdef0123456789abcdef'],
  ])('for %i s is the whole client’s, byte for byte', async (ttl, token) => {
    upstream.answer({ status: 201, body: TOKEN });
    await ours(ttl, token);
    const sent = wire(upstream.requests.at(-1)!);
    await whole(ttl, token);
    expect(sent).toEqual(wire(upstream.requests.at(-1)!));
    expect(sent.body).toBe(`Ttl=${ttl}`);
    expect(sent.authorization).toBe(
      `Basic ${Buffer.from(`${TWILIO_ENV.TWILIO_ACCOUNT_SID}:${token}`).toString('base64')}`,
    );
  });
});

describe('the answer', () => {
  it('is read alike', async () => {
    upstream.answer({ status: 201, body: TOKEN });
    expect(await ours(60, 't')).toEqual(await whole(60, 't'));
    const { body } = await testApp(env('t'), { now: () => 0 }).ask('/v1/webrtc-turn-config/twilio');
    expect(body).toEqual({
      iceServers: [
        { urls: ['stun:global.stun.twilio.com:3478'] },
        {
          urls: [
            'turn:global.turn.twilio.com:3478?transport=udp',
            'turns:global.turn.twilio.com:443?transport=tcp',
            'turn:global.turn.twilio.com:443?transport=tcp',
          ],
          username: TOKEN.username,
          credential: TOKEN.password,
        },
      ],
      expiresInSeconds: 900,
    });
  });
});

/** As twilio.com/docs/api/errors has them. */
const refusal = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
describe('every failure', () => {
  it.each([
    [refusal(401, 20003, 'Authenticate'), 502, 'turn_unauthorized'],
    [refusal(403, 20003, 'Permission Denied'), 502, 'turn_unauthorized'],
    [refusal(403, 70051, 'Authorization Failed'), 502, 'turn_unauthorized'],
    [refusal(404, 20404, 'The requested resource was not found'), 502, 'turn_unavailable'],
    [refusal(400, 20001, 'Unknown parameters'), 502, 'turn_unavailable'],
    [refusal(429, 20429, 'Too Many Requests'), 503, 'turn_rate_limited'],
    [refusal(503, 20429, 'Too Many Requests'), 503, 'turn_rate_limited'],
    [refusal(500, 20500, 'Internal Server Error'), 502, 'turn_unavailable'],
    [refusal(503, 20503, 'Service Unavailable'), 502, 'turn_unavailable'],
    [{ status: 503, body: '<html>upstream connect error</html>' }, 502, 'turn_unavailable'],
    [{ status: 302, body: '' }, 502, 'turn_unavailable'],
  ] as [Exclude<Answer, 'hang'>, number, string][])('%j becomes %i %s', async (answer, status, code) => {
    upstream.answer({ ...answer, headers: { Location: `${upstream.url}/elsewhere` } });
    const app = testApp(env('t'));
    const got = await app.ask('/v1/webrtc-turn-config/twilio');
    expect([got.status, codeOf(got.body)]).toEqual([status, code]);
    expect(app.lines[0]).toMatchObject({ upstreamStatus: answer.status });
    expect(upstream.requests.at(-1)!.path).not.toBe('/elsewhere');
    const { status: theirs } = (await whole(60, 't').catch((thrown) => thrown)) as { status: number };
    expect(theirs).toBe(answer.status);
  });

  it('a wait that Twilio names is passed on', async () => {
    upstream.answer({ status: 429, body: TOKEN, headers: { 'Retry-After': '11' } });
    const { body } = await testApp(env('t')).ask('/v1/webrtc-turn-config/twilio');
    expect(body).toMatchObject({ error: { code: 'turn_rate_limited', retryAfterMs: 11_000 } });
  });
});
