import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { expect, goLive, test, untilBox, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);
test.use({ settings: { FAST_WORKFLOW_ID: 'codes-annotated' } });

const NAME = "Workflow's picture";

test('the workflow’s own picture comes and goes while live, and the meter counts', async ({
  openFirefox,
  stack,
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
  // A busy machine's queue lowers what is sent for a while, which is a change each time.
  await expect.poll(() => newReceivers(screen, 3_000), { timeout: 20_000 }).toBeLessThanOrEqual(2);
  await screen.press(NAME);
  await untilBox(screen, 'SIGHTLINE STILL');
  // Another peer takes over again, for which a busy machine takes its time.
  const standing = async () => ({
    ...(await screen.received()),
    peers: await screen.openPeers(),
    phase: await screen.phase(),
    said: await screen.alerts(),
    sessions: [await stack.worker.sessions(), await stack.worker.sessionsEver()],
  });
  await expect.poll(standing, { timeout: 20_000 }).toMatchObject({ video: 0, peers: 1 });
  expect(await screen.alerts()).toEqual([]);
});

/** How often within so long (ms) Firefox made the picture's receiver anew: it counts from naught then. */
async function newReceivers(screen: FirefoxScreen, ms: number): Promise<number> {
  let [times, last] = [0, 0];
  for (const endMs = Date.now() + ms; Date.now() < endMs; ) {
    const { video } = await screen.received();
    if (video < last) times += 1;
    last = video;
  }
  return times;
}
