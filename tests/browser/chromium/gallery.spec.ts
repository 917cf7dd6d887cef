/** Photos out of files, looked at closely, taken home, and kept on the device. */
import type { Page } from '@playwright/test';
import { scaled } from '../../../kit/browser/geometry';
import { reload } from '../../../kit/browser/open';
import { readsPicture } from '../../../kit/browser/photos/chooseFile';
import { button, choose, galleryOf, openGallery, photoOf } from '../../../kit/browser/photos/galleryScreen';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import { watchRequests } from '../../../kit/browser/requests';
import type { CameraScreen } from '../../../kit/browser/screen';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  nightlyBut,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';
import { asText, filesOf, heicFile, largeFile, turnedFile } from '../../../kit/scenes/files';
import { still } from '../../../kit/scenes/scenes';

async function untilFound(page: Page): Promise<void> {
  const found = photoOf(page).getByRole('list', { name: 'Found in this photo' });
  await expect(found).toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  await expect(found.getByRole('listitem')).toHaveCount(2);
}

const painted = (page: Page) => PaintedPhoto.shown((work) => page.evaluate(work));

function expectFramed(photo: PaintedPhoto): void {
  const scale = photo.width / still.width;
  for (const { text, box } of still.codesAt(0))
    expect(photo.overlap(scaled(box, scale)), text).toBeGreaterThanOrEqual(0.85);
}

test('a file is looked at, whatever its kind, turned as EXIF says, and goes to the worker alone', async ({
  open,
  stack,
}) => {
  const screen = await open();
  const { page } = screen;
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  const before = stack.interceptor.photos().length;
  const files = [...(await filesOf(still)), await turnedFile(still)];
  for (const file of files) {
    await choose(page, file);
    await untilFound(page);
    const photo = await painted(page);
    expect([photo.width, photo.height], file.name).toEqual([still.width, still.height]);
    expectFramed(photo);
    await button(page, 'Close').click();
  }
  expect(stack.interceptor.photos().length).toBe(before + files.length);
  expect(leftBy()).toEqual({ '/v1/infer': files.length });
});

/** Playwright's tracing asks in the page's name for the body of a picture that was not read, which is barred. */
function forgetTracing({ faults }: CameraScreen): void {
  const own = faults.filter((fault) => !fault.startsWith("Connecting to 'blob:"));
  faults.splice(0, faults.length, ...own);
}

test('a HEIC is looked at where the engine reads it, and else there is a sentence and a remedy', async ({
  open,
}) => {
  const screen = await open();
  const { page } = screen;
  await choose(page, heicFile());
  if (await page.evaluate(readsPicture, asText(heicFile()))) {
    await untilFound(page);
    return expectFramed(await painted(page));
  }
  expect(await screen.oneAlert()).toMatch(/cannot read HEIC.*JPEG/);
  await expect(photoOf(page).getByRole('alert')).toHaveAttribute('data-code', 'heic_unreadable');
  // The same again would be of no use.
  await expect(button(page, 'Try again')).toHaveCount(0);
  forgetTracing(screen);
});

/** The middle of a code of the scene, where it is shown now (CSS px of the window). */
async function onScreen(page: Page, at: number) {
  const { box } = still.codesAt(0)[at]!;
  const shown = (await photoOf(page).locator('.zoomArea img').boundingBox())!;
  const scale = shown.width / still.width;
  return {
    x: shown.x + (box.x + box.width / 2) * scale,
    y: shown.y + (box.y + box.height / 2) * scale,
  };
}

test('a box of a photo, tapped, shows what it is, also enlarged; a pan and a double tap show nothing', async ({
  open,
}) => {
  const screen = await open();
  const { page } = screen;
  await takePhoto(screen);
  const details = page.getByRole('dialog', { name: 'qr code' });
  const first = await onScreen(page, 0);
  await page.mouse.click(first.x, first.y);
  await expect(details.locator('.wholeText')).toHaveText('SIGHTLINE STILL');
  await expect(details.getByRole('button', { name: 'Copy' })).toBeVisible();
  await page.keyboard.press('Escape');
  // A double tap enlarges.
  await page.mouse.dblclick(first.x, first.y);
  await expect.poll(async () => (await lookOf(page)).scale).toBeGreaterThan(2);
  const enlarged = await onScreen(page, 0);
  await page.mouse.move(enlarged.x, enlarged.y);
  await page.mouse.down();
  await page.mouse.move(enlarged.x + 30, enlarged.y);
  await page.mouse.up();
  await page.waitForTimeout(400);
  await expect(details).toHaveCount(0);
  const moved = await onScreen(page, 0);
  await page.mouse.click(moved.x, moved.y);
  await expect(details.locator('.wholeText')).toHaveText('SIGHTLINE STILL');
  await page.keyboard.press('Escape');
  await button(page, 'Whole picture').click();
  const second = await onScreen(page, 1);
  await screen.setPressed(button(page, 'Boxes'), false);
  await page.mouse.click(second.x, second.y);
  await page.waitForTimeout(400);
  await expect(details).toHaveCount(0);
  await screen.setPressed(button(page, 'Boxes'), true);
  await page.mouse.click(second.x, second.y);
  await expect(details.locator('.wholeText')).toHaveText('SECOND CODE 42');
});

