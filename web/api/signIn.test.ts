import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../time/clock';
import { call, type Fetch } from './client';
import { offerFailureSeen } from './config';
import { asksForSignIn } from './failures';

const scope = { clock: systemClock, signal: new AbortController().signal };
const redirect = { type: 'opaqueredirect', status: 0, ok: false, headers: new Headers() } as Response;
const answering = (response: Response) => vi.fn<Fetch>(async () => response);
const refused = new Error('Proxy request failed (503): {"error":{"code":"worker_paused","message":""}}');

describe('the page’s own calls', () => {
  it('follow no redirect, and know one as a sign-in', async () => {
    const fetch = answering(redirect);
    await expect(call(fetch, { url: '/v1/config', deadlineMs: 1000 }, scope)).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
  });
});

describe('an offer that the connector could not bring', () => {
  it.each<[string, unknown, Response, string, number]>([
    ['a redirect that the policy stopped', new TypeError('Failed to fetch'), redirect, 'sign_in_required', 1],
    ['a page in place of JSON', new SyntaxError('<'), redirect, 'sign_in_required', 1],
    ['no network', new TypeError('Failed to fetch'), Response.json({}), 'proxy_unreachable', 1],
    [
      'a failing proxy',
      new TypeError('Failed to fetch'),
      new Response('', { status: 502 }),
      'proxy_unreachable',
      1,
    ],
    ['the proxy’s own word', refused, redirect, 'worker_paused', 0],
  ])('%s', async (_, thrown, response, code, asked) => {
    const fetch = answering(response);
    expect((await offerFailureSeen(thrown, fetch, scope)).code).toBe(code);
    expect(fetch).toHaveBeenCalledTimes(asked);
  });

  it('is not waited for where the network is dead', async () => {
    vi.useFakeTimers();
    const asking = offerFailureSeen(new TypeError('x'), () => new Promise(() => {}), scope);
    await vi.advanceTimersByTimeAsync(2000);
    expect((await asking).code).toBe('proxy_unreachable');
    vi.useRealTimers();
  });
});

describe('a sign-in in front of the proxy', () => {
  const page = (status: number, type = 'text/html; charset=UTF-8') =>
    new Response('<title>Sign in</title>', { status, headers: { 'Content-Type': type } });

  it.each([redirect, page(200), page(401), page(403)])('is known (%#)', async (response) => {
    expect(asksForSignIn(response)).toBe(true);
    const request = { url: '/v1/config', deadlineMs: 1000 };
    await expect(call(answering(response), request, scope)).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });

  it.each([page(404), page(500), page(502), page(530), page(200, 'text/plain'), page(403, '')])(
    'is not what else may come (%#)',
    (response) => {
      expect(asksForSignIn(response)).toBe(false);
    },
  );
});
