/** Random faults, now and then two at once; after the last one the stream must be there again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../../kit/figures/random';
import { inNetwork } from '../dialling/browser';
import type { Site } from '../network/lab';
import { argument } from '../report';
import { type Fault, handover, linkDown, relayRestart, workerKilled } from './common/faults';
import type { Figure, SuiteResult } from './common/figure';
import { mostInAMinute } from './common/measure';
import { AppPage, type Stage } from './common/stage';

const MINUTES = 10;
const BACK_BAR_MS = 5000;
const OFFERS_BAR = 12;
/** What is not back by then is not back. */
const WAIT_MS = 20_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 12_000;
const BAD_LOSS = 0.15;

type Step = { at: number; what: string; endedAt: number };

const badAir =
  (ms: number): Fault =>
  async (_, { access }) => {
    const { up, down } = access.network;
    await access.wire.set({ up: { ...up, loss: BAD_LOSS }, down: { ...down, loss: BAD_LOSS } });
    await sleep(ms);
    await access.wire.set({ up, down });
    return Date.now();
  };

const proxyOut =
  (ms: number): Fault =>
  async ({ faultProxy }) => {
    await faultProxy.behave({ failWith: 503 });
    await sleep(ms);
    await faultProxy.behave({ failWith: null });
    return Date.now();
  };

function draw(chance: Random): { what: string; fault: Fault } {
  const ms = Math.round(chance.between(200, 8000));
  const all = [
    { what: `link down ${ms} ms`, fault: linkDown(ms) },
    { what: `bad air ${ms} ms`, fault: badAir(ms) },
    { what: `proxy 503 ${ms} ms`, fault: proxyOut(ms) },
    { what: `handover, ${ms >> 2} ms without`, fault: handover(ms >> 2) },
    { what: 'relay restarted', fault: relayRestart },
    { what: 'worker killed', fault: workerKilled },
  ];
  return all[chance.whole(all.length)] ?? { what: 'nothing', fault: async () => Date.now() };
}

async function causeFaults(stage: Stage, site: Site, chance: Random, until: number): Promise<Step[]> {
  const steps: Step[] = [];
  while (Date.now() < until) {
    const { what, fault } = draw(chance);
    const at = Date.now();
    const endedAt = await fault(stage, site);
    steps.push({ at, what, endedAt });
    console.log(`${new Date(at).toISOString().slice(11, 19)} ${what}`);
    const pause = Math.round(chance.between(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
    if (Date.now() + pause >= until) break;
    await sleep(pause);
  }
  return steps;
}

/** `--minutes 10`, `--seed N`: the same seed, the same faults in the same order. */
export function chaos(stage: Stage): Promise<SuiteResult> {
  const minutes = Number(argument('--minutes') ?? MINUTES);
  const seed = Number(argument('--seed') ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}, ${minutes} min`);
  return inNetwork(stage, ['symmetric', '443-only'], async (browser, site) => {
    const page = await AppPage.live(browser);
    const steps = await causeFaults(stage, site, createRandom(seed), Date.now() + minutes * 60_000);
    const endedAt = steps.at(-1)?.endedAt ?? Date.now();
    const backMs = await page.untilBack(endedAt, WAIT_MS);
    const trace = await page.trace();
    const figures: Figure[] = [
      {
        what: 'live again after the last of the faults',
        value: backMs,
        unit: 'ms',
        bar: BACK_BAR_MS,
        note: `seed ${seed}, ${minutes} min, ${steps.length} faults, the last: ${steps.at(-1)?.what}`,
      },
      {
        what: 'offers in the worst minute',
        value: mostInAMinute(trace.offers),
        unit: '',
        bar: OFFERS_BAR,
        note: `${trace.offers.length} in all`,
      },
    ];
    return { figures, details: { seed, steps, trace } };
  });
}
