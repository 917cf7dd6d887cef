/** Dials once: the built app, or the SDK's `useStream`, in a fresh page inside the client's namespace. */
import type { Browser, Page } from '@playwright/test';
import { load, newPage } from '../../kit/browser/open';
import { APP_ORIGIN } from '../network/addresses';
import { pathInWords, selectedPath } from './path';
import { untilPicture } from './picture';
import { SDK_HTML, sdkScript } from './sdkBundle';
import { installStopwatch, type Marks } from './stopwatch';

export const WAYS = ['sdk-default', 'sdk-literal', 'sdk-split', 'off', 'enh', 'enh-cold'] as const;
/** `enh` is armed: ENH was on for a while before LIVE is pressed. `enh-cold`: LIVE right after ENH. */
export type Way = (typeof WAYS)[number];

export type Dial = {
  way: Way;
  ok: boolean;
  /** From the click on LIVE to the first result message, ms; null where none came. */
  ms: number | null;
  /** From the selected candidate pair, e.g. `relay/TLS 443`. */
  route: string;
  /** What the page itself says of its route; null on the SDK's page. */
  words: string | null;
  /** ms after the click. */
  marks: Marks;
  /** From the worker's answer to the app's word that direct video is blocked; null where it never came. */
  toldMs: number | null;
  /** From the tap on what that word offers, "Use ENH", to the first result; null likewise. */
  rescueMs: number | null;
  /** Why it failed, as the page says it. */
  error: string | null;
};

const NOTHING = { ok: false, ms: null, route: '-', words: null, marks: {}, toldMs: null, rescueMs: null };

/** The SDK's slowest success in the baseline took 2.7 s; its failures take 6 s or 30 s. */
const DIAL_MS = 12_000;
const PAGE_MS = 25_000;
/** Long enough for credentials and a relay candidate on the slowest of the networks. */
const ARMED_MS = 2500;
/** The route is polled from getStats by the page. */
const ROUTE_MS = 4000;

/** With the clock of `stopwatch.ts` in it. */
export async function openPage(browser: Browser, origin: string = APP_ORIGIN): Promise<Page> {
  const page = await newPage(browser, origin, { before: [{ run: installStopwatch }] });
  page.setDefaultTimeout(PAGE_MS);
  return page;
}

const live = (page: Page) => page.getByRole('button', { name: 'LIVE', exact: true });

async function openApp(page: Page, way: Way): Promise<void> {
  await load(page, '/');
  await untilPicture(page);
  if (way === 'off') return;
  const enh = page.getByRole('button', { name: 'ENH', exact: true });
  await enh.click();
  if (way === 'enh') await page.waitForTimeout(ARMED_MS);
}

/** @param workflow of the worker; `codes` by default */
export async function openSdk(page: Page, way: Way, origin = APP_ORIGIN, workflow = 'codes'): Promise<void> {
  const script = await sdkScript();
  const files = {
    '/lab/sdk.html': [SDK_HTML, 'text/html'],
    '/lab/sdk.js': [script, 'text/javascript'],
  } as const;
  for (const [path, [body, contentType]] of Object.entries(files)) {
    await page.route(`**${path}*`, (route) => route.fulfill({ body, contentType }));
  }
  // A page of the same origin first: its connection stays open, as the app's own does.
  await page.goto(`${origin}/v1/config`);
  await page.goto(`${origin}/lab/sdk.html?list=${way.slice('sdk-'.length)}&workflow=${workflow}`);
  await page.waitForFunction(() => document.body.dataset.state === 'ready');
}

/** Resolves when it holds in the page, or when the time is over. */
async function until(page: Page, holds: () => boolean): Promise<void> {
  await page.waitForFunction(holds, undefined, { timeout: DIAL_MS, polling: 50 }).catch(() => undefined);
}

/** The first result, or the page's own word that it failed. */
const isOver = () =>
  window.__marks.first !== undefined ||
  window.__marks.told !== undefined ||
  document.body.dataset.state === 'failed';

function sinceClick(marks: Marks): Marks {
  const { click = 0 } = marks;
  return Object.fromEntries(Object.entries(marks).map(([name, at]) => [name, Math.round(at - click)]));
}

const words = (page: Page, selector: string) =>
  page.evaluate((css) => document.querySelector(css)?.textContent?.trim() || null, selector);

async function routeInWords(page: Page): Promise<string | null> {
  const css = '[data-testid=route]';
  await page
    .waitForFunction((at) => /·/.test(document.querySelector(at)?.textContent ?? ''), css, {
      timeout: ROUTE_MS,
    })
    .catch(() => undefined);
  return words(page, css);
}

/** Takes the offer of a dial that direct could not make. */
async function rescue(page: Page): Promise<number | null> {
  const offer = page.getByRole('button', { name: 'Use ENH', exact: true });
  if (!(await offer.isVisible())) return null;
  await offer.click();
  await until(page, () => window.__marks.first !== undefined);
  const { tap, first } = await page.evaluate(() => window.__marks);
  return tap === undefined || first === undefined ? null : Math.round(first - tap);
}

async function read(page: Page, way: Way): Promise<Dial> {
  const marks = sinceClick(await page.evaluate(() => window.__marks));
  const ok = marks.first !== undefined;
  const isApp = !way.startsWith('sdk');
  const error = ok
    ? null
    : ((await words(page, '[role=alert]')) ??
      (await page.evaluate(() => document.body.dataset.words ?? null)) ??
      `nothing in ${DIAL_MS / 1000} s`);
  return {
    way,
    ok,
    ms: marks.first ?? null,
    words: ok && isApp ? await routeInWords(page) : null,
    route: ok ? pathInWords(await selectedPath(page)) : '-',
    marks,
    toldMs: toldAfter(marks),
    rescueMs: way === 'off' && !ok ? await rescue(page) : null,
    error,
  };
}

const toldAfter = ({ answer, told }: Marks) =>
  answer === undefined || told === undefined ? null : told - answer;

/** @param origin of the deployment that is dialled; the SDK's ways know the usual one alone. */
export async function dial(browser: Browser, way: Way, origin: string = APP_ORIGIN): Promise<Dial> {
  const page = await openPage(browser, origin);
  try {
    await (way.startsWith('sdk') ? openSdk(page, way) : openApp(page, way));
    await live(page).click();
    await until(page, isOver);
    return await read(page, way);
  } catch (thrown) {
    const error = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return { ...NOTHING, way, error };
  } finally {
    await page.context().close();
  }
}
