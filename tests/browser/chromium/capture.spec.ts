/** What a live session shows, taken home as a still or as a clip: the files' own pixels. */
import type { Download, Page } from '@playwright/test';
import { scaled } from '../../../kit/browser/geometry';
import type { ReportedBox } from '../../../kit/browser/inPage';
import { clipFrame, clipSeconds } from '../../../kit/browser/photos/clipFrame';
import { button } from '../../../kit/browser/photos/galleryScreen';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import { test } from '../../../kit/browser/saidTest';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, expectAccessible, expectWithinReach, shot, VIEWPORTS } from '../../../kit/browser/test';
import { set, thing } from '../../../kit/scenes/results';
import { encodeMask } from '../../../protocol/masks/testing';

const code = thing(1, 'qr_code', { x: 320, y: 110, width: 90, height: 90 }, { data: 'ONE' });
const at = (x: number, y: number) => Math.hypot((x - 320) / 60, (y - 320) / 55) < 1;
const rle_mask = encodeMask({ rows: 480, columns: 640, at });
const cup = thing(2, 'cup', { x: 320, y: 320, width: 120, height: 110 }, { rle_mask });
const frame = () => ({ outputs: { seen: set([code, cup]) } });

async function goLive(screen: CameraScreen): Promise<void> {
  await screen.untilPicture();
  await screen.live.click();
  await expect(screen.detections).toHaveAttribute('data-count', '2', { timeout: 20_000 });
  await expect.poll(async () => (await screen.boxes()).length).toBe(2);
}

async function bytesOf(download: Download): Promise<Buffer> {
  return Buffer.concat(await (await download.createReadStream()).toArray());
}

async function saved(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await button(page, 'Save').click();
  return { name: (await download).suggestedFilename(), bytes: await bytesOf(await download) };
}

/** Boxes as they were drawn, and the mask in one of them: px of a view of `viewed` px width. */
function expectDrawn(photo: PaintedPhoto, boxes: ReportedBox[], viewed: number): void {
  const scale = photo.width / viewed;
  const [text, mask] = [boxes.find((box) => box.text === 'ONE')!, boxes.find((box) => box.class === 'cup')!];
  expect(photo.overlap(scaled(text, scale))).toBeGreaterThanOrEqual(0.85);
  expect(photo.colourInside(scaled(mask, scale))).toBeGreaterThan(12);
  // What is beside it has no colour: the scene is grey.
  const { x, y, width, height } = scaled(mask, scale);
  expect(photo.colourInside({ x, y: y + height * 1.5, width, height })).toBeLessThan(6);
}

test('a still of a live session has its boxes and masks, as they are seen', async ({ said }) => {
  const shims = () => {
    const shared: File[] = [];
    Object.assign(window, { shared });
    navigator.canShare = () => true;
    navigator.share = async ({ files = [] } = {}) => void shared.push(...files);
    // As in a browser that records nothing.
    Reflect.deleteProperty(window, 'MediaRecorder');
  };
  said.standin.film(frame);
  const screen = await said.visit({ before: [{ run: shims }] });
  const { page } = screen;
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await expect(button(page, 'Still')).toHaveCount(0);
  await goLive(screen);
  await expect(button(page, 'Clip')).toHaveCount(0);
  const makers = () => fetched.filter((path) => /\/(image|clip|layers)-/.test(path)).length;
  // Until it is asked for it costs nothing.
  expect(makers()).toBe(0);
  const boxes = await screen.boxes();
  await button(page, 'Still').click();
  await expect(page.getByRole('dialog', { name: 'Still' }).getByRole('img')).toBeVisible();
  expect(makers()).toBeGreaterThan(0);
  await expectAccessible(page);
  for (const name of ['Share', 'Save']) await expectWithinReach(button(page, name));
  await page.screenshot({ path: shot('still.png') });
  const { name, bytes } = await saved(page);
  expect(name).toMatch(/^sightline-[\dT-]+\.jpg$/);
  const photo = await PaintedPhoto.of(bytes);
  expect([photo.width, photo.height]).toEqual([390, 844]);
  expectDrawn(photo, boxes, 390);
  await button(page, 'Share').click();
  const shared = () =>
    page.evaluate(() =>
      (window as unknown as { shared: File[] }).shared.map(({ type, size }) => [type, size]),
    );
  expect(await shared()).toEqual([['image/jpeg', bytes.length]]);
  await page.keyboard.press('Escape');
  // The session has not noticed.
  expect(await screen.peersEver()).toBe(1);
  await expect(screen.detections).toHaveAttribute('data-count', '2');
});

