/** A new version comes while the page is open. */
import type { Page } from 'puppeteer-core';
import type { App } from '../../../kit/stack/app';
import { deployNext, isControlled, isWaiting, lookForNext, versionHere } from '../newVersion';
import { expect, goLive, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

let app: App;
test.beforeEach(async ({ another }) => {
  test.setTimeout(120_000);
  app = await another({});
});

const LONG = { timeout: 20_000 };
const READY = 'A new version is ready.';

const text = (page: Page) => page.evaluate(() => document.body.textContent ?? '');
const untilControlled = (page: Page) => expect.poll(() => page.evaluate(isControlled), LONG).toBe(true);
/** A page that is being replaced answers nobody. */
const version = (page: Page) => page.evaluate(versionHere).catch(() => '');

async function deploy(page: Page): Promise<string> {
  const next = deployNext(app.dist);
  await expect.poll(() => page.evaluate(lookForNext), LONG).toBe(true);
  return next;
}

async function pressUpdate(page: Page): Promise<void> {
  await expect.poll(() => text(page), LONG).toContain(READY);
  await (await page.waitForSelector('::-p-aria([name="Update"][role="button"])'))?.click();
}

test('Update loads the page of the new version, on the first visit and again', { tag: '@long' }, async ({
  openFirefox,
}) => {
  const { page } = await openFirefox({ app: app.url });
  await untilControlled(page);
  for (let i = 0; i < 2; i += 1) {
    const before = await version(page);
    const next = await deploy(page);
    await expect.poll(() => text(page), LONG).toContain(READY);
    // Offered, not forced.
    expect(await version(page)).toBe(before);
    await pressUpdate(page);
    await expect.poll(() => version(page), LONG).toBe(next);
    await expect.poll(() => page.evaluate(isWaiting)).toBe(false);
  }
});

test('a live session is neither asked nor ended, and its page can update afterwards', {
  tag: '@long',
}, async ({ openFirefox }) => {
  const live = await openFirefox({ app: app.url });
  const { page } = live;
  await untilControlled(page);
  const before = await version(page);
  await goLive(live);
  const other = await page.browserContext().newPage();
  await other.goto(app.url);
  const next = await deploy(other);
  expect(await text(page)).not.toContain(READY);
  await pressUpdate(other);
  await expect.poll(() => version(other), LONG).toBe(next);
  await other.close();
  // Hidden it let the camera go, and dials again.
  await page.bringToFront();
  await expect.poll(() => live.phase(), LONG).toBe('live');
  expect(await version(page)).toBe(before);
  expect(await text(page)).not.toContain(READY);
  await live.press('LIVE');
  await pressUpdate(page);
  await expect.poll(() => version(page), LONG).toBe(next);
});
