/** More streams, and more offers, than the worker has room for. */
import { expect, it } from 'vitest';
import { createRandom } from '../../kit/figures/random';
import { type Holdings, holdingsOf } from '../../kit/process/usage';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, post, requestFor, type TestClient, untilMetric } from '../../worker/testing/client';
import { scrape } from '../../worker/testing/prometheus';
import { createScene, drawQr } from '../../worker/testing/scene';
import { ACTIVE, CODES, callWitness, createClient, dial, startWorker } from './witness';

const QUOTA_BODY = {
  message: 'You have reached the maximum of 6 concurrent streams.',
  error_type: 'WorkspaceStreamQuotaError',
};

async function offerStatus(worker: WorkerProcess, sdp: string) {
  const response = await post(`${worker.url}/initialise_webrtc_worker`, requestFor(sdp, CODES));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A picture with a texture: the reader looks for codes in it, and takes a while. */
function burden(client: TestClient, seed: number): void {
  const scene = createScene();
  const { whole } = createRandom(seed);
  scene.luma = scene.luma.map((value) => value + whole(17));
  drawQr(scene, `STREAM ${seed}`, 60, 60, 5);
  client.film(() => scene, 30);
}

it('serves the newest frames of all alike, queues none, and refuses one stream more than it has places', async () => {
  const worker = await startWorker({ MAX_STREAMS: '6' });
  const clients = await Promise.all(Array.from({ length: 6 }, () => dial(worker)));
  clients.forEach(burden);
  await Promise.all(clients.map((client) => client.until(() => true)));
  const from = clients.map(({ received }) => received.length);
  await Promise.all(clients.map((client, at) => client.until(() => client.received.length >= from[at]! + 6)));
  const counted = clients.map(({ received }, at) => received.length - from[at]!);
  const page = await scrape(worker.url);
  const total = (name: string) => page.value(`sightline_${name}_total`);
  // A frame is with a reader, waits alone, or is gone: there is no third place where frames could pile up.
  const held =
    total('frames_received') - total('frames_replaced') - total('results_sent') - total('results_dropped');
  expect(held).toBeLessThanOrEqual(2 * clients.length);
  expect(total('frames_replaced')).toBeGreaterThan(0);
  expect(Math.max(...counted)).toBeLessThanOrEqual(2 * Math.min(...counted));
  expect(await offerStatus(worker, await createClient().offer())).toEqual({ status: 429, body: QUOTA_BODY });
  clients[0]!.close();
  await untilMetric(worker.url, ACTIVE, 5);
  expect((await offerStatus(worker, await createClient().offer())).status).toBe(200);
});

it('holds a thousand dials of clients that never connect to its places, and gets all of it back', async () => {
  const places = 40;
  const worker = await startWorker({ MAX_STREAMS: String(places) });
  const witness = await callWitness(worker, 5);
  const rate = async (during: Promise<unknown>) => {
    const [from, startMs] = [witness.received.length, performance.now()];
    await during;
    return (witness.received.length - from) / (performance.now() - startMs);
  };
  const alone = await rate(pause(3000));
  const before = holdingsOf(worker.pid);
  const sdp = await createClient().offer();
  const statuses: number[] = [];
  let left = 1000;
  const caller = async () => {
    while (left-- > 0) statuses.push((await offerStatus(worker, sdp)).status);
  };
  const beside = await rate(Promise.all([...Array.from({ length: 20 }, caller), pause(3000)]));
  expect(statuses.filter((status) => status === 200)).toHaveLength(places - 1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1000 - (places - 1));
  expect(beside).toBeGreaterThanOrEqual(alone / 2);
  // 15 s to connect in, then the place is free.
  await pause(12_000);
  await untilMetric(worker.url, ACTIVE, 1);
  await pause(500);
  // One process more may be kept for sessions to come.
  const after = holdingsOf(worker.pid);
  expect(after.processes).toBeLessThanOrEqual(before.processes + 1);
  const each = ({ processes, fds, threads }: Holdings) => ({
    fds: fds / processes,
    threads: threads / processes,
  });
  expect(each(after).fds).toBeLessThanOrEqual(each(before).fds + 5);
  expect(each(after).threads).toBeLessThanOrEqual(each(before).threads + 2);
  expect(after.pssMb).toBeLessThan(before.pssMb + 250);
});
