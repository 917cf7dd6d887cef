import {
  type Browser,
  type BrowserContextOptions,
  errors,
  type Locator,
  type Page,
  type Route,
} from '@playwright/test';
import { installInstruments } from './instruments';
import { CameraScreen } from './screen';

export type PageOptions = {
  viewport?: { width: number; height: number };
  /** Path and query; default `/`. */
  path?: string;
  /** Runs in the page before the app: a function, and what to hand to it. */
  before?: { run: (argument: never) => void; argument?: unknown }[];
  context?: BrowserContextOptions;
};

/** For `before`: what a person has set (web/store/preferences.ts), where nothing is kept yet. */
export const preferring = (state: object) => ({
  run: (kept: string) => {
    localStorage.getItem('sightline.preferences') ?? localStorage.setItem('sightline.preferences', kept);
  },
  argument: JSON.stringify({ state, version: 1 }),
});

/** Opens the app at `origin` in a context of its own; close `screen.page.context()` in the end. */
export async function openScreen(
  browser: Browser,
  origin: string,
  options: PageOptions = {},
): Promise<CameraScreen> {
  const page = await newPage(browser, origin, options);
  const screen = new CameraScreen(page);
  await load(page, options.path ?? '/');
  return screen;
}

/** tsx (esbuild's keepNames) puts calls of `__name` into functions, also those handed to the page. */
const NAME_SHIM = 'globalThis.__name ??= (target) => target;';

/** An empty page of a new context, with the instruments in whatever it will show. */
export async function newPage(
  browser: Browser,
  origin: string,
  { viewport, before = [], context: extra }: PageOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: viewport ?? { width: 390, height: 844 },
    baseURL: origin,
    // A shell out of the cache of an older build would be tested in place of this one.
    serviceWorkers: 'block',
    permissions: ['camera'],
    ...extra,
  });
  await context.addInitScript(NAME_SHIM);
  await context.addInitScript(installInstruments);
  for (const { run, argument } of before) {
    await context.addInitScript(run as (argument: unknown) => void, argument);
  }
  return context.newPage();
}

const LOAD_MS = 20_000;

export const load = (page: Page, path: string): Promise<void> =>
  arrive(page, path, () => page.goto(path, { timeout: LOAD_MS }));

export const reload = (page: Page): Promise<void> =>
  arrive(page, page.url(), () => page.reload({ timeout: LOAD_MS }));

/** For a link of another page that leads to `path`. */
export const follow = (page: Page, link: Locator, path: string): Promise<void> =>
  arrive(page, path, async () => {
    await link.click();
    await page.waitForURL(path, { timeout: LOAD_MS });
  });

/** Keeps the page's requests for `url` waiting. @returns what lets them go on, by `go` */
export async function holdBack(
  page: Page,
  url: string | RegExp,
  go = (route: Route) => route.continue(),
): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await page.route(url, (route) => released.then(() => go(route)));
  return release;
}

/** wrangler's front (4.86) has left one file of a page unanswered for good: it is asked for once more. */
async function arrive(page: Page, path: string, go: () => Promise<unknown>): Promise<void> {
  try {
    await go();
  } catch (thrown) {
    if (!(thrown instanceof errors.TimeoutError)) throw thrown;
    console.warn(`${path} was not loaded after ${LOAD_MS} ms; it is asked for once more.`);
    await page.goto(path, { timeout: LOAD_MS });
  }
}
