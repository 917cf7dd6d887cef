/** What Roboflow's own server answers, as the page shows it. */
import { watchRequests } from '../../kit/browser/requests';
import { wordsFor } from '../../web/errors/words';
import { heard, listenToChannel, sizes } from './channel';
import { expect, test } from './test';
import { crops, failing, tracked, unspeakable } from './workflows';

const CODE = 'SIGHTLINE STILL';
/** The server needs seconds for a session's imports, more on a busy machine. */
const LIVE_MS = 60_000;
const said = (code: Parameters<typeof wordsFor>[0]['code']) => wordsFor({ code }, 'desktop').say;

test('trackers are told the rate of the camera', async ({ visit, server, workflow }) => {
  workflow.define(tracked);
  const screen = await visit({ before: [{ run: listenToChannel }] });
  await screen.goLive(CODE, LIVE_MS);
  await expect.poll(async () => (await heard(screen.page)).length).toBeGreaterThan(5);
  const rates = (await heard(screen.page)).map(({ declaredFps }) => declaredFps);
  expect(rates.filter((rate) => !(typeof rate === 'number' && rate >= 1))).toEqual([]);
  // What byte_tracker@v3 says of a frame without one (…/transformations/byte_tracker/v3.py:256).
  expect(server.output()).not.toContain('Malformed fps');
  console.log(`declared_fps ${[...new Set(rates)].join(', ')}`);
});

test('pictures in lists are asked for no longer than it takes to see them', async ({ visit, workflow }) => {
  workflow.define(crops);
  const screen = await visit({ before: [{ run: listenToChannel }] });
  await screen.goLive('cat', LIVE_MS);
  await expect.poll(async () => (await sizes(screen.page)).length, { timeout: 20_000 }).toBeGreaterThan(20);
  const all = await sizes(screen.page);
  const [most, last] = [Math.max(...all), Math.max(...all.slice(-5))];
  console.log(`a result weighs ${most} bytes with its crops, ${last} without`);
  expect(last).toBeLessThan(most / 3);
  await screen.untilSeen('cat');
});

test('a result that cannot be written down is the workflow’s failure, and no reason to dial again', async ({
  visit,
  workflow,
}) => {
  workflow.define(unspeakable);
  const screen = await visit();
  const leftBy = watchRequests(screen.page, new URL(screen.page.url()).origin);
  await screen.live.click();
  expect(await screen.oneAlert(LIVE_MS)).toContain(said('workflow_failed'));
  await screen.page.waitForTimeout(3_000);
  expect(leftBy()['/v1/webrtc-offer']).toBe(1);
});

test('a photo on which the workflow fails is the workflow’s failure', async ({ visit, workflow }) => {
  workflow.define(failing);
  const screen = await visit();
  await screen.photo.click();
  expect(await screen.oneAlert()).toContain(said('workflow_failed'));
});

test('a damaged photo is the photo’s failure', async ({ visit, workflow }) => {
  workflow.define(tracked);
  const screen = await visit();
  // A JPEG's first bytes, and nothing behind them that is one.
  const damaged = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(2_000)]);
  await screen.page.route('**/v1/infer*', (route) => route.continue({ postData: damaged }));
  await screen.photo.click();
  expect(await screen.oneAlert()).toContain(said('worker_refused_photo'));
});
