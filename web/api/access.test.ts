import { describe, expect, it } from 'vitest';
import { openingFacts, requestAccess } from './access';
import { answering, scope } from './fakes';

const code = { code: 'open-sesame' };
const refusing = (code: string) => answering(403, { error: { code, message: '' } });

describe('requestAccess', () => {
  it.each([code, { turnstileToken: '0.x' }])('posts %o as it is', async (proof) => {
    const fetch = answering(200, { expiresInSeconds: 1 });
    await requestAccess(fetch, proof, scope());
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('/v1/session');
    expect(init).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(JSON.parse(String(init?.body))).toEqual(proof);
  });

  it('blames a typed code on the code, and a check on the check', async () => {
    const fetch = refusing('access_refused');
    const check = { turnstileToken: '0.x' };
    await expect(requestAccess(fetch, code, scope())).rejects.toMatchObject({ code: 'access_refused' });
    await expect(requestAccess(fetch, check, scope())).rejects.toMatchObject({ code: 'check_failed' });
    await expect(requestAccess(refusing('access_unavailable'), check, scope())).rejects.toMatchObject({
      code: 'access_unavailable',
    });
  });

  it.each([
    [429, { error: { code: 'rate_limited', message: '', retryAfterMs: 3 } }, 'rate_limited'],
    [502, '<html>', 'proxy_bad_answer'],
  ])('status %i with %o fails as %s', async (status, body, code) => {
    await expect(requestAccess(answering(status, body), { code: 'x' }, scope())).rejects.toMatchObject({
      code,
    });
  });
});

describe('what the sheet opens with', () => {
  it.each([
    [null, 'asking'],
    [1_000_000 - 61_000, 'asking'],
    [1_000_000 - 500, 'failed'],
  ])('after a pass at %s: %s', (grantedAtMs, phase) => {
    expect(openingFacts(grantedAtMs, 1_000_000).phase).toBe(phase);
  });
});
