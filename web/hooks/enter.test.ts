import { describe, expect, it, vi } from 'vitest';
import { enter, openingFacts } from './enter';

const request = (proof: Parameters<typeof enter>[1]['proof'] = { code: 'open-sesame' }) => ({
  proof,
  signal: new AbortController().signal,
});
const answering = (status: number, body: unknown) =>
  vi.fn(
    async (_url: string, _init: RequestInit) =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  );
const refusing = (code: string) => answering(403, { error: { code, message: '' } });

describe('enter', () => {
  it.each([{ code: 'open-sesame' }, { turnstileToken: '0.x' }])('posts %o as it is', async (proof) => {
    const fetch = answering(200, { expiresInSeconds: 1 });
    await enter(fetch, request(proof));
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('/v1/session');
    expect(init).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(JSON.parse(String(init.body))).toEqual(proof);
  });

  it('blames a typed code on the code, and a check on the check', async () => {
    const fetch = refusing('access_refused');
    await expect(enter(fetch, request())).rejects.toMatchObject({ code: 'access_refused' });
    const check = request({ turnstileToken: '0.x' });
    await expect(enter(fetch, check)).rejects.toMatchObject({ code: 'check_failed' });
    await expect(enter(refusing('access_unavailable'), check)).rejects.toMatchObject({
      code: 'access_unavailable',
    });
  });

  it.each([
    [429, { error: { code: 'rate_limited', message: '', retryAfterMs: 3 } }, 'rate_limited'],
    [502, '<html>', 'proxy_bad_answer'],
  ])('status %i with %o fails as %s', async (status, body, code) => {
    await expect(enter(answering(status, body), request())).rejects.toMatchObject({ code });
  });

  it('ends with its sheet, and says so when there is no answer at all', async () => {
    const sheet = new AbortController();
    const fetch = (_url: string, { signal }: RequestInit) =>
      new Promise<Response>((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason)));
    const entering = enter(fetch, { ...request(), signal: sheet.signal });
    sheet.abort();
    await expect(entering).rejects.toMatchObject({ code: 'proxy_unreachable' });
  });
});

describe('what the sheet opens with', () => {
  it.each([
    [null, 'asking'],
    [1_000_000 - 61_000, 'asking'],
    [1_000_000 - 500, 'failed'],
  ])('after a pass at %s: %s', (passedAtMs, phase) => {
    expect(openingFacts(passedAtMs, 1_000_000).phase).toBe(phase);
  });
});
