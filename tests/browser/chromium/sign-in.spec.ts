/**
 * The built page behind a sign-in (Cloudflare Access) whose session ends, with the service worker that would
 * hide that.
 */

import type { Page } from '@playwright/test';
import { type AccessFront, startAccessFront } from '../../../kit/accessFront';
import { cachedPaths } from '../../../kit/browser/inPage';
import { follow, openScreen, reload } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';

const TEXT = 'SIGHTLINE STILL';
let front: AccessFront;
let screen: CameraScreen;

test.beforeEach(async ({ stack, browsers }) => {
  front = await startAccessFront(stack.app.url);
  screen = await openScreen(await browsers.get({}), front.url, { context: { serviceWorkers: 'allow' } });
  await logIn(screen.page);
  await screen.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await screen.untilPicture();
});
test.afterEach(async () => {
  await screen?.page.context().close();
  await front?.stop();
});

async function logIn(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in to Access' })).toBeVisible();
  expect(page.url()).toContain(front.loginUrl);
  await follow(page, page.getByRole('link', { name: 'Log in' }), `${front.url}/`);
  await expect(screen.live).toBeVisible();
}

async function photographs(): Promise<void> {
  await screen.untilPicture();
  await screen.photo.click();
  const sheet = screen.page.getByRole('dialog', { name: 'Photo' });
  await expect(sheet.getByText(TEXT)).toBeVisible({ timeout: 15_000 });
  await screen.page.keyboard.press('Escape');
}

test('a session that has ended is said in words, and the button leads to the login and back', async () => {
  const { page } = screen;
  await photographs();
  front.endSessions();
  await reload(page);
  await screen.untilPicture();
  await screen.live.click();
  expect(await screen.oneAlert()).toMatch(/^You have to sign in again\./);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await logIn(page);
  await photographs();
  expect(screen.faults).toEqual([]);
  // The address is the app's own again, which opens without a network.
  await page.context().setOffline(true);
  await reload(page);
  await expect(screen.live).toBeVisible();
  await page.context().setOffline(false);
});

test('one that ends under the open page is said by PHOTO, too', async () => {
  const { page } = screen;
  front.endSessions();
  await screen.photo.click();
  expect(await screen.oneAlert()).toMatch(/^You have to sign in again\./);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await logIn(page);
  await screen.live.click();
  await screen.untilSeen(TEXT);
  expect(screen.faults).toEqual([]);
});

test('one that ends with the offer itself, which the connector sends, is known as well', async () => {
  front.endAt('/v1/webrtc-offer');
  await screen.live.click();
  expect(await screen.oneAlert()).toMatch(/^You have to sign in again\./);
  await screen.page.getByRole('button', { name: 'Sign in' }).click();
  await logIn(screen.page);
});

test('below /cdn-cgi/ the network answers, and nothing of it is kept', async () => {
  const { page } = screen;
  await page.goto('/cdn-cgi/access/logout');
  await expect(page.getByRole('heading', { name: 'You are logged out of Access' })).toBeVisible();
  await page.goto('/');
  await expect(screen.live).toBeVisible();
  const kept = await page.evaluate(cachedPaths);
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.filter((path) => /^\/(cdn-cgi|v1)\//.test(path))).toEqual([]);
});