test('a clip of a live session has its boxes and masks, and an end @long', async ({ said }) => {
  said.standin.film(frame);
  const screen = await said.visit();
  const { page } = screen;
  await goLive(screen);
  const clip = button(page, 'Clip');
  const dialog = page.getByRole('dialog', { name: 'Clip' });
  await page.evaluate(() => {
    const { isTypeSupported } = MediaRecorder;
    MediaRecorder.isTypeSupported = () => false;
    Object.assign(window, { isTypeSupported });
  });
  await clip.click();
  await expect(dialog.getByRole('alert')).toContainText('This browser could not make it.');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const { isTypeSupported } = window as unknown as Pick<typeof MediaRecorder, 'isTypeSupported'>;
    MediaRecorder.isTypeSupported = isTypeSupported;
  });
  const boxes = await screen.boxes();
  await screen.setPressed(clip, true);
  await page.waitForTimeout(2_500);
  await page.screenshot({ path: shot('recording.png') });
  await clip.click();
  await expect(dialog.locator('video')).toBeVisible();
  const { name, bytes } = await saved(page);
  const isMp4 = bytes.toString('latin1', 4, 8) === 'ftyp';
  const isWebm = bytes.readUInt32BE(0) === 0x1a45dfa3;
  expect([isMp4, isWebm]).toEqual([name.endsWith('.mp4'), name.endsWith('.webm')]);
  expect(isMp4 || isWebm).toBe(true);
  for (const second of [0.5, 1.5]) {
    const url = await page.evaluate(clipFrame, second);
    const photo = await PaintedPhoto.ofUrl(url);
    expect([photo.width, photo.height]).toEqual([390, 844]);
    expectDrawn(photo, boxes, 390);
  }
  const seconds = await page.evaluate(clipSeconds);
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(5);
  await page.screenshot({ path: shot('clip.png') });
  await page.keyboard.press('Escape');
  await expect(clip).toHaveAttribute('aria-pressed', 'false');
  // By itself it ends after ten seconds.
  await clip.click();
  await expect(dialog.locator('video')).toBeVisible({ timeout: 20_000 });
  const whole = await page.evaluate(clipSeconds);
  expect(whole).toBeGreaterThan(8);
  expect(whole).toBeLessThan(11);
  const { bytes: all } = await saved(page);
  console.log(`${name.split('.').pop()}: ${seconds.toFixed(1)} s in ${bytes.length} B, ${whole.toFixed(1)} s in ${all.length} B`); // biome-ignore format: one line
  expect(all.length).toBeLessThan(9e6);
  await page.keyboard.press('Escape');
  // None of it has dialled anew. (LIVE off gets the next dial ready.)
  expect(await screen.peersEver()).toBe(1);
  // A session that ends brings what there is of it.
  await screen.setPressed(clip, true);
  await page.waitForTimeout(1_000);
  await screen.live.click();
  await expect(dialog.locator('video')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(clip).toHaveCount(0);
});

for (const viewport of VIEWPORTS)
  test(`the tools of a live session, ${viewport.width} × ${viewport.height} @long`, async ({ said }) => {
    said.standin.film(frame);
    const screen = await said.visit({ viewport });
    await goLive(screen);
    for (const name of ['Gallery', 'Results', 'Freeze', 'Still', 'Clip'])
      await expectWithinReach(button(screen.page, name));
    await expectAccessible(screen.page);
    await screen.page.screenshot({ path: shot(`tools-live-${viewport.width}x${viewport.height}.png`) });
  });
