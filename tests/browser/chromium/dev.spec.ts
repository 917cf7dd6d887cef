/** `npm run dev` as a developer of the page uses it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openScreen } from '../../../kit/browser/open';
import { expect, test } from '../../../kit/browser/test';
import { freePort } from '../../../kit/process/ports';
import { type Clone, cloneTree } from '../../../kit/stack/clone';
import { type Started, startInClone } from '../../../kit/stack/start';

let clone: Clone;
let app: Started | null = null;
test.beforeEach(() => {
  test.setTimeout(240_000);
  clone = cloneTree();
});
test.afterEach(async () => {
  await app?.stop();
  app = null;
  clone.remove();
});

function edit(path: string, before: string, after: string): void {
  const text = readFileSync(join(clone.root, path), 'utf8');
  expect(text).toContain(before);
  writeFileSync(join(clone.root, path), text.replace(before, after));
}

/** Whether the page came from Vite. */
const isFresh = (page: Page) => page.locator('script[src="/@vite/client"]').count();

test('a label or text that is edited shows without a reload, and LIVE, ENH and PHOTO work', {
  tag: '@long',
}, async ({ browsers }) => {
  app = await startInClone(clone.root, ['run', 'dev']);
  const screen = await openScreen(await browsers.get({ scene: 'signs' }), app.url);
  const { page } = screen;
  await screen.untilPicture();
  await page.evaluate(() => document.body.setAttribute('data-before', 'the edit'));
  edit('web/words/names.ts', "'PHOTO'", "'SNAP'");
  const edited = page.getByRole('button', { name: 'SNAP', exact: true });
  await expect(edited).toBeVisible();
  edit('web/words/english.ts', 'Point the camera', 'Aim');
  await expect(page.getByText('Aim and press LIVE')).toBeVisible();
  await expect(page.locator('body')).toHaveAttribute('data-before', 'the edit');

  await screen.goLive('star');
  await expect.poll(async () => (await screen.boxes()).length).toBeGreaterThan(0);
  await screen.enh.click();
  await expect(screen.route).toHaveText(/^relay · TCP \d+/, { timeout: 20_000 });
  await edited.click();
  await expect(page.getByRole('dialog').getByText('star').first()).toBeVisible({ timeout: 15_000 });
  await page.context().close();
  expect(screen.faults).toEqual([]);
});

test('a browser that npm start left its service worker in gets the page of npm run dev', {
  tag: '@long',
}, async ({ browsers }) => {
  const port = { APP_PORT: String(await freePort()) };
  app = await startInClone(clone.root, ['start'], port);
  const context = await (await browsers.get()).newContext({ permissions: ['camera'] });
  const page = await context.newPage();
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(await isFresh(page)).toBe(0);
  await app.stop();
  app = await startInClone(clone.root, ['run', 'dev'], port);
  await page.goto(app.url);
  await expect.poll(() => isFresh(page), { timeout: 20_000 }).toBe(1);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await context.close();
});
