/** A new version comes while the page is open. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../../../kit/browser/test';
import { type Clone, cloneTree } from '../../../kit/stack/clone';
import { type Started, startInClone } from '../../../kit/stack/start';

let clone: Clone;
let app: Started;
let context: BrowserContext;
let versions = 0;

test.beforeEach(async ({ browsers }) => {
  test.setTimeout(180_000);
  clone = cloneTree({ page: true });
  app = await startInClone(clone.root, ['start']);
  context = await (await browsers.get()).newContext({ permissions: ['camera'], baseURL: app.url });
});
test.afterEach(async () => {
  await context?.close();
  await app?.stop();
  clone.remove();
});

/** What a deploy does to the service worker; the page then asks for it, as it does each hour. */
async function deploy(page: Page): Promise<void> {
  versions += 1;
  appendFileSync(join(clone.root, 'dist', 'sw.js'), `\n// version ${versions}\n`);
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          await registration?.update();
          return registration?.waiting !== null;
        }),
      { timeout: 20_000 },
    )
    .toBe(true);
}

/** A mark that a reload wipes out. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-before', 'the update'));
const marked = (page: Page) => page.locator('body[data-before]').count();
const waiting = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);

async function visit(): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await mark(page);
  return page;
}

async function pressUpdate(page: Page): Promise<void> {
  await expect(page.getByText('A new version is ready.')).toBeVisible();
  await page.getByRole('button', { name: 'Update' }).click();
  await expect.poll(() => marked(page), { timeout: 10_000 }).toBe(0);
  await page.waitForLoadState();
}

test('Update on the very first visit loads the page of the new version', async () => {
  const page = await visit();
  await deploy(page);
  await pressUpdate(page);
  expect(await waiting(page)).toBe(false);
});

test('Update on a later visit does, and a second time too', { tag: '@long' }, async () => {
  await (await visit()).close();
  const page = await visit();
  for (let i = 0; i < 2; i += 1) {
    await deploy(page);
    await mark(page);
    await pressUpdate(page);
    expect(await waiting(page)).toBe(false);
  }
});

test('Update in one tab leaves a live one alone, which can still update later', {
  tag: '@long',
}, async () => {
  const live = await visit();
  await live.getByRole('button', { name: 'LIVE', exact: true }).click();
  await expect(live.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
  const other = await visit();
  await deploy(other);
  await pressUpdate(other);
  await live.bringToFront();
  await expect(live.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
  expect(await marked(live)).toBe(1);
  await expect(live.getByText('A new version is ready.')).toHaveCount(0);
  await live.getByRole('button', { name: 'LIVE', exact: true }).click();
  await pressUpdate(live);
});
