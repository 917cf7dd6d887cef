import { scaled } from '../../../kit/browser/geometry';
import { chooseFile, readsPicture } from '../../../kit/browser/photos/chooseFile';
import { lastHanded, noteHanded } from '../../../kit/browser/photos/handed';
import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import { asText, filesOf, heicFile, largeFile, type SceneFile, turnedFile } from '../../../kit/scenes/files';
import { still } from '../../../kit/scenes/scenes';
import type { WebkitScreen } from './screen';
import { expect, keepShot, needsWebkit, test } from './test';

needsWebkit();

/** Its button comes after the first paint. */
async function openGallery(screen: WebkitScreen): Promise<void> {
  await expect.poll(() => screen.count('.toolRail button')).toBeGreaterThan(0);
  await screen.press('Gallery');
}

async function choose(screen: WebkitScreen, file: SceneFile): Promise<void> {
  await openGallery(screen);
  await expect.poll(() => screen.count('input[type=file]')).toBe(1);
  await screen.run(chooseFile, asText(file));
}

/** Where the picture is that may be enlarged, CSS px of the window. */
const pictureAt = (screen: WebkitScreen) =>
  screen.run(() => {
    const { left, top, width, height } = document.querySelector('.zoomArea img')!.getBoundingClientRect();
    return { left, top, width, height };
  });

const painted = (screen: WebkitScreen) => PaintedPhoto.shown((work) => screen.run(work));
const scale = (screen: WebkitScreen) =>
  screen.run(() => {
    const image = document.querySelector<HTMLImageElement>('.zoomArea img');
    return image ? image.getBoundingClientRect().width / image.offsetWidth : 0;
  });

/** A line of what was found leads to all that is known of it. */
async function lookCloser(screen: WebkitScreen): Promise<void> {
  await screen.run(() => document.querySelector<HTMLElement>('dialog .finding')?.click());
  await expect.poll(() => screen.count('dialog .wholeText')).toBe(1);
  await screen.run(() => document.querySelector<HTMLElement>('dialog.readoutSheet header button')?.click());
  await expect.poll(() => screen.count('dialog')).toBe(1);
}

async function expectEightTimes(screen: WebkitScreen): Promise<void> {
  for (let press = 0; press < 6; press += 1) await screen.press('Zoom in');
  expect(await scale(screen)).toBeCloseTo(8, 3);
}

test('files are looked at, enlarged, kept over a reload and cleared', async ({ visit, stack }) => {
  const screen = await visit();
  const before = stack.interceptor.photos().length;
  const files = [...(await filesOf(still)), await turnedFile(still)];
  for (const file of files) {
    await choose(screen, file);
    await expect
      .poll(() => screen.text('dialog .findings'), { message: file.name, timeout: 15_000 })
      .toContain('SIGHTLINE STILL');
    const photo = await painted(screen);
    expect([photo.width, photo.height], file.name).toEqual([still.width, still.height]);
    for (const { text, box } of still.codesAt(0)) expect(photo.frameAt(box), text).not.toBeNull();
    if (file === files[0]) await lookCloser(screen);
    if (file === files[0]) await expectEightTimes(screen);
    await screen.press('Close');
  }
  expect(stack.interceptor.photos().length).toBe(before + files.length);
  await screen.load(stack.app.url);
  await openGallery(screen);
  await expect.poll(() => screen.count('.galleryItems li')).toBe(files.length);
  await keepShot(screen, 'gallery');
  await screen.press('Clear the gallery');
  await expect.poll(() => screen.text('dialog')).toContain('kept here, on this device alone');
  expect(stack.interceptor.photos().length).toBe(before + files.length);
});

test('a picture of 12 megapixels and more is made small, and what is none is said in words', async ({
  visit,
}) => {
  const screen = await visit();
  await choose(screen, await largeFile(still, 7.5));
  await expect.poll(() => screen.text('dialog .findings'), { timeout: 30_000 }).toContain('SIGHTLINE STILL');
  const { width, height } = await painted(screen);
  expect(width * height).toBeLessThanOrEqual(12e6 + 4_000);
  await screen.press('Close');
  await choose(screen, {
    name: 'broken.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('\xff\xd8\xff', 'latin1'),
  });
  expect((await screen.oneAlert()).code).toBe('picture_unreadable');
  await screen.press('Close');
  await choose(screen, heicFile());
  if (await screen.run(readsPicture, asText(heicFile())))
    await expect
      .poll(() => screen.text('dialog .findings'), { timeout: 15_000 })
      .toContain('SIGHTLINE STILL');
  else expect((await screen.oneAlert()).code).toBe('heic_unreadable');
});

test('48 megapixels are made small; what is shared and saved has its frames; a photo on its way is cancelled @long', async ({
  another,
  upstream,
  visit,
}) => {
  const screen = await visit();
  await screen.run(noteHanded);
  await choose(screen, await largeFile(still, 12.5));
  await expect.poll(() => screen.text('dialog .findings'), { timeout: 45_000 }).toContain('SIGHTLINE STILL');
  const { width, height } = await painted(screen);
  expect(width / height).toBeCloseTo(4 / 3, 2);
  expect(width * height).toBeLessThanOrEqual(12e6 + 4_000);
  await screen.press('Share');
  await screen.press('Save');
  for (const kind of ['shared', 'saved'] as const) {
    await expect.poll(() => screen.run(lastHanded, kind), kind).not.toBe('');
    const photo = await PaintedPhoto.of(Buffer.from(await screen.run(lastHanded, kind), 'base64'));
    const scale = photo.width / still.width;
    for (const { text, box } of still.codesAt(0))
      expect(photo.frameAt(scaled(box, scale)), `${kind} ${text}`).not.toBeNull();
  }
  upstream.answer('hang');
  const app = await another({
    ROBOFLOW_SERVER_URL: upstream.url,
    FAST_WORKFLOW_ID: 'slow',
  });
  await screen.load(app.url);
  await choose(screen, (await filesOf(still))[0]!);
  await expect
    .poll(() => screen.text('dialog'), { timeout: 15_000 })
    .toMatch(/Looking at the photo….*[1-9] s/);
  await screen.press('Cancel');
  await expect.poll(() => screen.count('dialog')).toBe(0);
});

test('a box of a photo, tapped, shows what it is, and one photo is deleted and brought back @long', async ({
  visit,
}) => {
  const screen = await visit();
  await choose(screen, (await filesOf(still))[0]!);
  await expect.poll(() => screen.count('.zoomArea img'), { timeout: 15_000 }).toBe(1);
  const { box } = still.codesAt(0)[0]!;
  const { left, top, width } = await pictureAt(screen);
  const scale = width / still.width;
  const x = Math.round(left + (box.x + box.width / 2) * scale);
  const y = Math.round(top + (box.y + box.height / 2) * scale);
  await screen.driver.actions().move({ x, y }).click().perform();
  await expect.poll(() => screen.text('dialog .wholeText')).toBe('SIGHTLINE STILL');
  await screen.run(() => document.querySelector<HTMLElement>('dialog.readoutSheet header button')?.click());
  await expect.poll(() => screen.count('dialog')).toBe(1);
  await screen.press('Close');
  await openGallery(screen);
  await expect.poll(() => screen.count('.galleryItems li')).toBe(1);
  await screen.run(() => document.querySelector<HTMLElement>('.galleryItems .forget')?.click());
  await expect.poll(() => screen.text('dialog')).toContain('Photo deleted.');
  expect(await screen.count('.galleryItems li')).toBe(0);
  await screen.press('Undo');
  await expect.poll(() => screen.count('.galleryItems li')).toBe(1);
});