test('48 megapixels are made small before they are sent @long', async ({ open, stack }) => {
  const { page } = await open();
  await choose(page, await largeFile(still, 12.5));
  await expect(photoOf(page)).toContainText('SIGHTLINE STILL', { timeout: 45_000 });
  const { width, height } = await painted(page);
  expect(width / height).toBeCloseTo(4 / 3, 2);
  expect(width * height).toBeGreaterThan(6e6);
  expect(width * height).toBeLessThanOrEqual(12e6 + 4_000);
  // Base64 makes four of three.
  expect(stack.interceptor.photos().at(-1)!.bytes).toBeLessThan((4 * 1024 * 1024 * 4) / 3 + 4_096);
});

test('a photo on its way is cancelled, and its request with it', async ({ open }) => {
  const screen = await open();
  const { page } = screen;
  await screen.untilPicture();
  await page.route('**/v1/infer*', () => {});
  await screen.photo.click();
  await expect(photoOf(page)).toContainText('Looking at the photo…');
  await expect(photoOf(page)).toContainText(/[1-9] s/);
  const ended = page.waitForEvent('requestfailed');
  await button(page, 'Cancel').click();
  expect((await ended).url()).toContain('/v1/infer');
  await expect(photoOf(page)).toHaveCount(0);
  await expect((await openGallery(page)).getByRole('listitem')).toHaveCount(0);
});

/** How much larger the picture is than at rest, and where its left edge is within its area (CSS px). */
async function lookOf(page: Page) {
  return photoOf(page)
    .locator('.zoomArea')
    .evaluate((area) => {
      const image = area.querySelector('img')!;
      const [shown, room] = [image.getBoundingClientRect(), area.getBoundingClientRect()];
      return {
        scale: shown.width / image.offsetWidth,
        left: shown.left - room.left,
        right: room.right - shown.right,
        middle: { x: room.x + room.width / 2, y: room.y + room.height / 2 },
      };
    });
}

async function takePhoto(screen: CameraScreen): Promise<void> {
  await screen.untilPicture();
  await screen.photo.click();
  await untilFound(screen.page);
  await expect(button(screen.page, 'Zoom in')).toBeVisible();
}

test('a photo is enlarged to eight times, and moved, by buttons, keys, wheel and fingers', async ({
  open,
}) => {
  const screen = await open({ context: { hasTouch: true } });
  const { page } = screen;
  await takePhoto(screen);
  const scale = async () => (await lookOf(page)).scale;
  for (let press = 0; press < 6; press += 1) await button(page, 'Zoom in').click();
  expect(await scale()).toBeCloseTo(8, 3);
  await expect(button(page, 'Whole picture')).toHaveText('8 ×');
  await button(page, 'Zoom out').click();
  expect(await scale()).toBeCloseTo(8 / 1.5, 3);
  await button(page, 'Whole picture').click();
  expect(await scale()).toBeCloseTo(1, 3);
  const area = photoOf(page).getByRole('group', { name: /^Picture/ });
  await area.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect(await scale()).toBeCloseTo(2.25, 3);
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowLeft');
  // Its edge is at the area's, and no farther.
  expect((await lookOf(page)).left).toBeCloseTo(0, 0);
  await page.keyboard.press('0');
  const { middle } = await lookOf(page);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -320);
  await expect.poll(scale).toBeCloseTo(Math.E, 1);
  await page.keyboard.press('0');
  const touch = await page.context().newCDPSession(page);
  const fingers = (apart: number) => [
    { x: middle.x - apart, y: middle.y, id: 0 },
    { x: middle.x + apart, y: middle.y, id: 1 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (const apart of [30, 40, 50, 60])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(scale).toBeCloseTo(3, 1);
  const before = await lookOf(page);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 50, middle.y);
  await page.mouse.up();
  expect((await lookOf(page)).left - before.left).toBeCloseTo(-50, 0);
});

