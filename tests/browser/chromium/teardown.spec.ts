import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';

/** How long the worker may take to notice a peer that was closed: one DTLS close_notify away. */
const GONE = { timeout: 5_000 };

async function goLive(screen: CameraScreen): Promise<void> {
  await screen.setPressed(screen.live, true);
  await expect.poll(async () => (await screen.boxes()).length, { timeout: 20_000 }).toBeGreaterThan(0);
}

test('LIVE off leaves no peer, no worker session, and the viewfinder’s one track', async ({
  open,
  stack,
}) => {
  const screen = await open();
  await goLive(screen);
  expect(await stack.worker.sessions()).toBe(1);
  await screen.live.click();
  await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
  expect(await screen.liveTracks()).toBe(1);
  await expect(screen.route).toHaveCount(0);
  await expect.poll(async () => (await screen.boxes()).length).toBe(0);
});

test('a closed page leaves no worker session', async ({ open, stack }) => {
  const screen = await open();
  await goLive(screen);
  expect(await stack.worker.sessions()).toBe(1);
  await screen.page.close({ runBeforeUnload: false });
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
});

test('a page left for another leaves no worker session', async ({ open, stack }) => {
  const screen = await open();
  await goLive(screen);
  await screen.page.goto('about:blank');
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
});

test('LIVE switched on and off ten times leaves nothing and asks for the camera once @long', async ({
  open,
  stack,
}) => {
  test.setTimeout(90_000);
  const screen = await open();
  for (let round = 0; round < 10; round++) {
    await goLive(screen);
    await screen.live.click();
    await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
    await expect.poll(() => screen.openPeers()).toBe(0);
  }
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
  expect(await screen.cameraCalls()).toBe(1);
  expect(await screen.liveTracks()).toBe(1);
});

test('LIVE tapped off before the session stands leaves nothing either', async ({ open, stack }) => {
  const screen = await open();
  await screen.untilPicture();
  for (const pauseMs of [0, 30, 120, 300, 600]) {
    await screen.live.click();
    await screen.page.waitForTimeout(pauseMs);
    await screen.setPressed(screen.live, false);
  }
  await expect.poll(() => screen.openPeers()).toBe(0);
  // An offer may be with the worker still; it finds nobody and gives up.
  await expect.poll(() => stack.worker.sessions(), { timeout: 25_000 }).toBe(0);
  expect(await screen.liveTracks()).toBe(1);
  await goLive(screen);
});
