/**
 * The whole worker under one camera beside a bare loop at the same pace, each a process of its own, in turns.
 * The pace matters: between two frames the caches go cold and the core goes to sleep, and the same run then
 * takes a third more CPU than one upon the other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startForked } from '../../kit/process/forked';
import { cpuTimeOf } from '../../kit/process/usage';
import type { WorkerProcess } from '../../kit/stack/worker';
import { scrape } from '../../worker/testing/prometheus';
import type { Bare } from './bare';
import type { Pace, Spent } from './bare-process';
import { type Cameras, withCameras } from './cameras';

const BARE = fileURLToPath(new URL('./bare-process.ts', import.meta.url));
/** Short ones, and many: how fast the machine is changes within seconds. */
const TURNS = 24;
const TURN_MS = 3_000;
/** The first frames after a rest. */
const ROLL_MS = 500;
/** As a phone sends, and slow enough that every frame gets a result: none is decoded for nothing. */
const FPS = 20;
/** V8 compiles what runs often, on threads of its own, in the first seconds; and a video starts small. */
const WARM_UP_MS = 20_000;

/** Of one frame: all of the worker, the same without libwebrtc's threads, and a bare run. Wall is its age. */
type Paced = { bare: Spent[]; less: Spent[]; whole: Spent[] };

export async function measurePaced(bare: Bare): Promise<Paced> {
  const rival = startForked<Bare | Pace, Spent | null>(BARE);
  const runBare = async () =>
    (await rival.ask({ everyMs: 1000 / FPS, forMs: TURN_MS })) ?? { wallMs: Number.NaN, cpuMs: Number.NaN };
  const paced: Paced = { bare: [], less: [], whole: [] };
  const measure = async (worker: WorkerProcess, cameras: Cameras) => {
    // Resolves when the model is loaded.
    await rival.ask(bare);
    await runBare();
    await cameras.film({ url: worker.url, streams: 1, fps: FPS, workflow: 'fast' });
    await pause(WARM_UP_MS);
    for (let turn = 0; turn < TURNS; turn += 1) {
      await cameras.rest();
      paced.bare.push(await runBare());
      await cameras.roll();
      const { whole, less } = await underCamera(worker);
      paced.less.push(less);
      paced.whole.push(whole);
    }
    return paced;
  };
  return withCameras({}, measure).finally(() => rival.close());
}

async function underCamera({ url, pid }: WorkerProcess): Promise<{ whole: Spent; less: Spent }> {
  const look = async () => ({ page: await scrape(url), ...cpuTimeOf(pid) });
  await pause(ROLL_MS);
  const before = await look();
  await pause(TURN_MS);
  const after = await look();
  const grown = (name: string) => after.page.value(name) - before.page.value(name);
  const results = grown('sightline_results_sent_total');
  const wallMs = (grown('sightline_result_age_seconds_sum') * 1000) / results;
  const ownMs = (after.ownMs - before.ownMs) / results;
  const mediaMs = (after.mediaMs - before.mediaMs) / results;
  return { whole: { wallMs, cpuMs: ownMs + mediaMs }, less: { wallMs, cpuMs: ownMs } };
}
