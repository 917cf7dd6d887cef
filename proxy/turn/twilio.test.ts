import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startTwilio, type TwilioMode } from '../../kit/standins/twilio';
import { startUpstream } from '../../kit/standins/upstream';
import { DEPS } from '../context';
import { codeOf, TWILIO_ENV, testApp } from '../testing';

const SECRET = 'shared-with-coturn';
const route = '/v1/webrtc-turn-config/twilio';
const standin = await startTwilio({
  accountSid: TWILIO_ENV.TWILIO_ACCOUNT_SID,
  authToken: TWILIO_ENV.TWILIO_AUTH_TOKEN,
  coturnSecret: SECRET,
  relay: { host: 'localhost', ports: { udp: 3478, tcp: 3478, tls: 443 } },
  untrusted: { host: '127.0.0.1', ports: { udp: 3478, tcp: 3478, tls: 443 } },
});
afterAll(() => standin.close());
beforeEach(() => {
  standin.setMode('ok');
  standin.requests.length = 0;
});

const app = (overrides = {}, env = {}) =>
  testApp({ ...TWILIO_ENV, TWILIO_API_URL: standin.url, ...env }, overrides);

describe('the real client against the stand-in', () => {
  it('asks as Twilio documents it, and answers in the W3C form', async () => {
    const { status, body } = await app({ now: () => 1_000_000 }).ask(route);
    expect(standin.requests).toEqual([
      {
        method: 'POST',
        path: `/2010-04-01/Accounts/${TWILIO_ENV.TWILIO_ACCOUNT_SID}/Tokens.json`,
        authorized: true,
        contentType: 'application/x-www-form-urlencoded',
        body: 'Ttl=900',
      },
    ]);
    expect(status).toBe(200);
    expect(body).toEqual({
      iceServers: [
        { urls: ['stun:localhost:3478'] },
        {
          urls: [
            'turn:localhost:3478?transport=udp',
            'turns:localhost:443?transport=tcp',
            'turn:localhost:443?transport=tcp',
          ],
          username: expect.stringMatching(/^\d{10}:/),
          credential: expect.stringMatching(/^[\w+/]{27}=$/),
        },
      ],
      expiresInSeconds: 900,
    });
  });

  it.each([
    ['401', 502, 'turn_unauthorized', 401],
    ['429', 503, 'turn_rate_limited', 429],
    ['500', 502, 'turn_unavailable', 500],
    ['nonsense', 502, 'turn_bad_answer', 200],
  ] as [TwilioMode, number, string, number][])(
    '%s becomes %i %s',
    async (mode, status, code, upstreamStatus) => {
      standin.setMode(mode);
      const twilio = app();
      const answer = await twilio.ask(route);
      expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
      expect(twilio.lines[0]).toMatchObject({ provider: 'twilio', code, status, upstreamStatus });
      const waits = (answer.body as { error: { retryAfterMs?: number } }).error.retryAfterMs;
      expect(waits).toBe(mode === '429' ? 3000 : undefined);
    },
  );

  it('our own wrong token is refused too', async () => {
    const answer = await app({}, { TWILIO_AUTH_TOKEN: 'another' }).ask(route);
    expect(codeOf(answer.body)).toBe('turn_unauthorized');
  });

  it('gives up on silence', async () => {
    standin.setMode('hang');
    const answer = await app({ deadlines: { ...DEPS.deadlines, turnMs: 150 } }).ask(route);
    expect([answer.status, codeOf(answer.body)]).toEqual([504, 'turn_timeout']);
  });

  it('says so where nobody listens', async () => {
    const answer = await app({}, { TWILIO_API_URL: 'http://127.0.0.1:22099' }).ask(route);
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'turn_unavailable']);
  });

  it.each([
    ['no relay', { ice_servers: [{ urls: 'stun:a:3478', url: 'stun:a:3478' }] }],
    ['no list', { username: 'u' }],
    ['a list of another kind', { ice_servers: 'turn:a' }],
    ['null', null],
  ])('%s is a bad answer', async (_, body) => {
    const upstream = await startUpstream();
    upstream.answer({ status: 201, body });
    const answer = await app({}, { TWILIO_API_URL: upstream.url }).ask(route);
    await upstream.close();
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'turn_bad_answer']);
  });
});

describe('the stand-in', () => {
  it('is switched over HTTP, and by nothing but POST', async () => {
    expect((await fetch(`${standin.url}/__mode/429`)).status).toBe(405);
    expect((await fetch(`${standin.url}/__mode/nope`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${standin.url}/__mode/500`, { method: 'POST' })).status).toBe(204);
    expect(codeOf((await app().ask(route)).body)).toBe('turn_unavailable');
  });

  it.each([
    ['unreachable', 'turns:127.0.0.9:443?transport=tcp'],
    ['untrusted', 'turns:127.0.0.1:443?transport=tcp'],
  ] as [TwilioMode, string][])('%s names another host, TLS included', async (mode, url) => {
    standin.setMode(mode);
    const { body } = await app().ask(route);
    const { iceServers } = body as { iceServers: { urls: string[] }[] };
    expect(iceServers.flatMap(({ urls }) => urls)).toContain(url);
    expect(JSON.stringify(iceServers)).not.toContain('localhost');
  });
});
