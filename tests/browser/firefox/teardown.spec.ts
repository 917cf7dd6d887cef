import { expect, GONE, goLive, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

test('LIVE off leaves no dialled peer, no worker session, and the viewfinder’s one track', async ({
  openFirefox,
  stack,
}) => {
  const screen = await openFirefox();
  await goLive(screen);
  expect(await stack.worker.sessions()).toBe(1);
  await screen.press('LIVE');
  await expect.poll(() => screen.isPressed('LIVE')).toBe(false);
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
  expect(await screen.liveTracks()).toBe(1);
  expect(await screen.said('route')).toBeNull();
  await expect.poll(() => screen.boxes()).toEqual([]);
});

test('a closed page leaves no worker session', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  await goLive(screen);
  expect(await stack.worker.sessions()).toBe(1);
  expect(await screen.close()).toEqual([]);
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
});

test('a page left for another leaves no worker session', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  await goLive(screen);
  await screen.page.goto('about:blank');
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
});

test('LIVE on and off three times asks for the camera once and goes live again', async ({
  openFirefox,
  stack,
}) => {
  const screen = await openFirefox();
  for (let round = 0; round < 3; round += 1) {
    await goLive(screen);
    await screen.press('LIVE');
    await expect.poll(() => screen.openPeers()).toBe(0);
    await expect.poll(() => screen.boxes()).toEqual([]);
  }
  await expect.poll(() => stack.worker.sessions(), GONE).toBe(0);
  expect(await screen.cameraCalls()).toBe(1);
});
