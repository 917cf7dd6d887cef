import { PaintedPhoto } from '../../../kit/browser/photos/paintedPhoto';
import { signs, still } from '../../../kit/scenes/scenes';
import { putBeforeCamera } from './sceneCamera';
import type { WebkitScreen } from './screen';
import { DESKTOP, expect, keepShot, needsWebkit, PHONE, test } from './test';

needsWebkit();

const DRAWN = signs.sheet?.signs ?? [];

const found = (screen: WebkitScreen) => screen.count('dialog .findings li');

for (const viewport of [PHONE, DESKTOP]) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`a photo names each code and frames it where it is, ${size}`, async ({ visit, stack }) => {
    const screen = await visit({ viewport });
    await screen.untilPicture();
    await putBeforeCamera(screen, still);
    const before = stack.interceptor.photos().length;
    await screen.press('PHOTO');
    await expect.poll(() => found(screen), { timeout: 15_000 }).toBe(2);
    expect(stack.interceptor.photos().length).toBe(before + 1);
    await keepShot(screen, `photo-codes-${size}`);
    const photo = await PaintedPhoto.shown((work) => screen.run(work));
    for (const { text, box } of still.codesAt(0)) {
      expect(await screen.text('dialog .findings')).toContain(text);
      expect(photo.overlap(box), text).toBeGreaterThanOrEqual(0.85);
    }
    await screen.press('Close');
    await expect.poll(() => screen.count('dialog')).toBe(0);
  });
}

/** Takes a photo of the signs. @returns what is painted on it, once every sign is in its list. */
async function photograph(screen: WebkitScreen, workflow: 'FAST' | 'ACC'): Promise<PaintedPhoto> {
  await screen.press(workflow);
  expect(await screen.isPressed(workflow)).toBe('true');
  await screen.press('PHOTO');
  await expect.poll(() => found(screen), { timeout: 15_000 }).toBeGreaterThanOrEqual(DRAWN.length);
  await keepShot(screen, `photo-signs-${workflow}`);
  const names = await screen.text('dialog .findings');
  for (const sign of DRAWN) expect(names).toContain(sign.class);
  const photo = await PaintedPhoto.shown((work) => screen.run(work));
  await screen.press('Close');
  return photo;
}

test('FAST and ACC frame drawn signs', async ({ another, visit }) => {
  const app = await another({ FAST_WORKFLOW_ID: 'fast', ACCURATE_WORKFLOW_ID: 'accurate' });
  const screen = await visit({ url: app.url, viewport: DESKTOP });
  await screen.untilPicture();
  await putBeforeCamera(screen, signs);
  const star = DRAWN[0]!.box;
  const fast = await photograph(screen, 'FAST');
  for (const sign of DRAWN) expect(fast.overlap(sign.box), sign.class).toBeGreaterThanOrEqual(0.75);
  expect(fast.colourInside(star)).toBeLessThan(12);
  // ACC takes the triangle for a square at times, whose frame lies across the right one.
  const accurate = await photograph(screen, 'ACC');
  expect(accurate.overlap(star)).toBeGreaterThanOrEqual(0.75);
  // No network masks a sign.
  expect(accurate.colourInside(star)).toBeLessThan(12);
});
