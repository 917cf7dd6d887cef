/** Memory over minutes: under streams that stay, then under sessions that come and go. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../../kit/figures/report';
import { holdingsOf } from '../../kit/process/usage';
import { COLLECTING, type WorkerProcess } from '../../kit/stack/worker';
import { scrape } from '../../worker/testing/prometheus';
import { Cameras, withCameras } from './cameras';
import type { Options } from './options';

const STREAMS = 2;
const FPS = 15;
const SAMPLE_MS = 2_000;
/** What is held between collections is garbage; the least of each window is what stays. */
const WINDOWS = 20;
/** Caches and the code's own compilation fill up first; this share of the run is not judged. */
const WARM_UP = 0.2;

type Sample = { atMs: number; pssMb: number; heapMb: number; externalMb: number };

/** One row with steady streams, one with a session more that is opened and closed all the time; each takes
 * half of the minutes. */
export async function soak({ workflow, soak: minutes }: Options): Promise<Row[]> {
  const half = (minutes * 60_000) / 2;
  const steady = await phase(workflow, half, false);
  const changing = await phase(workflow, half, true);
  return [toRow('streams that stay', steady), toRow('and sessions that come and go', changing)];
}

/** `failed`: sessions without a result within 15 s, on a machine that was too busy. */
type Phase = { samples: Sample[]; sessions: number; failed: number; results: number };

function phase(workflow: string, ms: number, isChanging: boolean): Promise<Phase> {
  // Left alone, V8 lets its garbage grow for longer than any soak lasts.
  return withCameras(COLLECTING, async (worker, cameras) => {
    const visitors = isChanging ? new Cameras() : null;
    try {
      await cameras.film({ url: worker.url, streams: STREAMS, fps: FPS, workflow });
      const endMs = performance.now() + ms;
      const isOver = () => performance.now() >= endMs;
      const visiting = visitors ? visitUntil(visitors, worker, workflow, isOver) : Promise.resolve(0);
      const [samples, failed] = await Promise.all([sampleUntil(worker, cameras, isOver), visiting]);
      const page = await scrape(worker.url);
      const sessions = page.value('sightline_sessions_started_total');
      return { samples, sessions, failed, results: page.value('sightline_results_sent_total') };
    } finally {
      await visitors?.close();
    }
  });
}

async function visitUntil(
  visitors: Cameras,
  { url }: WorkerProcess,
  workflow: string,
  isOver: () => boolean,
): Promise<number> {
  let failed = 0;
  while (!isOver()) {
    await visitors.visit(url, workflow).catch(() => {
      failed += 1;
    });
  }
  return failed;
}

async function sampleUntil({ url, pid }: WorkerProcess, cameras: Cameras, isOver: () => boolean) {
  const samples: Sample[] = [];
  while (!isOver()) {
    await pause(SAMPLE_MS);
    // Counted results are let go of: the cameras' memory is no subject here.
    await cameras.count();
    const page = await scrape(url);
    const mb = (name: string) => page.value(name) / 2 ** 20;
    samples.push({
      atMs: performance.now(),
      pssMb: holdingsOf(pid).pssMb,
      heapMb: mb('nodejs_heap_size_used_bytes') + mb('sightline_session_heap_size_used_bytes'),
      externalMb: mb('nodejs_external_memory_bytes') + mb('sightline_session_external_memory_bytes'),
    });
  }
  return samples;
}

function toRow(name: string, { samples, sessions, failed, results }: Phase): Row {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP));
  const floors = (key: 'pssMb' | 'heapMb' | 'externalMb') => floorsOf(judged, key);
  const pss = floors('pssMb');
  return {
    load: name,
    minutes: ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)) / 60_000,
    sessions,
    failed,
    results,
    'PSS first MB': pss[0]?.value ?? Number.NaN,
    'PSS last MB': pss.at(-1)?.value ?? Number.NaN,
    'PSS MB/hour': slopePerHour(pss),
    'heap MB/hour': slopePerHour(floors('heapMb')),
    'external MB/hour': slopePerHour(floors('externalMb')),
  };
}

type Point = { atMs: number; value: number };

/** The least of each window. */
function floorsOf(samples: Sample[], key: 'pssMb' | 'heapMb' | 'externalMb'): Point[] {
  const size = Math.max(1, Math.floor(samples.length / WINDOWS));
  const points: Point[] = [];
  for (let at = 0; at + size <= samples.length; at += size) {
    const window = samples.slice(at, at + size);
    const least = window.reduce((low, each) => (each[key] < low[key] ? each : low));
    points.push({ atMs: least.atMs, value: least[key] });
  }
  return points;
}

/** The line of least squares through the points. */
function slopePerHour(points: Point[]): number {
  const mean = (pick: (point: Point) => number) =>
    points.reduce((sum, each) => sum + pick(each), 0) / points.length;
  const [meanAt, meanValue] = [mean(({ atMs }) => atMs), mean(({ value }) => value)];
  const above = points.reduce((sum, { atMs, value }) => sum + (atMs - meanAt) * (value - meanValue), 0);
  const below = points.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  return (above / below) * 3_600_000;
}
