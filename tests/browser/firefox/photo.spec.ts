import { expect, goLive, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

test('PHOTO sends a picture’s bytes and shows what is on it', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  await expect.poll(async () => (await screen.viewfinder()).frame.width).toBeGreaterThan(0);
  const before = stack.interceptor.photos().length;
  await screen.press('PHOTO');
  await expect.poll(() => screen.text(), { timeout: 15_000 }).toContain('SIGHTLINE STILL');
  const sent = stack.interceptor.photos().slice(before);
  expect(sent).toEqual([{ path: expect.stringMatching(/\/workflows\/codes$/), bytes: expect.any(Number) }]);
  expect(sent[0]?.bytes).toBeGreaterThan(10_000);
  expect(await screen.alerts()).toEqual([]);
});

test('PHOTO while live leaves the session as it was', async ({ openFirefox, stack }) => {
  const screen = await openFirefox();
  await goLive(screen);
  const sessions = await stack.worker.sessionsEver();
  const before = stack.interceptor.photos().length;
  await screen.press('PHOTO');
  await expect.poll(() => stack.interceptor.photos().length, { timeout: 15_000 }).toBe(before + 1);
  await expect
    .poll(() => screen.page.evaluate(() => document.querySelector('dialog')?.textContent ?? ''))
    .toContain('SIGHTLINE STILL');
  expect(await stack.worker.sessionsEver()).toBe(sessions);
  expect(await screen.openPeers()).toBe(1);
  expect(await screen.cameraCalls()).toBe(1);
});
