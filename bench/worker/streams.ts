/** Frames and results a second, and the age of results, for a number of cameras at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../../kit/figures/report';
import { holdingsOf } from '../../kit/process/usage';
import { type Buckets, quantile, type Scrape, scrape, since } from '../../worker/testing/prometheus';
import { withCameras } from './cameras';
import type { Options } from './options';

const AGE = 'sightline_result_age_seconds';
/** libwebrtc's encoder and its bandwidth estimate need a moment to settle. */
const SETTLE_MS = 5_000;
const THIRDS = 3;

type Instant = { atMs: number; page: Scrape; workerCpuMs: number; camerasCpuMs: number; pssMb: number };

/** One row for each number of streams, each with a worker of its own: no row inherits another's memory. */
export async function measureStreams(options: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const streams of options.streams) rows.push(await measureRow(options, streams));
  return rows;
}

function measureRow({ workflow, fps, seconds }: Options, streams: number): Promise<Row> {
  return withCameras({ MAX_STREAMS: '64' }, async ({ url, pid }, cameras) => {
    await cameras.film({ url, streams, fps, workflow });
    await pause(SETTLE_MS);
    await cameras.count();
    const look = () => lookAt(url, pid, cameras.pid);
    const instants = [await look()];
    for (let third = 0; third < THIRDS; third += 1) {
      await pause((seconds * 1000) / THIRDS);
      instants.push(await look());
    }
    return toRow(streams, instants, await cameras.count());
  });
}

async function lookAt(url: string, workerPid: number, camerasPid: number): Promise<Instant> {
  const page = await scrape(url);
  const { cpuMs, pssMb } = holdingsOf(workerPid);
  const camerasCpuMs = holdingsOf(camerasPid).cpuMs;
  return { atMs: performance.now(), page, workerCpuMs: cpuMs, camerasCpuMs, pssMb };
}

function toRow(
  streams: number,
  instants: Instant[],
  { perStream, fullSize }: { perStream: number[]; fullSize: number },
): Row {
  const [first, last] = [instants[0], instants.at(-1)] as [Instant, Instant];
  const tookS = (last.atMs - first.atMs) / 1000;
  const grown = (name: string) => last.page.value(name) - first.page.value(name);
  const results = grown('sightline_results_sent_total');
  const cpuMs = last.workerCpuMs - first.workerCpuMs;
  const thirds = instants.slice(1).map((later, at) => ages(later, instants[at] as Instant));
  const p95 = (buckets: Buckets | undefined) => quantile(buckets ?? [], 0.95);
  const all = ages(last, first);
  return {
    streams,
    'frames/s in': grown('sightline_frames_received_total') / tookS,
    'results/s': results / tookS,
    'slowest stream/s': Math.min(...perStream) / tookS,
    'fastest stream/s': Math.max(...perStream) / tookS,
    'age median ms': quantile(all, 0.5),
    'age p95 ms': p95(all),
    'p95 first third': p95(thirds[0]),
    'p95 last third': p95(thirds.at(-1)),
    'CPU ms/result': cpuMs / results,
    'worker cores': cpuMs / 1000 / tookS,
    'cameras cores': (last.camerasCpuMs - first.camerasCpuMs) / 1000 / tookS,
    'PSS MB': last.pssMb,
    'at 640 px': fullSize,
  };
}

function ages(later: Instant, earlier: Instant): Buckets {
  return since(later.page.buckets(AGE), earlier.page.buckets(AGE));
}
