/** Boxes back after each fault. Every try is a page of its own, with offers and patience of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { medianMs } from '../../kit/figures/statistics';
import { inNetwork } from '../dialling/browser';
import type { Site } from '../network/lab';
import type { NetworkName } from '../network/networks';
import { argument, choice } from '../report';
import { cutAnd503, type Fault, handover, linkDown, relayRestart, workerKilled } from './common/faults';
import type { Figure, SuiteResult } from './common/figure';
import type { Trace } from './common/recorder';
import { AppPage, type Stage } from './common/stage';

const BAR_MS = 3000;
/** What is not back by then is not back. */
const WAIT_MS = 12_000;
const STEADY_MS = 2000;

const FAULTS = {
  'down-0.5': linkDown(500),
  'down-2': linkDown(2000),
  'down-5': linkDown(5000),
  'down-20': linkDown(20_000),
  address: handover(),
  coturn: relayRestart,
  worker: workerKilled,
  '503': cutAnd503,
} satisfies Record<string, Fault>;
type FaultName = keyof typeof FAULTS;
const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Where a try begins, and where its handover goes. */
const PLACES: readonly (readonly [NetworkName, NetworkName])[] = [
  ['443-only', 'symmetric'],
  ['lossy-cellular', '443-only'],
  ['symmetric', 'lossy-cellular'],
];

type Try = { fault: FaultName; backMs: number | null; beganAt: number; endedAt: number; trace: Trace };

/** What came before the fault tells nothing of the recovery. */
function since(trace: Trace, at: number): Trace {
  const from = at - 300;
  return {
    ...trace,
    results: trace.results.filter((time) => time >= from),
    offers: trace.offers.filter((time) => time >= from),
    events: trace.events.filter((event) => event.at >= from),
  };
}

async function oneTry(stage: Stage, browser: Browser, site: Site, fault: FaultName): Promise<Try> {
  const page = await AppPage.open(browser);
  try {
    await page.arm();
    await page.goLive();
    await sleep(STEADY_MS);
    const beganAt = Date.now();
    const endedAt = await FAULTS[fault](stage, site);
    const backMs = await page.untilBack(endedAt, WAIT_MS);
    const trace = await page.trace();
    return { fault, beganAt, endedAt, backMs, trace: since(trace, beganAt) };
  } finally {
    await page.close();
    if (fault === 'address') await site.handover();
  }
}

/** A miss is told with all that happened, ms from the fault's end. */
function tell(name: NetworkName, { fault, backMs, endedAt, trace }: Try): void {
  console.log(`${name}, ${fault}: ${backMs ?? 'not back'} (${trace.offers.length} offers)`);
  if (backMs !== null && backMs <= BAR_MS) return;
  for (const { at, what } of trace.events) console.log(`  ${at - endedAt} ${what}`);
}

async function inPlace(stage: Stage, place: readonly [NetworkName, NetworkName], times: number) {
  const tries: Try[] = [];
  await inNetwork(stage, place, async (browser, site) => {
    for (const fault of choice('--faults', FAULT_NAMES)) {
      for (let i = 0; i < times; i++) {
        const made = await oneTry(stage, browser, site, fault);
        tries.push(made);
        tell(place[0], made);
      }
    }
  });
  return tries;
}

/** A try that did not come back makes its median no better than the wait. */
function figure(name: NetworkName, fault: FaultName, tries: readonly Try[]): Figure {
  const times = tries.map(({ backMs }) => backMs ?? WAIT_MS);
  return {
    what: `${name}: boxes back, ${fault}`,
    value: medianMs(times),
    unit: 'ms',
    bar: BAR_MS,
    note: times.map((ms) => (ms === WAIT_MS ? 'never' : ms)).join(' '),
  };
}

/** `--times 5`, `--networks a,b`, `--faults a,b`. */
export async function recovery(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? 5);
  const names = choice(
    '--networks',
    PLACES.map(([name]) => name),
  );
  const figures: Figure[] = [];
  const details: { network: NetworkName; tries: Try[] }[] = [];
  for (const place of PLACES.filter(([name]) => names.includes(name))) {
    const tries = await inPlace(stage, place, times);
    details.push({ network: place[0], tries });
    for (const fault of choice('--faults', FAULT_NAMES)) {
      figures.push(
        figure(
          place[0],
          fault,
          tries.filter((one) => one.fault === fault),
        ),
      );
    }
  }
  return { figures, details };
}
