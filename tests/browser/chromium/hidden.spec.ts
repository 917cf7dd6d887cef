import { expect, test } from '../../../kit/browser/test';

test('a page out of sight holds no camera, peer or worker session, and comes back by itself', async ({
  open,
  stack,
}) => {
  const screen = await open();
  await screen.goLive('SIGHTLINE STILL');
  // What a phone does when its owner goes elsewhere. Headless Chromium calls every tab visible, so the words
  // are put in its mouth.
  const show = (state: 'hidden' | 'visible') =>
    screen.page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => visibility === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await show('hidden');
  await expect.poll(() => screen.liveTracks()).toBe(0);
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions()).toBe(0);
  await show('visible');
  await expect.poll(() => screen.liveTracks()).toBe(1);
  await expect.poll(async () => (await screen.boxes()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => stack.worker.sessions()).toBe(1);
});
