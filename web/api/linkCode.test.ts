import { describe, expect, it, vi } from 'vitest';
import { enterByLink, takeLinkCode } from './linkCode';

function take(address: string): [code: string | null, left: string | null] {
  const { hash, pathname, search } = new URL(address);
  let left: string | null = null;
  const replaceState = (_: unknown, __: string, url?: string | URL | null) => {
    left = String(url);
  };
  return [takeLinkCode({ hash, pathname, search }, { replaceState, state: null }), left];
}

describe('the code in a link', () => {
  it.each([
    ['https://a/#code=k7mq-2xfp', 'k7mq-2xfp', '/'],
    ['https://a/?relay=force#code=a%20b', 'a b', '/?relay=force'],
    // Out of the address bar even where it is unreadable.
    ['https://a/#code=%ff', null, '/'],
  ])('%s is taken, and the address cleaned', (address, code, left) => {
    expect(take(address)).toEqual([code, left]);
  });

  it.each(['https://a/', 'https://a/#', 'https://a/#code=', 'https://a/?code=x', 'https://a/#x&code=y'])(
    '%s holds none and stays as it is',
    (address) => expect(take(address)).toEqual([null, null]),
  );

  it('is brought once, and a refusal is for the sheet to say', async () => {
    const enter = vi.fn(async () => {});
    await enterByLink(null, enter);
    expect(enter).not.toHaveBeenCalled();
    await enterByLink('k7mq', enter);
    expect(enter.mock.calls).toEqual([[{ code: 'k7mq' }]]);
    await expect(enterByLink('wrong', () => Promise.reject(new Error('refused')))).resolves.toBeUndefined();
  });
});
