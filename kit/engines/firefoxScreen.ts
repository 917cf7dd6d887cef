/** The page as a person knows it, in Firefox: the buttons by their names, what it says, what it draws. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import * as inPage from '../browser/inPage';
import { installInstruments } from '../browser/instruments';
import { strayRequest } from '../net/stray';

declare global {
  interface Window {
    __blocked?: string[];
  }
}

export type ScreenOptions = {
  /** CSS px. */
  viewport?: { width: number; height: number };
  /** Runs in the page before the app: a function, and what to hand to it. */
  before?: { run: (argument: never) => void; argument?: unknown }[];
};

const LOAD_MS = 20_000;

export class FirefoxScreen {
  /** Uncaught exceptions, and what left for elsewhere than the page's server: in no test are they in order. */
  private readonly faults: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('request', (request) => {
      const isLed = request.isNavigationRequest() || request.redirectChain().length > 0;
      const from = isLed ? null : (request.frame()?.url() ?? null);
      const stray = strayRequest({ url: request.url(), method: request.method(), from });
      if (stray) this.faults.push(stray);
    });
    page.on('pageerror', (error) => this.faults.push(error instanceof Error ? error.message : String(error)));
  }

  /** Opens `url` in a context of its own. */
  static async open(browser: Browser, url: string, options: ScreenOptions = {}): Promise<FirefoxScreen> {
    const { viewport = { width: 390, height: 844 }, before = [] } = options;
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const screen = new FirefoxScreen(context, page);
    await page.setViewport(viewport);
    const scripts = [...before, { run: installInstruments }, { run: noteBlocked }];
    for (const { run, argument } of scripts as NonNullable<ScreenOptions['before']>)
      await page.evaluateOnNewDocument(run as (argument: unknown) => void, argument);
    await page.goto(url, { timeout: LOAD_MS });
    return screen;
  }

  /** As a person closes a tab. Idempotent. @returns what went wrong in the page: uncaught exceptions, and
   * what its policy (CSP) blocked. */
  async close(): Promise<string[]> {
    if (this.page.isClosed()) return this.faults;
    this.faults.push(...(await this.page.evaluate(() => window.__blocked ?? [])));
    await this.page.close();
    await this.context.close();
    return this.faults;
  }

  async press(name: string): Promise<void> {
    await (await this.button(name)).click();
  }

  async isPressed(name: string): Promise<boolean> {
    const pressed = (element: Element) => element.getAttribute('aria-pressed') === 'true';
    return (await this.button(name)).evaluate(pressed);
  }

  /** What the element with this test id says; null where there is none. */
  said(testId: string): Promise<string | null> {
    const read = (id: string) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? null;
    return this.page.evaluate(read, testId);
  }

  /** What the page says at large. */
  text(): Promise<string> {
    return this.page.evaluate(() => document.body.textContent.replaceAll(/\s+/g, ' '));
  }

  alerts(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('[role=alert]')].map((each) => each.textContent ?? ''),
    );
  }

  phase(): Promise<string | undefined> {
    return this.page.evaluate(() => document.querySelector('main')?.dataset.phase);
  }

  /** Where the viewfinder is, CSS px, and the size of its picture, px: none yet where that is 0. */
  viewfinder() {
    return this.page.evaluate(() => {
      const video = document.querySelector('video');
      const { x = 0, y = 0, width = 0, height = 0 } = video?.getBoundingClientRect() ?? {};
      const frame = { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 };
      return { x, y, width, height, frame };
    });
  }

  boxes = () => this.page.evaluate(inPage.boxes);
  openPeers = () => this.page.evaluate(inPage.openPeers);
  liveTracks = () => this.page.evaluate(inPage.liveTracks);
  cameraCalls = () => this.page.evaluate(inPage.cameraCalls);
  kernels = () => this.page.evaluate(inPage.kernels);
  paths = () => this.page.evaluate(inPage.paths);
  received = () => this.page.evaluate(inPage.received);
  pictureFrames = (ms: number) => this.page.evaluate(inPage.pictureFrames, ms);
  meter = () => this.page.evaluate(inPage.meter);

  private async button(name: string): Promise<ElementHandle<Element>> {
    const selector = `::-p-aria([name="${name}"][role="button"])`;
    // By a clock: `waitForSelector` asks at animation frames, and a window that is not painted yet has none.
    for (const endMs = Date.now() + LOAD_MS; Date.now() < endMs; await sleep(100)) {
      const found = await this.page.$(selector);
      if (found) return found;
    }
    throw new Error(`The page has no button named ${name}. It says: ${await this.text()}`);
  }
}

/** For a page, before the app: Firefox tells the page alone what the page's own policy had to block. */
function noteBlocked(): void {
  const blocked: string[] = [];
  window.__blocked = blocked;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    blocked.push(`${violatedDirective} blocked ${blockedURI}`);
  });
}
