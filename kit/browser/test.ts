/** Playwright's `test` with the whole system behind it: `stack` (once a worker) and `open` (a page). */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page, type TestInfo } from '@playwright/test';
import { ROOT } from '../process/paths';
import type { App } from '../stack/app';
import type { RelayFacts } from '../stack/relay';
import { type Stack, startStack } from '../stack/stack';
import { startUpstream, type Upstream } from '../standins/upstream';
import { Browsers, type Variant } from './browsers';
import { openScreen, type PageOptions } from './open';
import type { CameraScreen } from './screen';

type TestFixtures = {
  /** For `test.use`: what the app of these tests is told that the stack's own is not. */
  settings: Record<string, string> | null;
  /** What is opened where nothing else is said: the stack's own app, or one with `settings`. */
  app: App;
  /** One more app, until the end of the test. */
  another: Stack['another'];
  /** A server of Roboflow's that answers as it is told, until the end of the test. */
  upstream: Upstream;
  /** A new page on the app, in a browser of the given kind and a context of its own. */
  open: (options?: Partial<Variant> & PageOptions) => Promise<CameraScreen>;
};
type WorkerFixtures = {
  /** How late this file's worker answers its first offer. */
  coldStartMs: number;
  stack: Stack;
  /** The app with these settings: tests that follow each other share it. */
  appWith: Stack['another'];
  browsers: Browsers;
};

export const relayFacts = (): RelayFacts => {
  const facts = process.env.SIGHTLINE_E2E_RELAY;
  if (!facts) throw new Error('globalSetup has not run.');
  return JSON.parse(facts) as RelayFacts;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  coldStartMs: [0, { option: true, scope: 'worker' }],
  stack: [
    async ({ coldStartMs }, use, info) => {
      const stack = await startStack(relayFacts(), String(info.workerIndex), coldStartMs);
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  appWith: [
    async ({ stack }, use) => {
      let last: { app: App; settings: object } | null = null;
      await use(async (settings) => {
        if (!isDeepStrictEqual(last?.settings, settings)) {
          await last?.app.stop();
          last = { app: await stack.another(settings), settings };
        }
        return last!.app;
      });
    },
    { scope: 'worker' },
  ],
  settings: [null, { option: true }],
  app: [
    async ({ settings, appWith, stack }, use) => use(settings ? await appWith(settings) : stack.app),
    { timeout: 90_000 },
  ],
  another: async ({ stack }, use) => {
    const apps: App[] = [];
    await use(async (settings) => {
      const app = await stack.another(settings);
      apps.push(app);
      return app;
    });
    await Promise.all(apps.map((app) => app.stop()));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted out of the pattern.
  upstream: async ({}, use) => {
    const upstream = await startUpstream();
    await use(upstream);
    await upstream.close();
  },
  browsers: [
    async ({ playwright }, use) => {
      const browsers = new Browsers(playwright.chromium, relayFacts());
      await use(browsers);
      await browsers.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ app, browsers, stack }, use, info) => {
    const screens: CameraScreen[] = [];
    await use(async ({ scene, trusting, camera, context, ...options } = {}) => {
      const kind = Object.fromEntries(
        Object.entries({ scene, trusting, camera }).filter(([, value]) => value !== undefined),
      );
      const permissions = camera === 'denied' ? [] : ['camera'];
      const browser = await browsers.get(kind);
      const screen = await openScreen(browser, app.url, {
        ...options,
        context: { permissions, ...context },
      });
      screens.push(screen);
      return screen;
    });
    await attachOutputs(info, { ...stack, app });
    // A page left open would keep its worker session, and the next test counts those.
    await Promise.all(screens.map((screen) => screen.page.context().close()));
    expect(screens.flatMap((screen) => screen.faults)).toEqual([]);
  },
});

/** Where a picture of the screen is kept, for a person's eye. */
export const shot = (...name: string[]) => join(ROOT, '.sightline', 'shots', ...name);

/** Of a test that fails. Neither prints secrets; the proxy's lines are one JSON object a request. */
export async function attachOutputs(info: TestInfo, parts: object): Promise<void> {
  if (info.status === info.expectedStatus) return;
  for (const [name, part] of Object.entries(parts))
    if (typeof part?.output === 'function')
      await info.attach(name, { body: part.output(), contentType: 'text/plain' });
}

/** A phone upright and on its side, and a desktop; CSS px. */
export const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 1280, height: 800 },
];
/** A phone held upright is looked at before each commit, the other sizes each night. */
export const nightlyBut = (size: (typeof VIEWPORTS)[number]) => (size === VIEWPORTS[0] ? [] : '@long');

/** By axe: what a person with a screen reader, or weak eyes, could not use. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Inside of the window, and large enough for a finger: 44 px. */
export async function expectWithinReach(part: Locator): Promise<void> {
  const box = (await part.boundingBox())!;
  const { width, height } = part.page().viewportSize()!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
}

export { expect };
