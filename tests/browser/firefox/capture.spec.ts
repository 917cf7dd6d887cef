import { scaled } from '../../../kit/browser/geometry';
import { clipFrame } from '../../../kit/browser/photos/clipFrame';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import { expect, goLive, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

test('a still and a clip of a live session have the boxes that were seen @long', async ({ openFirefox }) => {
  const screen = await openFirefox();
  const { page } = screen;
  await goLive(screen);
  const box = (await screen.boxes()).find(({ text }) => text === 'SIGHTLINE STILL')!;
  const width = await page.evaluate(() => document.querySelector('.viewfinder')!.clientWidth);
  const expectFramed = (photo: PaintedPhoto) => {
    const truth = scaled(box, photo.width / width);
    expect(photo.overlap(truth)).toBeGreaterThanOrEqual(0.85);
  };
  const shown = (selector: string) => page.evaluate((at) => document.querySelectorAll(at).length, selector);
  await screen.press('Still');
  await expect.poll(() => shown('dialog img.captured')).toBe(1);
  expectFramed(await PaintedPhoto.shown((work) => page.evaluate(work)));
  await screen.press('Close');
  await screen.press('Clip');
  await new Promise((passed) => setTimeout(passed, 2_500));
  await screen.press('Clip');
  await expect.poll(() => shown('dialog video.captured')).toBe(1);
  expectFramed(await PaintedPhoto.ofUrl(await page.evaluate(clipFrame, 1)));
  expect(await screen.openPeers()).toBe(1);
});
