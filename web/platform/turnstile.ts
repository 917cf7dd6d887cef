/**
 * Cloudflare Turnstile's widget. Its script is fetched when a check is first shown, never where none is asked
 * for.
 */

/**
 * `render=explicit`: it looks for no elements itself (developers.cloudflare.com/turnstile, client-side
 * rendering).
 */
const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

/** As much of `window.turnstile` as is used here. */
export type TurnstileApi = {
  render(container: HTMLElement, options: Record<string, unknown>): string | null | undefined;
  remove(id: string): void;
};
export type TurnstilePage = { api(): TurnstileApi | undefined; load(url: string): Promise<void> };

export type Check = {
  siteKey: string;
  action: string;
  /** Good once, for 300 s. */
  onToken(token: string): void;
  /** 'blocked': the script did not come (a content blocker, mostly). 'failed': the widget gave up. */
  onFailed(why: 'blocked' | 'failed'): void;
};

/**
 * @returns shows a check in the container and gives a function that takes it away; nothing is called after
 * that.
 */
export function createTurnstile(page: TurnstilePage) {
  let loading: Promise<void> | null = null;
  const load = async (): Promise<TurnstileApi | undefined> => {
    loading ??= page.load(SCRIPT);
    await loading.catch(() => {
      loading = null; // The next check tries anew.
    });
    return page.api();
  };
  return (container: HTMLElement, check: Check): (() => void) => {
    let gone = false;
    let remove = () => {};
    const heard: Check = {
      ...check,
      onToken: (token) => gone || check.onToken(token),
      onFailed: (why) => gone || check.onFailed(why),
    };
    void load().then((api) => {
      if (gone) return;
      if (api) remove = show(api, container, heard);
      else heard.onFailed('blocked');
    });
    return () => {
      gone = true;
      remove();
    };
  };
}

/** The sheet offers the retry itself, and posts the token at once: the widget need renew nothing. */
function show(api: TurnstileApi, container: HTMLElement, check: Check): () => void {
  const fail = () => {
    check.onFailed('failed');
    return true; // Handled: the widget would throw otherwise.
  };
  const id = api.render(container, {
    sitekey: check.siteKey,
    action: check.action,
    theme: 'dark',
    size: 'flexible',
    retry: 'never',
    'response-field': false,
    callback: check.onToken,
    'error-callback': fail,
    'unsupported-callback': fail,
  });
  if (!id) check.onFailed('failed');
  return () => id && api.remove(id);
}

export const showTurnstile = createTurnstile({
  api: () => (window as { turnstile?: TurnstileApi }).turnstile,
  load: addScript,
});

function addScript(url: string): Promise<void> {
  const script = document.createElement('script');
  script.src = url;
  const loaded = new Promise<void>((done, fail) => {
    script.onload = () => done();
    script.onerror = () => {
      script.remove();
      fail(new Error('The script did not load.'));
    };
  });
  document.head.append(script);
  return loaded;
}
