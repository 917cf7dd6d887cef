/**
 * Results a second of one and of two streams, and what a result costs in CPU time beside a bare run of the
 * model. The rate is the machine's, with all else that runs on it; the cost is ours, and says what two
 * cores that have nothing else to do could give.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Row } from '../../kit/figures/report';
import { startForked } from '../../kit/process/forked';
import { holdingsOf } from '../../kit/process/usage';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { pause } from '../../worker/testing/client';
import type { Bare } from '../worker/bare';
import type { Pace, Spent } from '../worker/bare-process';
import { type Cameras, withCameras } from '../worker/cameras';
import { line } from './bar';

const BARE = fileURLToPath(new URL('../worker/bare-process.ts', import.meta.url));
const FPS = 30;
const CORES = 2;
const SETTLE_MS = 6_000;
/** In turns with the bare loop, so that a busy spell meets both. */
const TURNS = 4;
const TURN_MS = 3_000;
const BARE_MS = 1_500;
const RATES = [
  { streams: 1, least: 25 },
  { streams: 2, least: 40 },
];

/** CPU time in ms: of all turns, and of one bare run. */
type Counted = { results: number; seconds: number; workerMs: number; camerasMs: number; bareMs: number };

export async function measureRate(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { streams, least } of RATES) rows.push(...toRows(streams, least, await count(path, streams)));
  return rows;
}

async function count(path: string, streams: number): Promise<Counted> {
  const rival = startForked<Bare | Pace, Spent | null>(BARE);
  const model = await ObjectModel.open(await readModelFile(path, null), { confidence: 0.4, iou: 0.45 });
  await rival.ask({ path, input: model.facts.input });
  const work = async ({ url, pid }: { url: string; pid: number }, cameras: Cameras) => {
    await cameras.film({ url, streams, fps: FPS, workflow: 'fast' });
    await pause(SETTLE_MS);
    const all: Counted = { results: 0, seconds: 0, workerMs: 0, camerasMs: 0, bareMs: 0 };
    for (let turn = 0; turn < TURNS; turn += 1) {
      await cameras.roll();
      await pause(BARE_MS / 3);
      await takeTurn(all, pid, cameras);
      await cameras.rest();
      const spent = await rival.ask({ everyMs: 0, forMs: BARE_MS });
      all.bareMs += (spent?.cpuMs ?? Number.NaN) / TURNS;
    }
    return all;
  };
  return withCameras({ MODEL: EVERYDAY.alias }, work).finally(() => rival.close());
}

async function takeTurn(all: Counted, workerPid: number, cameras: Cameras): Promise<void> {
  const cpuMs = () => [workerPid, cameras.pid].map((pid) => holdingsOf(pid).cpuMs) as [number, number];
  await cameras.count();
  const [startMs, [worker, filming]] = [performance.now(), cpuMs()];
  await pause(TURN_MS);
  const { perStream } = await cameras.count();
  const [workerNow, filmingNow] = cpuMs();
  all.seconds += (performance.now() - startMs) / 1000;
  all.results += perStream.reduce((sum, each) => sum + each, 0);
  all.workerMs += workerNow - worker;
  all.camerasMs += filmingNow - filming;
}

function toRows(streams: number, least: number, counted: Counted): Row[] {
  const { results, seconds, bareMs } = counted;
  const [workerMs, camerasMs] = [counted.workerMs / results, counted.camerasMs / results];
  const rate = results / seconds;
  // A stream's frames go one after the other; all of them share the cores with the cameras.
  const room = Math.min(streams * FPS, (streams * 1000) / workerMs, (CORES * 1000) / (workerMs + camerasMs));
  const what = `results a second, ${streams} ${streams === 1 ? 'stream' : 'streams'} of 640×480 at ${FPS}/s`;
  const ratio = `${(workerMs / bareMs).toFixed(2)} (${workerMs.toFixed(1)} ms, bare ${bareMs.toFixed(1)} ms)`;
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  return [
    line(what, `${rate.toFixed(1)} (${load})`, `≥ ${least}`, rate >= least),
    line('  CPU time of a result, decoding and all: × a bare run', ratio),
    line(
      '  for how many two quiet cores have the time, cameras beside',
      `${room.toFixed(0)} (cameras ${camerasMs.toFixed(1)} ms)`,
      `≥ ${least}`,
      room >= least,
    ),
  ];
}
