/** What Roboflow's own server answers, as the page shows it. */
import type { Page } from '@playwright/test';
import { wordsFor } from '../../web/errors/words';
import { expect, test } from './test';
import { crops, failing, tracked, unspeakable } from './workflows';

const CODE = 'SIGHTLINE STILL';
/** The server needs seconds for a session's imports, more on a busy machine. */
const LIVE_MS = 60_000;
const said = (code: Parameters<typeof wordsFor>[0]['code']) => wordsFor({ code }, 'desktop').say;

type Recorded = { sizes: Record<number, number>; rates: unknown[] };
declare global {
  interface Window {
    __recorded: Recorded;
  }
}

/** For `addInitScript`: keeps what each frame's result weighed on the channel (header: u32le frame, chunk,
 * chunks), and what it declares. */
function recordMessages(): void {
  const recorded: Recorded = { sizes: {}, rates: [] };
  window.__recorded = recorded;
  const create = RTCPeerConnection.prototype.createDataChannel;
  const read = async (payload: ArrayBuffer) => {
    const stream = new Blob([payload]).stream().pipeThrough(new DecompressionStream('gzip'));
    const message = (await new Response(stream).json()) as { video_metadata?: { declared_fps?: unknown } };
    recorded.rates.push(message.video_metadata?.declared_fps);
  };
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    const channel = create.apply(this, args);
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      const header = new DataView(data);
      const frame = header.getUint32(0, true);
      recorded.sizes[frame] = (recorded.sizes[frame] ?? 0) + data.byteLength;
      if (header.getUint32(8, true) === 1) void read(data.slice(12)).catch(() => {});
    });
    return channel;
  };
}

const recorded = (page: Page) => page.evaluate(() => window.__recorded);

test('trackers are told the rate of the camera', async ({ visit, server, workflow }) => {
  workflow.define(tracked);
  const screen = await visit({ before: [{ run: recordMessages }] });
  await screen.goLive(CODE, LIVE_MS);
  await expect.poll(async () => (await recorded(screen.page)).rates.length).toBeGreaterThan(5);
  const { rates } = await recorded(screen.page);
  expect(rates.filter((rate) => !(typeof rate === 'number' && rate >= 1))).toEqual([]);
  // What byte_tracker@v3 says of a frame without one (…/transformations/byte_tracker/v3.py:256).
  expect(server.output()).not.toContain('Malformed fps');
  console.log(`declared_fps ${[...new Set(rates)].join(', ')}`);
});

test('pictures in lists are asked for no longer than it takes to see them', async ({ visit, workflow }) => {
  workflow.define(crops);
  const screen = await visit({ before: [{ run: recordMessages }] });
  await screen.goLive('cat', LIVE_MS);
  const sizes = async () => Object.values((await recorded(screen.page)).sizes);
  await expect.poll(async () => (await sizes()).length, { timeout: 20_000 }).toBeGreaterThan(20);
  const all = await sizes();
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
  let offers = 0;
  screen.page.on('request', (request) => {
    if (request.url().endsWith('/v1/webrtc-offer')) offers += 1;
  });
  await screen.live.click();
  expect(await screen.oneAlert(LIVE_MS)).toContain(said('workflow_failed'));
  await screen.page.waitForTimeout(3_000);
  expect(offers).toBe(1);
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
