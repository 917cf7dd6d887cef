/** `visit` opens the app in WebKit, with the whole system behind it. Without WebKit tests are skipped. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attachOutputs, test as base, expect, shot } from '../../../kit/browser/test';
import { startWebkit, type Viewport, type Webkit, webkitMissing } from '../../../kit/engines/webkit';
import { WebkitScreen } from './screen';

type TestFixtures = {
  /** The app at `url` (default: the stack's own), in a browser that knows nothing yet. */
  visit(options?: { url?: string; viewport?: Viewport }): Promise<WebkitScreen>;
};

export const PHONE: Viewport = { width: 390, height: 844 };
export const DESKTOP: Viewport = { width: 1280, height: 800 };

export const test = base.extend<TestFixtures, { webkit: Webkit }>({
  webkit: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names here
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'sightline-webkit-'));
      const webkit = await startWebkit(folder);
      await use(webkit);
      await webkit.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  visit: async ({ app, webkit, stack }, use, info) => {
    const screens: WebkitScreen[] = [];
    await use(async ({ url = app.url, viewport = PHONE } = {}) => {
      const screen = new WebkitScreen(await webkit.open(viewport));
      await screen.load(url);
      screens.push(screen);
      return screen;
    });
    const last = screens.at(-1);
    await attachOutputs(info, { webkit, ...stack, app });
    if (last && info.status !== info.expectedStatus)
      await info.attach('screen', { body: await last.shot(), contentType: 'image/png' });
    expect((await last?.faults()) ?? []).toEqual([]);
  },
});

/** For a person's eye. */
export async function keepShot(screen: WebkitScreen, name: string): Promise<void> {
  const path = shot('webkit', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await screen.shot());
}

/** At the top of each file: without the programs its tests are skipped, and nothing is started. */
export function needsWebkit(): void {
  const missing = webkitMissing();
  test.skip(missing !== null, missing ?? '');
}

export { expect };
