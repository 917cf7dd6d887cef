import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../protocol/api';
import type { Env } from '../settings/env';
import { codeOf, TWILIO_ENV, testApp } from '../testing';
import { FRONT_HEADER, frontWord } from './front';

const SECRET = 'f'.repeat(43);
const COTURN: Env = { COTURN_URLS: 'turn:a:3478', COTURN_SECRET: 's' };
const TURN = `${ROUTES.turn}/coturn`;

async function ask(env: Env, headers: Record<string, string>, host = 'http://localhost:8788') {
  const { status, body } = await testApp(env).ask(TURN, { headers, host });
  return [status, codeOf(body)];
}
const OPEN = [200, undefined];
const CLOSED = [503, 'access_not_configured'];
const REFUSED = [421, 'host_refused'];
const word = (here: boolean, https = false) => ({ [FRONT_HEADER]: frontWord(SECRET, { here, https }) });

describe('behind the front of npm start', () => {
  const env: Env = { ...COTURN, FRONT_SECRET: SECRET };

  it('nobody else is answered, on any route', async () => {
    const words = ['', 'guess http here', ` http here`, `${SECRET}x http here`, SECRET.slice(1)];
    for (const headers of [{}, ...words.map((text) => ({ [FRONT_HEADER]: text }))]) {
      expect(await ask(env, headers)).toEqual(REFUSED);
      const config = await testApp(env).ask(ROUTES.config, { headers });
      expect(config.status).toBe(421);
      expect(JSON.stringify(config.body)).not.toContain(SECRET);
    }
  });

  it('its word decides who is at this machine, and no URL does', async () => {
    for (const host of ['http://localhost:8788', 'http://127.0.0.1', 'https://a.example']) {
      expect(await ask(env, word(true), host)).toEqual(OPEN);
      expect(await ask(env, word(false), host)).toEqual(CLOSED);
    }
  });

  it('over https a lock counts even here, over http it does not', async () => {
    const locked = { ...env, ACCESS_CODE: 'open-sesame', SESSION_SECRET: 's'.repeat(32) };
    expect(await ask(locked, word(true, true))).toEqual([401, 'session_required']);
    expect(await ask(locked, word(true))).toEqual(OPEN);
    expect(await ask(locked, word(false))).toEqual([401, 'session_required']);
  });

  it('what it said of one request is forgotten for the next', async () => {
    const app = testApp(env);
    expect((await app.ask(TURN, { headers: word(true) })).status).toBe(200);
    expect((await app.ask(TURN, { headers: word(false) })).status).toBe(503);
    expect(env).not.toHaveProperty('visitor');
  });
});

describe('without a front', () => {
  it('its word is worth nothing', async () => {
    expect(await ask(COTURN, word(true), 'https://a.example')).toEqual(CLOSED);
    expect(await ask({ ...COTURN, FRONT_SECRET: '' }, word(true), 'https://a.example')).toEqual(CLOSED);
  });

  const billed: [string, Env][] = [
    ['Roboflow', { ROBOFLOW_API_KEY: 'k' }],
    ['Roboflow by name', { ROBOFLOW_API_KEY: 'k', ROBOFLOW_SERVER_URL: 'https://serverless.roboflow.com' }],
    ['Twilio', TWILIO_ENV],
    ['Cloudflare', { CLOUDFLARE_TURN_KEY_ID: 'k', CLOUDFLARE_TURN_API_TOKEN: 't' }],
    ['one of two', { ...TWILIO_ENV, TWILIO_API_URL: 'http://127.0.0.1:1', ROBOFLOW_API_KEY: 'k' }],
  ];
  it.each(billed)('localhost in a URL opens nothing that is billed: %s', async (_, env) => {
    expect(await ask({ ...COTURN, ...env }, {})).toEqual(CLOSED);
    expect(await ask({ ...COTURN, ...env, OPEN_ACCESS: '1' }, {})).toEqual(OPEN);
  });

  it('with stand-ins on this network it does, as ever', async () => {
    const standIns: Env = {
      ...TWILIO_ENV,
      TWILIO_API_URL: 'http://127.0.0.1:1',
      ROBOFLOW_API_KEY: 'k',
      ROBOFLOW_SERVER_URL: 'http://192.168.1.2:9001',
    };
    expect(await ask({ ...COTURN, ...standIns }, {})).toEqual(OPEN);
    expect(await ask({ ...COTURN, ...standIns }, {}, 'http://localhost.evil.example')).toEqual(CLOSED);
  });

  it('a deployment answers to any name; where ALLOWED_HOSTS is set, to those', async () => {
    const open: Env = { ...COTURN, OPEN_ACCESS: '1' };
    const hosts = ['https://sightline.pages.dev', 'https://own.example', 'http://192.168.1.5:8788'];
    for (const host of hosts) expect((await ask(open, {}, host))[0]).toBe(200);
    const listed = { ...open, ALLOWED_HOSTS: 'own.example' };
    const answers = [...hosts, 'http://localhost:8788'].map((host) => ask(listed, {}, host));
    expect(await Promise.all(answers)).toEqual([REFUSED, OPEN, OPEN, OPEN]);
  });
});