test('a photo is seen before and after, saved and shared with its boxes', async ({ open }) => {
  const shared = () => {
    const files: File[] = [];
    Object.assign(window, { shared: files });
    navigator.canShare = () => true;
    navigator.share = async ({ files: more = [] } = {}) => void files.push(...more);
  };
  const screen = await open({ before: [{ run: shared }] });
  const { page } = screen;
  await takePhoto(screen);
  expectFramed(await painted(page));
  const boxes = button(page, 'Boxes');
  await screen.setPressed(boxes, false);
  const bare = await painted(page);
  for (const { box } of still.codesAt(0)) expect(bare.frameAt(box)).toBeNull();
  await screen.setPressed(boxes, true);
  const download = page.waitForEvent('download');
  await button(page, 'Save').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^sightline-[\dT-]+\.jpg$/);
  const stream = await file.createReadStream();
  expectFramed(await PaintedPhoto.of(Buffer.concat(await stream.toArray())));
  await button(page, 'Share').click();
  const base64 = await page.evaluate(async () => {
    const [photo] = (window as unknown as { shared: File[] }).shared;
    const bytes = new Uint8Array(await photo!.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  expectFramed(await PaintedPhoto.of(Buffer.from(base64, 'base64')));
});

/** Of the two that the open gallery has; the other one stays. */
async function expectOneDeleted(page: Page): Promise<void> {
  const gallery = galleryOf(page);
  const photos = gallery.getByRole('listitem');
  const bins = gallery.getByRole('button', { name: /^Delete the photo of / });
  const newest = await photos.first().locator('img').getAttribute('src');
  await expectWithinReach(bins.first());
  await bins.first().click();
  await expect(photos).toHaveCount(1);
  await expect(gallery).toContainText('1 photo,');
  const undo = gallery.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await expectAccessible(page);
  await undo.click();
  await expect(photos).toHaveCount(2);
  expect(await photos.first().locator('img').getAttribute('src')).toBe(newest);
  await photos
    .first()
    .getByRole('button', { name: /2 found/ })
    .click();
  await untilFound(page);
  await button(page, 'Close').click();
  await openGallery(page);
  await bins.first().click();
  await expect(photos).toHaveCount(1);
  await button(page, 'Close').click();
  await openGallery(page);
  await expect(photos).toHaveCount(1);
}

test('photos are kept over a reload, opened without being sent again, and cleared at once', async ({
  open,
}) => {
  const screen = await open();
  const { page } = screen;
  await takePhoto(screen);
  await button(page, 'Close').click();
  await choose(page, await turnedFile(still));
  await untilFound(page);
  await button(page, 'Close').click();
  await reload(page);
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  const gallery = await openGallery(page);
  await expect(gallery.getByRole('listitem')).toHaveCount(2);
  await expect(gallery.getByRole('status')).toHaveText(/^2 photos, \d+ kB on this device$/);
  await gallery
    .getByRole('button', { name: /FAST, 2 found/ })
    .first()
    .click();
  await untilFound(page);
  expectFramed(await painted(page));
  await button(page, 'Close').click();
  await openGallery(page);
  await expectOneDeleted(page);
  await gallery.getByRole('button', { name: 'Clear the gallery' }).click();
  await expect(gallery.getByRole('listitem')).toHaveCount(0);
  await expect(gallery).toContainText('kept here, on this device alone');
  await reload(page);
  await expect((await openGallery(page)).getByRole('listitem')).toHaveCount(0);
  expect(leftBy()).toEqual({});
});

test('the way back from deleting ends by itself, and takes nobody’s focus along @long', async ({ open }) => {
  const screen = await open();
  const { page } = screen;
  await takePhoto(screen);
  await button(page, 'Close').click();
  const gallery = await openGallery(page);
  await gallery.getByRole('button', { name: /^Delete the photo of / }).click();
  const undo = gallery.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await expect(gallery).toContainText('kept here, on this device alone');
  await page.waitForTimeout(5_000);
  await expect(undo).toBeVisible();
  await expect(undo).toHaveCount(0);
  await expect(gallery.locator(':focus')).toHaveCount(1);
});

test('a full storage is said in words, and the photo is there all the same', async ({ open }) => {
  const screen = await open();
  const { page } = screen;
  const device = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await device.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await takePhoto(screen);
  await expect(
    photoOf(page).getByText(/^Not kept in the gallery: this device has no room left/),
  ).toBeVisible();
  expectFramed(await painted(page));
});

for (const viewport of VIEWPORTS)
  test(`gallery and close look at ${viewport.width} × ${viewport.height}`, {
    tag: nightlyBut(viewport),
  }, async ({ open }) => {
    const screen = await open({ viewport });
    const { page } = screen;
    const size = `${viewport.width}x${viewport.height}`;
    await expectWithinReach(button(page, 'Gallery'));
    await page.screenshot({ path: shot(`rail-${size}.png`) });
    await takePhoto(screen);
    for (const name of ['Zoom in', 'Zoom out', 'Whole picture', 'Boxes'])
      await expectWithinReach(button(page, name));
    await expectAccessible(page);
    await page.screenshot({ path: shot(`close-look-${size}.png`) });
    await button(page, 'Close').click();
    await openGallery(page);
    await expect(galleryOf(page).getByRole('listitem')).toHaveCount(1);
    await expectWithinReach(button(page, 'Choose a picture'));
    await expectWithinReach(button(page, 'Clear the gallery'));
    await expectAccessible(page);
    await page.screenshot({ path: shot(`gallery-${size}.png`) });
  });
