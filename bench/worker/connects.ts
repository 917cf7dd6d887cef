/** Sessions that come and go, and clients that never come: what is left of them. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../../kit/figures/report';
import { holdingsOf } from '../../kit/process/usage';
import { COLLECTING, type WorkerProcess } from '../../kit/stack/worker';
import { post, requestFor, TestClient, untilMetric } from '../../worker/testing/client';
import { scrape } from '../../worker/testing/prometheus';
import { type Cameras, withCameras } from './cameras';
import type { Options } from './options';

const ACTIVE = 'sightline_sessions_active';
/** Rounds of the same number: what the first leaves may be caches, what the later ones add is a leak. */
const ROUNDS = 3;
/** Garbage is collected, sockets are closed and threads end a moment after a session. */
const REST_MS = 3_000;

/** `connects` sessions one after the other, each with video, a channel and two results; a few times over. */
export function connects({ connects: count, workflow }: Options): Promise<Row[]> {
  return withCameras(COLLECTING, async (worker, visitors) => {
    // The first session loads what all need.
    await visitors.visit(worker.url, workflow);
    const rows = [await rest(worker, 'after the first session', 1)];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (let session = 0; session < count; session += 1) await visitors.visit(worker.url, workflow);
      rows.push(await rest(worker, `after ${round} × ${count} more`, count));
    }
    return withGrowth(rows);
  });
}

type Rest = { name: string; count: number; active: number; crashed: number; heapMb: number } & ReturnType<
  typeof holdingsOf
>;

async function rest({ url, pid }: WorkerProcess, name: string, count: number): Promise<Rest> {
  await pause(REST_MS);
  const page = await scrape(url);
  const heapMb =
    (page.value('nodejs_heap_size_used_bytes') + page.value('sightline_session_heap_size_used_bytes')) /
    2 ** 20;
  const crashed = page.value('sightline_session_processes_crashed_total');
  return { name, count, active: page.value(ACTIVE), crashed, heapMb, ...holdingsOf(pid) };
}

function withGrowth(rests: Rest[]): Row[] {
  return rests.map(({ name, count, active, crashed, heapMb, pssMb, processes, threads, fds }, at) => ({
    when: name,
    'sessions left': active,
    processes,
    'processes crashed': crashed,
    threads,
    'file descriptors': fds,
    'PSS MB': pssMb,
    'heap MB': heapMb,
    'heap KB/session': at === 0 ? '' : growthKb(heapMb, rests[at - 1]?.heapMb, count),
    'PSS KB/session': at === 0 ? '' : growthKb(pssMb, rests[at - 1]?.pssMb, count),
  }));
}

function growthKb(laterMb: number, earlierMb = Number.NaN, count = 1): number {
  return Math.round(((laterMb - earlierMb) * 1024) / count);
}

const AT_ONCE = 16;

/** `halfOpen` offers of clients that never connect, all at once, beside a stream that goes on. */
export function halfOpen({ halfOpen: count, workflow }: Options): Promise<Row[]> {
  const caller = new TestClient();
  return withCameras({ MAX_STREAMS: String(Math.min(1000, count + 1)) }, async (worker, cameras) => {
    await cameras.film({ url: worker.url, streams: 1, fps: 10, workflow });
    await pause(2_000);
    const sdp = await caller.offer();
    const statuses = new Map<number, number>();
    const look = (when: string, during: () => Promise<unknown>) => watch(worker, cameras, when, during);
    const rows = [
      await look('the stream alone', () => pause(5_000)),
      await look(`while ${count} dials come in`, () => dialAll(worker.url, sdp, count, statuses)),
      await look('while they are held', () => pause(5_000)),
    ];
    await untilOne(worker.url);
    rows.push(await look('after all of them', () => pause(5_000)));
    console.log(`Answers: ${[...statuses].map(([status, times]) => `${times} × ${status}`).join(', ')}`);
    return rows;
  }).finally(() => caller.close());
}

async function dialAll(
  url: string,
  sdp: string,
  count: number,
  statuses: Map<number, number>,
): Promise<void> {
  let left = count;
  const call = async () => {
    while (left-- > 0) {
      const { status } = await post(`${url}/initialise_webrtc_worker`, requestFor(sdp));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, call));
}

/** A place is given back 15 s after its answer. */
async function untilOne(url: string): Promise<void> {
  await pause(12_000);
  await untilMetric(url, ACTIVE, 1);
}

async function watch(
  worker: WorkerProcess,
  cameras: Cameras,
  when: string,
  during: () => Promise<unknown>,
): Promise<Row> {
  await cameras.count();
  const startMs = performance.now();
  await during();
  const tookS = (performance.now() - startMs) / 1000;
  const [results = 0] = (await cameras.count()).perStream;
  const active = (await scrape(worker.url)).value(ACTIVE);
  const { pssMb, processes, threads, fds } = holdingsOf(worker.pid);
  return {
    when,
    seconds: tookS,
    'results/s': results / tookS,
    sessions: active,
    processes,
    threads,
    'file descriptors': fds,
    'PSS MB': pssMb,
  };
}
