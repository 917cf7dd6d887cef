/** Photos in Firefox: both workflows, a cancelled one, 48 megapixels, and the files that are taken home. */
import { chooseFile } from '../../../kit/browser/photos/chooseFile';
import { lastHanded, noteHanded } from '../../../kit/browser/photos/handed';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { asText, largeFile } from '../../../kit/scenes/files';
import { signs, still } from '../../../kit/scenes/scenes';
import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const dialog = ({ page }: FirefoxScreen) =>
  page.evaluate(() => document.querySelector('dialog')?.textContent ?? '');
const untilPicture = (screen: FirefoxScreen) =>
  expect.poll(async () => (await screen.viewfinder()).frame.width).toBeGreaterThan(0);

test('FAST and ACC frame drawn signs; what is shared and saved has the frames in it @long', async ({
  another,
  openFirefox,
}) => {
  const app = await another({
    FAST_WORKFLOW_ID: 'fast',
    ACCURATE_WORKFLOW_ID: 'accurate',
  });
  const screen = await openFirefox({ app: app.url, scene: 'signs' });
  const { page } = screen;
  await untilPicture(screen);
  await page.evaluate(noteHanded);
  const star = signs.sheet!.signs[0]!;
  for (const workflow of ['FAST', 'ACC']) {
    await screen.press(workflow);
    await screen.press('PHOTO');
    await expect.poll(() => dialog(screen), { timeout: 20_000 }).toContain(star.class);
    await expect.poll(() => dialog(screen)).toContain('Save');
    const photo = await PaintedPhoto.shown((work) => page.evaluate(work));
    expect(photo.overlap(star.box)).toBeGreaterThan(0.75);
    await screen.press('Share');
    await screen.press('Save');
    for (const kind of ['shared', 'saved'] as const) {
      await expect.poll(() => page.evaluate(lastHanded, kind)).not.toBe('');
      const file = Buffer.from(await page.evaluate(lastHanded, kind), 'base64');
      expect((await PaintedPhoto.of(file)).overlap(star.box), `${workflow} ${kind}`).toBeGreaterThan(0.75);
    }
    await screen.press('Close');
  }
});

test('a photo on its way says for how long, and is cancelled @long', async ({
  another,
  openFirefox,
  upstream,
}) => {
  upstream.answer('hang');
  const app = await another({
    ROBOFLOW_SERVER_URL: upstream.url,
    FAST_WORKFLOW_ID: 'slow',
  });
  const screen = await openFirefox({ app: app.url });
  await untilPicture(screen);
  await screen.press('PHOTO');
  await expect.poll(() => dialog(screen), { timeout: 15_000 }).toMatch(/Looking at the photo….*[1-9] s/);
  await screen.press('Cancel');
  await expect.poll(() => dialog(screen)).toBe('');
  await screen.press('Gallery');
  await expect.poll(() => screen.text()).toContain('kept here, on this device alone');
});

test('48 megapixels are made small before they are sent @long', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  await screen.press('Gallery');
  await expect.poll(() => screen.text()).toContain('Choose a picture');
  await screen.page.evaluate(chooseFile, asText(await largeFile(still, 12.5)));
  await expect.poll(() => dialog(screen), { timeout: 45_000 }).toContain('SIGHTLINE STILL');
  const { width, height } = await PaintedPhoto.shown((work) => screen.page.evaluate(work));
  expect(width / height).toBeCloseTo(4 / 3, 2);
  expect(width * height).toBeGreaterThan(6e6);
  expect(width * height).toBeLessThanOrEqual(12e6 + 4_000);
  expect(stack.interceptor.photos().at(-1)!.bytes).toBeLessThan((4 * 1024 * 1024 * 4) / 3 + 4_096);
});

test('a full storage is said in words, and the photo is there all the same @long', async ({
  openFirefox,
}) => {
  const screen = await openFirefox({ roomKb: 20 });
  await untilPicture(screen);
  await screen.press('PHOTO');
  await expect
    .poll(() => dialog(screen), { timeout: 20_000 })
    .toContain('Not kept in the gallery: this device has no room left');
  const photo = await PaintedPhoto.shown((work) => screen.page.evaluate(work));
  for (const { text, box } of still.codesAt(0)) expect(photo.overlap(box), text).toBeGreaterThan(0.85);
});
