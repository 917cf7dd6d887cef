import { expect, goLive, test, untilBox, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);
test.use({ settings: { FAST_WORKFLOW_ID: 'codes-annotated' } });

const NAME = "Workflow's picture";

test('the workflow’s own picture comes and goes while live, and the meter counts', async ({
  openFirefox,
}) => {
  const screen = await openFirefox();
  await goLive(screen);
  expect((await screen.received()).video).toBe(0);
  await screen.press(NAME);
  await expect.poll(() => screen.pictureFrames(1_000), { timeout: 20_000 }).toBeGreaterThan(3);
  // Firefox's figures come later than its frames.
  await expect.poll(async () => (await screen.received()).video).toBeGreaterThan(0);
  await expect.poll(screen.boxes).toEqual([]);
  await expect.poll(async () => (await screen.meter())?.received ?? 0).toBeGreaterThan(10_000);
  await expect.poll(async () => (await screen.meter())?.sent ?? 0).toBeGreaterThan(10_000);
  await screen.press(NAME);
  await untilBox(screen, 'SIGHTLINE STILL');
  // Another peer takes over again, for which a busy machine takes its time.
  await expect.poll(async () => (await screen.received()).video, { timeout: 20_000 }).toBe(0);
  expect(await screen.alerts()).toEqual([]);
});
