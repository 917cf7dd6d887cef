import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../protocol/api';
import type { Env } from '../settings/env';
import { codeOf, offerInit, testApp } from '../testing';

const COTURN: Env = { COTURN_URLS: 'turn:a:3478', COTURN_SECRET: 's' };
const RELAY = `${ROUTES.turn}/coturn`;
const guarded: [string, RequestInit][] = [
  [ROUTES.turn, {}],
  [RELAY, {}],
  [ROUTES.offer, offerInit()],
  [ROUTES.infer, { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: 'x' }],
];

describe('sameOrigin', () => {
  it.each(guarded)('%s refuses other origins', async (path, init) => {
    for (const added of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'https://evil.example' },
      { Origin: 'http://localhost:8789' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
    ]) {
      const headers = { ...init.headers, ...added } as HeadersInit;
      const answer = await testApp(COTURN).ask(path, { ...init, headers });
      expect([answer.status, codeOf(answer.body)], JSON.stringify(added)).toEqual([403, 'origin_refused']);
    }
  });

  it.each<Record<string, string>>([
    {},
    { 'Sec-Fetch-Site': 'same-origin' },
    { Origin: 'http://localhost:8788' },
  ])('lets %j in', async (headers) => {
    expect((await testApp(COTURN).request(RELAY, { headers })).status).toBe(200);
  });

  it('config has nothing to guard', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await testApp({}).request(ROUTES.config, { headers })).status).toBe(200);
  });
});

describe('access', () => {
  it.each(guarded)('%s is closed off localhost until the owner opens it', async (path, init) => {
    for (const host of [
      'https://sightline.pages.dev',
      'http://192.168.1.5:8788',
      'http://localhost.evil.example',
    ]) {
      const answer = await testApp(COTURN).ask(path, { ...init, host });
      expect([answer.status, codeOf(answer.body)]).toEqual([503, 'access_not_configured']);
      expect(JSON.stringify(answer.body)).toContain('OPEN_ACCESS=1');
    }
  });

  const OWN = ['http://localhost:8788', 'http://127.0.0.1:8788', 'http://[::1]:8788'];
  it.each(OWN)('%s needs no opening', async (host) => {
    expect((await testApp(COTURN).request(RELAY, { host })).status).toBe(200);
  });

  it.each([
    [{ OPEN_ACCESS: '1' }, 200],
    [{ OPEN_ACCESS: '0' }, 503],
    [{ OPEN_ACCESS: 'yes' }, 503],
    [{ OPEN_ACCESS: '1', ACCESS_CODE: 'open-sesame' }, 503],
    [{ OPEN_ACCESS: '1', ACCESS_CODE: 'open-sesame', SESSION_SECRET: 's'.repeat(32) }, 401],
    [{ OPEN_ACCESS: '1', TURNSTILE_SECRET: 'x', SESSION_SECRET: 's'.repeat(32) }, 401],
    [{ OPEN_ACCESS: '1', TURNSTILE_SITE_KEY: 'x', SESSION_SECRET: 's'.repeat(32) }, 401],
  ])('%j off localhost is %i', async (env, status) => {
    const answer = await testApp({ ...COTURN, ...env }).ask(RELAY, { host: 'https://a.pages.dev' });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain('sesame');
  });
});
