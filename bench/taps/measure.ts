/** What a person waits for on a page, measured in the page: from its first paint, and from a tap. */
import type { Browser, Page } from '@playwright/test';

/** ms since the page began; null as long as it has not happened. */
type Marks = { viewfinder: number | null; tap: number | null; boxes: number | null };
declare global {
  interface Window {
    __taps: Marks;
  }
}

const PATIENCE_MS = 30_000;
/** What a person takes to press what has come into view: half a second (ms), the quickest there are a third. */
const REACTION_MS = 500;

/** For the page, before all else. A box is a rectangle on any canvas. */
function watch(): void {
  const marks: Marks = { viewfinder: null, tap: null, boxes: null };
  window.__taps = marks;
  const seen = (event: Event) => {
    if (event.target instanceof HTMLVideoElement) marks.viewfinder ??= performance.now();
  };
  document.addEventListener('loadeddata', seen, true);
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ['strokeRect', 'roundRect'] as const) {
    const draw = prototype[name] as (...given: unknown[]) => void;
    Object.assign(prototype, {
      [name](this: CanvasRenderingContext2D, ...given: unknown[]) {
        if (marks.tap !== null && Number(given[2]) >= 10) marks.boxes ??= performance.now();
        return draw.apply(this, given);
      },
    });
  }
}

/** For the page: by its own click, so that no way from here to there is counted. */
function tap(name: string): void {
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
  if (!button) throw new Error(`There is no button ${name}.`);
  window.__taps.tap = performance.now();
  button.click();
}

export type App = {
  url: string;
  /** What begins the boxes; none where there are none to be had. */
  button: string | null;
  /** The tap opens the camera, too: it is made at the first paint, with no time to react. */
  tapOpens?: boolean;
};
/** ms. */
export type Waited = { openToViewfinder: number; paintToViewfinder: number; tapToBoxes: number | null };

/** @param slower by how much the page's thread is slowed down */
export async function visit(browser: Browser, app: App, slower: number): Promise<Waited> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    permissions: ['camera'],
    serviceWorkers: 'block',
  });
  try {
    await context.addInitScript('globalThis.__name ??= (target) => target;');
    await context.addInitScript(watch);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.goto(app.url);
    await until(page, () => performance.getEntriesByName('first-contentful-paint').length > 0);
    if (app.tapOpens && app.button) await page.evaluate(tap, app.button);
    await until(page, () => window.__taps.viewfinder !== null);
    if (!app.tapOpens && app.button) {
      await page.waitForTimeout(REACTION_MS);
      await page.evaluate(tap, app.button);
    }
    if (app.button) await until(page, () => window.__taps.boxes !== null);
    return await page.evaluate(read);
  } finally {
    await context.close();
  }
}

function until(page: Page, isSo: () => boolean): Promise<unknown> {
  return page.waitForFunction(isSo, undefined, { timeout: PATIENCE_MS, polling: 20 });
}

function read(): Waited {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const { viewfinder, tap: from, boxes } = window.__taps;
  // A camera that is there before the first paint has not been waited for.
  const begun = paint?.startTime ?? 0;
  return {
    openToViewfinder: viewfinder ?? Number.NaN,
    paintToViewfinder: Math.max(0, (viewfinder ?? Number.NaN) - begun),
    tapToBoxes: from === null || boxes === null ? null : boxes - from,
  };
}
