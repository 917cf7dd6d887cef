import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type AccessTeam, AUD, accessTeam, newKey, TEAM, TOKEN_HEADER } from '../../kit/accessTeam';
import { ROUTES } from '../../protocol/api';
import type { Deps } from '../context';
import type { Env } from '../settings/env';
import { codeOf, testApp } from '../testing';

const HOST = 'https://sightline.example';
const RELAY = `${ROUTES.turn}/coturn`;
const CERTS = `https://${TEAM}/cdn-cgi/access/certs`;
const ENV: Env = { COTURN_URLS: 'turn:a:3478', COTURN_SECRET: 's', CF_ACCESS_TEAM: TEAM, CF_ACCESS_AUD: AUD };
const HOUR_MS = 3_600_000;

let team: AccessTeam;
let now: number;
let certs: () => Response | Promise<Response>;
let asked: string[];
beforeEach(() => {
  team = accessTeam();
  now = 1_800_000_000_000;
  certs = () => Response.json(team.certs());
  asked = [];
});

function appOf(env: Env = {}, more: Partial<Deps> = {}) {
  const fetch = async (url: string | URL | Request) => {
    asked.push(String(url));
    return certs();
  };
  const app = testApp(
    { ...ENV, ...env },
    { fetch: fetch as typeof globalThis.fetch, now: () => now, ...more },
  );
  const ask = async (token: string | null, headers: Record<string, string> = {}) => {
    const given = token === null ? headers : { [TOKEN_HEADER]: token, ...headers };
    const { status, body } = await app.ask(RELAY, { host: HOST, headers: given });
    return [status, codeOf(body) ?? 'ok', app.lines.at(-1)?.reason ?? ''];
  };
  return { ask, app };
}
const OK = [200, 'ok', ''];
const DOWN = [503, 'access_unavailable', ''];
const again = (reason: string) => [401, 'sign_in_required', reason];
const refused = (reason: string) => [403, 'sign_in_refused', reason];

describe('behind Cloudflare Access', () => {
  it('whoever is signed in comes in, people and services', async () => {
    const { ask } = appOf();
    expect(await ask(team.token())).toEqual(OK);
    expect(await ask(team.token({ aud: AUD }))).toEqual(OK);
    expect(await ask(team.token({ sub: '', email: undefined, common_name: 'e367.access' }))).toEqual(OK);
    expect(asked).toEqual([CERTS]);
  });

  it('the page is told, and there is no other proof to bring', async () => {
    const { app } = appOf({ ACCESS_CODE: 'open-sesame', SESSION_SECRET: 's'.repeat(32), OPEN_ACCESS: '1' });
    expect((await app.ask(ROUTES.config, { host: HOST })).body).toMatchObject({ access: 'sign_in' });
    const proof = { host: HOST, method: 'POST', body: JSON.stringify({ code: 'open-sesame' }) };
    expect((await app.ask(ROUTES.session, proof)).status).toBe(404);
    expect((await app.ask(RELAY, { host: HOST })).status).toBe(401);
  });

  const seconds = () => Math.floor(Date.now() / 1000);
  const hs256 = (text: string) => Buffer.from(JSON.stringify(text)).toString('base64url');
  it.each<[string, () => string | null, ReturnType<typeof again>]>([
    ['nobody', () => null, again('token_missing')],
    ['an empty header', () => '', again('token_missing')],
    ['one that is over', () => team.token({ exp: seconds() - 1 }), again('token_over')],
    ['one of later', () => team.token({ nbf: seconds() + 60 }), again('token_over')],
    ['one without an end', () => team.token({ exp: undefined }), refused('token_forged')],
    ['an end in words', () => team.token({ exp: '9999999999' }), again('token_over')],
    ['one of another app', () => team.token({ aud: ['b'.repeat(64)] }), refused('token_foreign')],
    ['one for nobody', () => team.token({ aud: undefined }), refused('token_foreign')],
    [
      'one of another team',
      () => team.token({ iss: 'https://evil.cloudflareaccess.com' }),
      refused('token_foreign'),
    ],
    ['one without a name', () => team.token({ sub: '' }), refused('token_of_nobody')],
    ['an odd name', () => team.token({ sub: { a: 1 } }), refused('token_of_nobody')],
    ['another key', () => team.token({}, { key: newKey() }), again('token_key_unknown')],
    [
      'another key under a known name',
      () => team.token({}, { key: newKey(), header: { kid: team.certs().keys[0]!.kid } }),
      refused('token_forged'),
    ],
    [
      'alg none',
      () => team.token({}, { header: { alg: 'none' } }).replace(/[^.]*$/, ''),
      refused('token_forged'),
    ],
    [
      'the public key as a secret',
      () => team.token({}, { header: { alg: 'HS256' } }),
      refused('token_forged'),
    ],
    ['a critical extension', () => team.token({}, { header: { crit: ['b64'] } }), refused('token_forged')],
    ['no token', () => 'x', refused('token_forged')],
    ['three odd parts', () => `${hs256('a')}.${hs256('b')}.c`, refused('token_forged')],
    ['a long one', () => 'a.'.repeat(5000), refused('token_forged')],
  ])('%s stays out', async (_, token, outcome) => {
    const { ask, app } = appOf();
    const given = token();
    expect(await ask(given)).toEqual(outcome);
    if (given) expect(JSON.stringify(app.lines)).not.toContain(given.slice(0, 40));
  });

  it('an altered claim stays out', async () => {
    const [head, , signature] = team.token().split('.');
    const [, claims] = team.token({ sub: 'the-owner' }).split('.');
    expect(await appOf().ask([head, claims, signature].join('.'))).toEqual(refused('token_forged'));
  });

  it('other headers count for nothing', async () => {
    const other = {
      'Cf-Access-Authenticated-User-Email': 'owner@example.com',
      Cookie: `CF_Authorization=${team.token()}`,
      Authorization: `Bearer ${team.token()}`,
    };
    expect(await appOf().ask(null, other)).toEqual(again('token_missing'));
  });

  it.each([
    [{ CF_ACCESS_AUD: '' }, /^CF_ACCESS_AUD is missing/],
    [{ CF_ACCESS_TEAM: '' }, /^CF_ACCESS_TEAM is missing/],
    [{ CF_ACCESS_TEAM: 'https://evil.example' }, /^CF_ACCESS_TEAM is malformed/],
    [{ CF_ACCESS_AUD: 'short' }, /^CF_ACCESS_AUD is malformed/],
  ])('with %j nobody comes in', async (env, words) => {
    const { app } = appOf({ OPEN_ACCESS: '1', ...env });
    const { status, body } = await app.ask(RELAY, { host: HOST, headers: { [TOKEN_HEADER]: team.token() } });
    expect([status, body]).toEqual([
      503,
      { error: { code: 'not_configured', message: expect.stringMatching(words) } },
    ]);
  });
});

