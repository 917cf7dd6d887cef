import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../time/fakes';
import { lookAtProxy } from './look';

const CONFIG = {
  enhanced: { available: false, reason: 'none' },
  workflows: { fast: { available: true, id: 'codes' }, accurate: { available: false, reason: 'none' } },
  plans: { standard: 'small', enhanced: 'medium' },
};
const NOW = Date.parse('2026-11-26T12:00:00Z');
const scopeOf = (clock = new FakeClock()) => ({ clock, signal: new AbortController().signal });
const look = (answer: () => Promise<Response>, now = NOW) => lookAtProxy(answer, () => now, scopeOf());
const html = (status: number) =>
  new Response('<h1>Welcome</h1>', { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
/** What `redirect: 'manual'` makes of a redirect. */
const redirected = Object.defineProperties(new Response(null), {
  type: { value: 'opaqueredirect' },
  status: { value: 0 },
});

describe('a look at the proxy', () => {
  it.each([
    ['2026-11-26T12:00:00Z', -500],
    ['2026-11-26T11:00:00Z', 3_599_500],
    ['2026-11-26T13:00:00Z', -3_600_500],
    ['no date at all', null],
  ])('tells how far the clock is off where the server says %s', async (date, skewMs) => {
    const at = Date.parse(date);
    const headers = { Date: Number.isNaN(at) ? date : new Date(at).toUTCString() };
    const found = await look(async () => Response.json(CONFIG, { headers }));
    expect(found).toMatchObject({ kind: 'answers', config: CONFIG, skewMs });
  });

  it.each([
    ['a page', html(200)],
    ['a page that forbids', html(403)],
    ['511', new Response('', { status: 511 })],
    ['a redirect', redirected],
  ])('takes %s for somebody else’s', async (_what, response) => {
    expect(await look(async () => response)).toEqual({ kind: 'portal' });
  });

  it.each([
    ['no JSON', new Response('Out of order', { status: 503 }), 'proxy_bad_answer'],
    ['a page of a broken server', html(502), 'proxy_bad_answer'],
    ['another JSON', Response.json({ enhanced: null }), 'proxy_bad_answer'],
    ['null', Response.json(null), 'proxy_bad_answer'],
    [
      'its own error',
      Response.json({ error: { code: 'not_configured' } }, { status: 503 }),
      'not_configured',
    ],
  ])('says what is wrong with %s', async (_what, response, code) => {
    expect(await look(async () => response)).toMatchObject({ kind: 'down', failure: { code } });
  });

  it('waits four seconds, and says that nobody answers', async () => {
    const clock = new FakeClock();
    const signals: (AbortSignal | null | undefined)[] = [];
    const never = (_url: string, init?: RequestInit) => {
      signals.push(init?.signal);
      return new Promise<Response>(() => {});
    };
    const found = lookAtProxy(never, () => NOW, scopeOf(clock));
    await clock.pass(4_000);
    expect(await found).toMatchObject({ kind: 'down', failure: { code: 'proxy_unreachable' } });
    await settled();
    expect([signals[0]?.aborted, clock.pending]).toEqual([true, 0]);
  });

  it('calls a dead line by its name', async () => {
    const found = await look(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(found).toMatchObject({ kind: 'down', failure: { code: 'proxy_unreachable' } });
  });
});
