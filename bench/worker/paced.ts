/**
 * The whole worker under one camera beside a bare loop at the same pace, each a process of its own, in turns. The pace matters: between
 * two frames the caches go cold and the core goes to sleep, and the same run then takes a third more CPU than one upon the other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuTimeOf } from '../../kit/process/usage';
import { startProcess, type WorkerProcess } from '../../kit/stack/worker';
import { scrape } from '../../worker/testing/prometheus';
import type { Bare } from './bare';
import type { Pace, Spent } from './bare-process';
import { Cameras } from './cameras';
import { pause } from './streams';

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

/** Of one frame: all of the worker, the same without libwebrtc's own threads, and a bare run. Wall is a result's age. */
export type Paced = { bare: Spent[]; less: Spent[]; whole: Spent[] };

export async function measurePaced(bare: Bare): Promise<Paced> {
  const rival = await startBare(bare);
  const worker = await startProcess();
  const cameras = new Cameras();
  const paced: Paced = { bare: [], less: [], whole: [] };
  try {
    await rival.run({ everyMs: 1000 / FPS, forMs: TURN_MS });
    await cameras.film({ url: worker.url, streams: 1, fps: FPS, workflow: 'fast' });
    await pause(WARM_UP_MS);
    for (let turn = 0; turn < TURNS; turn += 1) {
      await cameras.rest();
      paced.bare.push(await rival.run({ everyMs: 1000 / FPS, forMs: TURN_MS }));
      await cameras.roll();
      const { whole, less } = await underCamera(worker);
      paced.less.push(less);
      paced.whole.push(whole);
    }
    return paced;
  } finally {
    await cameras.close();
    await rival.stop();
    await worker.stop();
  }
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

/** Waits until the model is loaded. @throws where it cannot be. */
async function startBare(bare: Bare): Promise<{ run(pace: Pace): Promise<Spent>; stop(): Promise<void> }> {
  const child = fork(BARE, [], { execArgv: ['--import', 'tsx'] });
  await order(child, bare);
  return {
    run: async (pace) => (await order(child, pace)) ?? { wallMs: Number.NaN, cpuMs: Number.NaN },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function order(child: ChildProcess, what: Bare | Pace): Promise<Spent | null> {
  child.send(what);
  const [reply] = (await once(child, 'message')) as [{ spent: Spent | null } | { failed: string }];
  if ('failed' in reply) throw new Error(reply.failed);
  return reply.spent;
}
