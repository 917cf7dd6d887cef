/** Streams that no camera should send: each gets an answer, and the witness beside it goes on. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, readMetric, type TestClient, untilMetric } from '../../worker/testing/client';
import { createScene, drawQr, toI420 } from '../../worker/testing/scene';
import { ACTIVE, callWitness, dial, expectService, startWorker, textsOf } from './witness';

let worker: WorkerProcess;
let witness: TestClient;
beforeAll(async () => {
  worker = await startWorker();
  witness = await callWitness(worker);
});

type Size = [width: number, height: number];

/** Films pictures of these sizes in turn, each with a code where one fits. */
function filmSizes(client: TestClient, sizes: Size[], fps: number): void {
  const scenes = sizes.map(([width, height]) => {
    const scene = createScene(width, height);
    if (width >= 200 && height >= 200) drawQr(scene, 'ODD', 40, 40, 4);
    return scene;
  });
  let at = 0;
  client.film(() => scenes[at++ % scenes.length]!, fps);
}

async function untilHungUp(client: TestClient): Promise<void> {
  client.close();
  await untilMetric(worker.url, ACTIVE, 1);
}

describe('a stream of', () => {
  it('1×1, 2×2, 3×5, 16×16 or 2000×2 pixels is served or left without results, and nobody is held up', async () => {
    const sizes: Size[] = [
      [1, 1],
      [2, 2],
      [3, 5],
      [16, 16],
      [2000, 2],
    ];
    const clients = await Promise.all(sizes.map(() => dial(worker)));
    clients.forEach((client, at) => {
      filmSizes(client, [sizes[at]!], 10);
    });
    await Promise.race(clients.map((client) => client.until(() => true)));
    await pause(1500);
    await expectService(witness);
    const results = clients.flatMap(({ received }) => received);
    for (const { message } of results) expect(message.errors).toEqual([]);
    for (const client of clients) client.close();
    await untilMetric(worker.url, ACTIVE, 1);
  });

  it('odd and changing sizes has each code read, in the pixels of the frame it was in', async () => {
    const client = await dial(worker);
    for (const size of [
      [241, 321],
      [640, 480],
      [321, 241],
    ] as Size[]) {
      filmSizes(client, [size], 10);
      const from = client.received.length;
      const seen = await client.until((one) => {
        const { width = 0, height = 0 } = one.message.video_metadata ?? {};
        return textsOf(one).includes('ODD') && Math.abs(width / height - size[0] / size[1]) < 0.05;
      }, from);
      expect(seen.message.errors).toEqual([]);
    }
    await expectService(witness);
    await untilHungUp(client);
  });

  it('a new size with every frame ends or works, and the witness goes on', async () => {
    const client = await dial(worker);
    filmSizes(
      client,
      [
        [640, 480],
        [16, 400],
        [322, 242],
        [400, 16],
        [1280, 720],
      ],
      10,
    );
    await pause(1500);
    await expectService(witness);
    await untilHungUp(client);
  });

  it('4K frames has its code read', async () => {
    const client = await dial(worker);
    const scene = drawQr(createScene(3840, 2160), 'FOUR K', 1000, 600, 30);
    const data = toI420(scene);
    const camera = setInterval(() => client.shoot(3840, 2160, data), 500);
    try {
      const seen = await client.until((one) => textsOf(one).includes('FOUR K'));
      expect(seen.message.video_metadata?.width).toBeGreaterThanOrEqual(960);
      await expectService(witness);
    } finally {
      clearInterval(camera);
    }
    await untilHungUp(client);
  });

  it('one frame a second has its results', async () => {
    const client = await dial(worker);
    filmSizes(client, [[640, 480]], 1);
    await client.until(({ frameId }) => frameId >= 2);
    await untilHungUp(client);
  });
});

/** One codec taken for another: packets of a good sender whose payload is garbage to the decoder. */
describe('a stream whose payloads are garbage', () => {
  const payloadOf = (sdp: string, codec: string) =>
    new RegExp(`a=rtpmap:(\\d+) ${codec}/90000`).exec(sdp)![1]!;
  const swap = (sdp: string, one: string, other: string) =>
    sdp
      .replace(`a=rtpmap:${payloadOf(sdp, one)} ${one}/`, 'a=rtpmap:SWAP')
      .replace(`a=rtpmap:${payloadOf(sdp, other)} ${other}/`, `a=rtpmap:${payloadOf(sdp, other)} ${one}/`)
      .replace('a=rtpmap:SWAP', `a=rtpmap:${payloadOf(sdp, one)} ${other}/`);

  it.each([
    ['VP8', 'VP9'],
    ['VP8', 'AV1'],
  ])('%s that claims to be %s gets no result and harms nobody', async (sent, claimed) => {
    const bend = {
      offer: (sdp: string) => swap(sdp, sent, claimed),
      answer: (sdp: string) => swap(sdp, sent, claimed),
    };
    const receivedBefore = await readMetric(worker.url, 'sightline_frames_received_total');
    const client = await dial(worker, {}, bend);
    filmSizes(client, [[640, 480]], 15);
    await pause(2500);
    const [stats] = [...(await client.peer.getStats()).values()].filter(
      ({ type }) => type === 'outbound-rtp',
    );
    expect(stats.packetsSent).toBeGreaterThan(20);
    expect(client.received).toEqual([]);
    await expectService(witness);
    expect(await readMetric(worker.url, 'sightline_frames_received_total')).toBeGreaterThan(receivedBefore);
    await untilHungUp(client);
  });
});
