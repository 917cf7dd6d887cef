/** What the first paint waits for, and a tap that comes before the rest of the code has. */
import type { Page } from '@playwright/test';
import { holdBack, reload } from '../../../kit/browser/open';
import { expect, test } from '../../../kit/browser/test';

const BEHIND = /\/assets\/behind-.*\.js$/;

/** When the first paint was, and when which of the page's scripts was asked for; ms since navigation. */
const loaded = (page: Page) =>
  page.evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const paintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return { paintMs, scripts: scripts.map(({ name, startTime }) => ({ name, startMs: startTime })) };
  });

test('the first paint needs the shell alone; the rest comes behind it, by itself', async ({ open }) => {
  const screen = await open();
  await expect(screen.live).toBeVisible();
  const comes = async () => (await loaded(screen.page)).scripts.some(({ name }) => BEHIND.test(name));
  await expect.poll(comes).toBe(true);
  const { paintMs, scripts } = await loaded(screen.page);
  const before = scripts.filter(({ startMs }) => startMs < paintMs).map(({ name }) => name);
  expect(before.length).toBeGreaterThan(0);
  // Those of .size-limit.json.
  expect(
    before.filter(
      (name) => !/\/(index|shared|preferences|failure|preload-helper|rolldown-runtime)-/.test(name),
    ),
  ).toEqual([]);
});

const APP = /\/assets\/index-.*\.js$/;

/** For the page, before the app: what becomes of its first video. */
function watchPictures(): void {
  const seen = { pictures: 0, pauses: 0 };
  Object.assign(window, { seen });
  document.addEventListener('loadeddata', () => (seen.pictures += 1), true);
  document.addEventListener('pause', () => (seen.pauses += 1), true);
}

/** For the page, before the app: its camera looks at the person. */
function lookAtThePerson(): void {
  const { getSettings } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.getSettings = function () {
    return { ...getSettings.call(this), facingMode: 'user' };
  };
}

test('the camera is seen before the app is there, which then takes it over as it is', async ({ open }) => {
  const { page } = await open({ before: [{ run: watchPictures }, { run: lookAtThePerson }] });
  const release = await holdBack(page, APP);
  await page.goto('/', { waitUntil: 'commit' });
  const video = page.locator('video');
  const isPlaying = () => video.evaluate((each: HTMLVideoElement) => each.videoWidth > 0 && !each.paused);
  await expect.poll(isPlaying).toBe(true);
  await expect(video).toHaveClass('mirrored');
  expect(await video.boundingBox()).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  await expect(page.getByRole('main')).toHaveCount(0);
  release();
  await expect(page.getByRole('main').locator('video')).toHaveCount(1);
  await expect(page.getByLabel('Camera picture')).toBeVisible();
  await expect(page.getByRole('button', { name: 'FLIP' })).toBeVisible();
  expect(await isPlaying()).toBe(true);
  await expect(video).toHaveClass('mirrored');
  expect(await page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({
    pictures: 1,
    pauses: 0,
  });
  expect(await page.evaluate(() => window.__instruments.cameraCalls)).toBe(1);
});

test('a tap before the code of a session has come is remembered, and starts it', async ({ open }) => {
  const screen = await open();
  const release = await holdBack(screen.page, BEHIND);
  await reload(screen.page);
  await screen.live.click();
  await expect(screen.live).toHaveAttribute('aria-pressed', 'true');
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'dialing');
  release();
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
});

test('code that does not come is said in words, and the page can be loaded anew', async ({ open }) => {
  const screen = await open();
  await screen.page.route(BEHIND, (route) => route.abort());
  await reload(screen.page);
  await screen.live.click();
  const alert = screen.page.getByRole('alert');
  await expect(alert).toHaveAttribute('data-code', 'proxy_bad_answer');
  await screen.page.unroute(BEHIND);
  await alert.getByRole('button', { name: 'Reload' }).click();
  await screen.live.click();
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
});

for (const path of ['/', '/check'])
  test(`a script of ${path} that does not come leaves words and a way out, not an empty page`, async ({
    open,
  }) => {
    const { page } = await open();
    const isScript = /\/assets\/.*\.js$/;
    await page.route(isScript, (route) => route.abort());
    await page.goto(path);
    const words = page.getByText('This page has not loaded');
    // Whoever merely waits a little is not told.
    await expect(words).toBeHidden();
    await page.evaluate(() => document.getAnimations().map((each) => each.finish()));
    await expect(words).toBeVisible();
    await page.unroute(isScript);
    await page.getByRole('link', { name: 'Load it again' }).click();
    await expect(page.getByRole('main')).toBeVisible();
    await expect(words).toHaveCount(0);
  });
