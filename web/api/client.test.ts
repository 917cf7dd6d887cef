import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../time/fakes';
import { call, type Fetch } from './client';
import { answering, scope } from './fakes';

const request = { url: '/v1/config', deadlineMs: 8_000 };

/** Never answers, and fails as a browser's `fetch` does once its signal aborts. */
const silent = () => {
  const signals: AbortSignal[] = [];
  const fetch: Fetch = (_url, init) =>
    new Promise((_, fail) => {
      const signal = init?.signal as AbortSignal;
      signals.push(signal);
      signal.addEventListener('abort', () => fail(signal.reason));
    });
  return { fetch, signals };
};

describe('a call to the proxy', () => {
  it('gives the body, and null where it is no JSON', async () => {
    expect(await call(answering(200, { a: 1 }), request, scope())).toEqual({ a: 1 });
    expect(await call(answering(200, '<html>'), request, scope())).toBeNull();
  });

  it('says so when there is no answer at all', async () => {
    const fetch = () => Promise.reject(new TypeError('failed'));
    await expect(call(fetch, request, scope())).rejects.toMatchObject({ code: 'proxy_unreachable' });
    vi.stubGlobal('navigator', { onLine: false });
    await expect(call(fetch, request, scope())).rejects.toMatchObject({ code: 'offline' });
    vi.unstubAllGlobals();
  });

  it.each([
    [undefined, 'proxy_unreachable'],
    ['worker_timeout', 'worker_timeout'],
  ] as const)('ends its request at the deadline: late %s', async (late, code) => {
    const clock = new FakeClock();
    const { fetch, signals } = silent();
    const { signal } = new AbortController();
    const called = call(fetch, { ...request, ...(late && { late }) }, { clock, signal });
    const refused = expect(called).rejects.toMatchObject({ code });
    await clock.pass(8_000);
    await refused;
    expect([signals[0]?.aborted, clock.pending]).toEqual([true, 0]);
  });

  it('ends its request with whoever asked', async () => {
    const clock = new FakeClock();
    const { fetch, signals } = silent();
    const sheet = new AbortController();
    const called = call(fetch, request, { clock, signal: sheet.signal });
    sheet.abort();
    await expect(called).rejects.toBe(sheet.signal.reason);
    expect([signals[0]?.aborted, clock.pending]).toEqual([true, 0]);
  });
});
