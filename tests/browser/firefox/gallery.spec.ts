import { chooseFile, readsPicture } from '../../../kit/browser/photos/chooseFile';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { asText, filesOf, heicFile, turnedFile } from '../../../kit/scenes/files';
import { still } from '../../../kit/scenes/scenes';
import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const found = ({ page }: FirefoxScreen) =>
  page.evaluate(() => document.querySelector('dialog .findings')?.textContent ?? '');
const kept = ({ page }: FirefoxScreen) =>
  page.evaluate(() => document.querySelectorAll('.galleryItems li').length);
const scale = ({ page }: FirefoxScreen) =>
  page.evaluate(() => {
    const image = document.querySelector<HTMLImageElement>('.zoomArea img');
    return image ? image.getBoundingClientRect().width / image.offsetWidth : 0;
  });

async function expectEightTimes(screen: FirefoxScreen): Promise<void> {
  for (let press = 0; press < 6; press += 1) await screen.press('Zoom in');
  expect(await scale(screen)).toBeCloseTo(8, 3);
}

test('files are looked at, enlarged, kept over a reload and cleared', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  const sent = () => stack.interceptor.photos().length;
  const before = sent();
  const files = [...(await filesOf(still)), await turnedFile(still)];
  for (const file of files) {
    await screen.press('Gallery');
    await expect.poll(() => screen.text()).toContain('Choose a picture');
    await screen.page.evaluate(chooseFile, asText(file));
    await expect
      .poll(() => found(screen), { message: file.name, timeout: 15_000 })
      .toContain('SIGHTLINE STILL');
    const photo = await PaintedPhoto.shown((work) => screen.page.evaluate(work));
    expect([photo.width, photo.height], file.name).toEqual([still.width, still.height]);
    for (const { text, box } of still.codesAt(0)) expect(photo.frameAt(box), text).not.toBeNull();
    if (file === files[0]) await expectEightTimes(screen);
    await screen.press('Close');
  }
  expect(sent()).toBe(before + files.length);
  await screen.page.reload();
  await screen.press('Gallery');
  await expect.poll(() => kept(screen)).toBe(files.length);
  await screen.press('Clear the gallery');
  await expect.poll(() => screen.text()).toContain('kept here, on this device alone');
  expect(await kept(screen)).toBe(0);
  expect(sent()).toBe(before + files.length);
});

test('a HEIC is looked at where the engine reads it, and else there is a sentence @long', async ({
  openFirefox,
}) => {
  const screen = await openFirefox();
  const file = asText(heicFile());
  await screen.press('Gallery');
  await expect.poll(() => screen.text()).toContain('Choose a picture');
  await screen.page.evaluate(chooseFile, file);
  const reads = await screen.page.evaluate(readsPicture, file);
  const said = () => screen.page.evaluate(() => document.querySelector('dialog')?.textContent ?? '');
  await expect.poll(said, { timeout: 15_000 }).toMatch(reads ? /SIGHTLINE STILL/ : /cannot read HEIC.*JPEG/);
});
