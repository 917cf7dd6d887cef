import { describe, expect, it } from 'vitest';
import { prediction } from '../results/testing';
import { answering, scope } from './fakes';
import { inferPhoto } from './inferPhoto';

const photo = new Blob(['x'], { type: 'image/jpeg' });
const none = [undefined, undefined, undefined];
const cup = prediction({ x: 5, y: 6, width: 2, height: 2, class: 'cup', class_id: 1 });

describe('inferPhoto', () => {
  it('sends the bytes to the chosen workflow and reads what is in it', async () => {
    const size = { width: 20, height: 10 };
    const fetch = answering(200, { outputs: [{ seen: { image: size, predictions: [cup] } }] });
    const found = await inferPhoto(fetch, photo, 'accurate', scope());
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('/v1/infer?workflow=accurate');
    expect(init).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'image/jpeg' } });
    expect(found).toMatchObject({ leftOut: 0, frame: size, things: [{ name: 'cup', classId: 1 }] });
  });

  it('never hands a mask on: an outline, or nothing in its place', async () => {
    const masks = [{ size: [3, 3], counts: '414' }, { size: [3, 3], counts: 'odd' }, 'x', null];
    const predictions = masks.map((rle_mask, at) => ({ ...cup, rle_mask, detection_id: `${at}` }));
    const outputs = [{ sam: { image: { width: 3, height: 3 }, predictions }, more: { predictions } }];
    const found = await inferPhoto(answering(200, { outputs }), photo, 'accurate', scope());
    expect(found.things.map(({ mask }) => mask?.[0]?.length)).toEqual([4, ...none]);
    expect(JSON.stringify(found)).not.toContain('rle');
  });

  it.each([
    [429, { error: { code: 'rate_limited', message: '', retryAfterMs: 3 } }, 'rate_limited'],
    [502, '<html>', 'proxy_bad_answer'],
    [200, { nothing: true }, 'proxy_bad_answer'],
    [200, 'no json', 'proxy_bad_answer'],
  ])('status %i with %o fails as %s', async (status, body, code) => {
    await expect(inferPhoto(answering(status, body), photo, 'fast', scope())).rejects.toMatchObject({ code });
  });

  it('says so when there is no answer at all', async () => {
    const fetch = () => Promise.reject(new TypeError('failed'));
    await expect(inferPhoto(fetch, photo, 'fast', scope())).rejects.toMatchObject({
      code: 'proxy_unreachable',
    });
  });
});