describe('the keys', () => {
  it('are asked for once an hour', async () => {
    const { ask } = appOf();
    for (let i = 0; i < 5; i += 1) await ask(team.token());
    now += HOUR_MS;
    expect(await ask(team.token())).toEqual(OK);
    expect(asked).toHaveLength(2);
  });

  it('turn over: a new one is found at once, the one before is still good, an older one is not', async () => {
    const { ask } = appOf();
    const first = team.token();
    expect(await ask(first)).toEqual(OK);
    team.rotate();
    now += 20_000;
    expect(await ask(team.token())).toEqual(OK);
    expect(await ask(first)).toEqual(OK);
    team.rotate();
    now += HOUR_MS;
    expect(await ask(first)).toEqual(again('token_key_unknown'));
    expect(await ask(team.token())).toEqual(OK);
  });

  it('made-up key ids are not as many questions', async () => {
    const { ask } = appOf();
    const key = newKey();
    for (let i = 0; i < 50; i += 1) await ask(team.token({}, { key, header: { kid: `made-up-${i}` } }));
    expect(asked).toHaveLength(1);
    expect(await ask(team.token())).toEqual(OK);
  });

  it('that are old do while Cloudflare does not answer, for a day', async () => {
    const { ask } = appOf();
    expect(await ask(team.token())).toEqual(OK);
    certs = () => Promise.reject(new TypeError('no network'));
    now += 23 * HOUR_MS;
    expect(await ask(team.token())).toEqual(OK);
    now += 2 * HOUR_MS;
    expect(await ask(team.token())).toEqual(DOWN);
  });

  it.each([
    ['a failure', () => new Response('x', { status: 500 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { Location: 'https://evil.example' } })],
    ['a page', () => new Response('<html>')],
    ['no keys', () => Response.json({ keys: 'none' })],
    ['keys of another kind', () => Response.json({ keys: [{ kid: 'a', kty: 'oct', k: 'AAAA' }] })],
    ['nobody', () => Promise.reject(new TypeError('no network'))],
  ])('%s in their place lets nobody in', async (_, answer) => {
    certs = answer;
    const { ask } = appOf();
    expect(await ask(team.token())).toEqual(DOWN);
    certs = () => Response.json(team.certs());
    expect(await ask(team.token())).toEqual(OK);
  });

  it('that never come are waited for so long and no longer', async () => {
    vi.useFakeTimers();
    certs = () => new Promise(() => {});
    const answer = appOf().ask(team.token());
    await vi.advanceTimersByTimeAsync(4000);
    vi.useRealTimers();
    expect(await answer).toEqual(DOWN);
  });
});
