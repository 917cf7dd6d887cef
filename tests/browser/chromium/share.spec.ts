/** A picture that another app shares with this one, as Chrome on Android hands it over: a POST that is a navigation. */
import type { Page } from '@playwright/test';
import { reload } from '../../../kit/browser/open';
import { photoOf } from '../../../kit/browser/photos/galleryScreen';
import { watchRequests } from '../../../kit/browser/requests';
import { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';
import { filesOf, type SceneFile } from '../../../kit/scenes/files';
import { still } from '../../../kit/scenes/scenes';

type ShareTarget = {
  action: string;
  method: string;
  enctype: string;
  params: { files: { name: string; accept: string[] }[] };
};

async function shareTarget(page: Page): Promise<ShareTarget> {
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const answer = await page.request.get(new URL(link!, page.url()).href);
  return (await answer.json()).share_target;
}

/** From a page that is not this app's, with what the manifest asks for. @returns the page that opens */
async function share(from: Page, file: SceneFile | null): Promise<CameraScreen> {
  const { action, method, enctype, params } = await shareTarget(from);
  const [field] = params.files;
  const page = await from.context().newPage();
  const screen = new CameraScreen(page);
  await page.setContent(
    `<form action="${new URL(action, from.url())}" method="${method}" enctype="${enctype}">
       <input type="file" name="${field!.name}" accept="${field!.accept}"><button>Share</button>
     </form>`,
  );
  if (file) await page.locator('input').setInputFiles(file);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(screen.live).toBeVisible();
  return screen;
}

test('a shared picture opens as a chosen file, and goes to the worker alone', async ({ open, stack }) => {
  const { page: before } = await open({ context: { serviceWorkers: 'allow' } });
  await before.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => before.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const posts = stack.interceptor.photos().length;
  const [jpeg] = await filesOf(still);
  const { page, faults } = await share(before, jpeg!);
  const found = photoOf(page).getByRole('list', { name: 'Found in this photo' });
  await expect(found).toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  expect(new URL(page.url()).search).toBe('');
  expect(stack.interceptor.photos().length).toBe(posts + 1);
  // The service worker took it: the server never heard of it.
  expect(stack.app.output()).not.toContain('/v1/share');
  const left = () => page.evaluate(async () => (await (await caches.open('shared')).keys()).length);
  expect(await left()).toBe(0);
  // Once is once.
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  await reload(page);
  await expect(page.getByRole('button', { name: 'Gallery', exact: true })).toBeVisible();
  await expect(photoOf(page)).toHaveCount(0);
  expect(leftBy()).toEqual({});
  const empty = await share(before, null);
  expect(await empty.oneAlert()).toMatch(/^The shared picture has not arrived\. Share it once more/);
  expect([...faults, ...empty.faults]).toEqual([]);
});

test('without a service worker a shared picture is missed in words, and nobody reads it', async ({
  open,
  stack,
}) => {
  const { page: before } = await open();
  const posts = stack.interceptor.photos().length;
  // Larger than what a photo's route would take.
  const file = { name: 'large.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(12e6, 1) };
  const screen = await share(before, file);
  expect(await screen.oneAlert()).toMatch(/^The shared picture has not arrived\. Share it once more/);
  await expect(photoOf(screen.page).getByRole('alert')).toHaveAttribute('data-code', 'share_lost');
  expect(new URL(screen.page.url()).pathname + new URL(screen.page.url()).search).toBe('/');
  expect(stack.interceptor.photos().length).toBe(posts);
  expect(screen.faults).toEqual([]);
});
