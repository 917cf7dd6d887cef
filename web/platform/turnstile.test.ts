import { describe, expect, it, vi } from 'vitest';
import { createTurnstile, type TurnstileApi } from './turnstile';

const container = {} as HTMLElement;
const check = () => ({ siteKey: 'key', action: 'session', onToken: vi.fn(), onFailed: vi.fn() });
const settled = () => new Promise((done) => setTimeout(done));

function widget(id: string | undefined = 'w1') {
  const options: Record<string, unknown>[] = [];
  const removed: string[] = [];
  const api: TurnstileApi = {
    render: (_, given) => {
      options.push(given);
      return id;
    },
    remove: (gone) => removed.push(gone),
  };
  const call = (name: string, ...given: unknown[]) =>
    (options.at(-1)![name] as (...all: unknown[]) => unknown)(...given);
  return { api, options, removed, call };
}

describe('a Turnstile check', () => {
  it('fetches Cloudflare’s script once, when the first check is shown', async () => {
    const { api, options } = widget();
    const load = vi.fn(async () => {});
    const show = createTurnstile({ api: () => api, load });
    expect(load).not.toHaveBeenCalled();
    show(container, check());
    show(container, check());
    await settled();
    expect(load.mock.calls).toEqual([
      ['https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'],
    ]);
    expect(options).toHaveLength(2);
    expect(options[0]).toMatchObject({ sitekey: 'key', action: 'session' });
  });

  it('hands the token over, and nothing once it is taken away', async () => {
    const { api, removed, call } = widget();
    const asked = check();
    const remove = createTurnstile({ api: () => api, load: async () => {} })(container, asked);
    await settled();
    call('callback', 'token');
    remove();
    call('callback', 'late');
    call('error-callback', 'late');
    expect(asked.onFailed).not.toHaveBeenCalled();
    expect(asked.onToken.mock.calls).toEqual([['token']]);
    expect(removed).toEqual(['w1']);
  });

  it('is never shown where it is taken away before the script came', async () => {
    const { api, options } = widget();
    createTurnstile({ api: () => api, load: async () => {} })(container, check())();
    await settled();
    expect(options).toEqual([]);
  });

  it('says that the script was kept away, and tries anew for the next one', async () => {
    const { api, options } = widget();
    let here = false;
    const load = vi.fn(() => (here ? Promise.resolve() : Promise.reject(new Error('blocked'))));
    const show = createTurnstile({ api: () => (here ? api : undefined), load });
    const first = check();
    show(container, first);
    await settled();
    expect(first.onFailed.mock.calls).toEqual([['blocked']]);
    here = true;
    show(container, check());
    await settled();
    expect(load).toHaveBeenCalledTimes(2);
    expect(options).toHaveLength(1);
  });

  it('says that the widget gave up, as an error that is dealt with', async () => {
    const { api, call } = widget();
    const asked = check();
    createTurnstile({ api: () => api, load: async () => {} })(container, asked);
    await settled();
    expect(call('error-callback', '110200')).toBe(true);
    expect(asked.onFailed.mock.calls).toEqual([['failed']]);
  });
});
