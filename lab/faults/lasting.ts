/**
 * Ten minutes live on 443 only: how old results are when they come, and whether that or the heap grows. Before it, how
 * soon after connecting results come at their pace, by turns with the SDK.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { mean, median, medianMs, quantile } from '../../kit/figures/statistics';
import { trackedScene } from '../../kit/scenes/tracked/scenes';
import { inNetwork } from '../dialling/browser';
import { openPage, openSdk } from '../dialling/dial';
import { ACCOUNT_ORIGIN } from '../network/addresses';
import { argument } from '../report';
import type { Figure, SuiteResult } from './common/figure';
import { forget, heapBytes } from './common/heap';
import { pace } from './common/measure';
import { installRecorder, type Trace } from './common/recorder';
import { startSigns } from './common/signs';
import { AppPage, type Stage } from './common/stage';

const MINUTES = 10;
const TIMES = 5;
/** Results have found their pace long before. */
const PACED_MS = 12_000;
const STEADY_MS = 5_000;
const FULL = 0.9;
const LOOK_MS = 1_000;
/** The page has opened the figures, and a garbage collection is behind it. */
const SETTLE_MS = 5_000;
const BARS = { ofSdk: 0.5, p50Ms: 40, p95Ms: 90, growthMs: 5, heapMb: 5 };

/** ms, from the tap and from the connection. */
type Paced = { tap: number; connected: number };

/** Until the first second that has nine tenths of the later pace; null where there is none. */
function paced({ results, events }: Trace, tappedAt: number): Paced | null {
  const connectedAt = events.find(({ what }) => /^peer \d+ connected$/.test(what))?.at;
  const last = results.at(-1);
  if (connectedAt === undefined || last === undefined) return null;
  const steady = pace(results, last - STEADY_MS, last);
  const first = results.find((at) => pace(results, at, at + 1_000) >= FULL * steady);
  return first === undefined ? null : { tap: first - tappedAt, connected: first - connectedAt };
}

const traceOf = (page: Page): Promise<Trace> => page.evaluate(() => window.__trace);

async function bySdk(browser: Browser): Promise<Paced | null> {
  const page = await openPage(browser, ACCOUNT_ORIGIN);
  await page.context().addInitScript(installRecorder);
  await openSdk(page, 'sdk-split', ACCOUNT_ORIGIN, 'fast');
  const tappedAt = Date.now();
  await page.getByRole('button', { name: 'LIVE', exact: true }).click();
  await page.waitForTimeout(PACED_MS);
  const trace = await traceOf(page);
  await page.context().close();
  return paced(trace, tappedAt);
}

async function armed(browser: Browser): Promise<AppPage> {
  const app = await AppPage.open(browser, '', { origin: ACCOUNT_ORIGIN });
  await app.arm();
  return app;
}

async function byApp(browser: Browser): Promise<Paced | null> {
  const app = await armed(browser);
  const tappedAt = Date.now();
  await app.toggleLive();
  await sleep(PACED_MS);
  const trace = await app.trace();
  await app.close();
  return paced(trace, tappedAt);
}

/** Of the page's own figures, ms: the middle of the second's ages, and the round trip; null where one is not told. */
type Look = { ageMs: number; roundTripMs: number } | null;

async function look(page: Page): Promise<Look> {
  const figure = async (name: string) =>
    Number.parseFloat((await page.locator(`[data-figure="${name}"] dd`).textContent()) ?? '');
  const [ageMs, roundTripMs] = [await figure('age'), await figure('roundTrip')];
  return Number.isNaN(ageMs + roundTripMs) ? null : { ageMs, roundTripMs };
}

async function heapMb(page: Page): Promise<number> {
  await forget(page);
  const cdp = await page.context().newCDPSession(page);
  const bytes = await heapBytes(cdp);
  await cdp.detach();
  return bytes / 1e6;
}

type Lasted = { looks: Exclude<Look, null>[]; heapsMb: number[]; workerMs: number };

async function last({ services }: Stage, browser: Browser, minutes: number): Promise<Lasted> {
  const app = await armed(browser);
  await app.goLive();
  const { page } = app;
  await page.getByRole('button', { name: 'Session in figures' }).click();
  await sleep(SETTLE_MS);
  const before = await services.worker.resultAge();
  const heapsMb = [await heapMb(page)];
  const looks: Lasted['looks'] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    for (const endAt = Date.now() + 60_000; Date.now() < endAt; await sleep(LOOK_MS)) {
      const seen = await look(page);
      if (seen) looks.push(seen);
    }
    heapsMb.push(await heapMb(page));
    console.log(
      `minute ${minute}: ${looks.at(-1)?.ageMs ?? '?'} ms old, heap ${heapsMb.at(-1)?.toFixed(2)} MB`,
    );
  }
  const after = await services.worker.resultAge();
  await page.context().close();
  return { looks, heapsMb, workerMs: (after.sumMs - before.sumMs) / (after.count - before.count) };
}

function figuresOf({ looks, heapsMb, workerMs }: Lasted): Figure[] {
  const own = looks.map(({ ageMs, roundTripMs }) => ageMs - roundTripMs - workerMs);
  const part = Math.floor(own.length / 3);
  const growthMs = median(own.slice(-part)) - median(own.slice(0, part));
  const less = `less round trip (${median(looks.map(({ roundTripMs }) => roundTripMs))} ms) and the worker’s own ${workerMs.toFixed(0)} ms`;
  const heaps = heapsMb.map((mb) => mb.toFixed(1)).join(' ');
  const middle = mean(heapsMb.slice(1, 3));
  return [
    { what: 'age of a result, median', value: median(own), unit: 'ms', bar: BARS.p50Ms, note: less },
    {
      what: 'age of a result, 95th percentile of the seconds',
      value: quantile(own, 0.95),
      unit: 'ms',
      bar: BARS.p95Ms,
      note: `${own.length} seconds`,
    },
    { what: 'last third less first', value: growthMs, unit: 'ms', bar: BARS.growthMs },
    {
      what: 'heap growth, from the second minute on',
      value: mean(heapsMb.slice(-2)) - middle,
      unit: 'MB',
      bar: BARS.heapMb,
      note: heaps,
    },
  ];
}

type Rates = Record<'own' | 'sdk', Paced | null>[];

/** By turns, on a picture as a phone's camera gives. */
async function rates(browser: Browser, times: number): Promise<Rates> {
  const all: Rates = [];
  for (let time = 0; time < times; time += 1) {
    all.push({ sdk: await bySdk(browser), own: await byApp(browser) });
    console.log(`full rate: ${JSON.stringify(all.at(-1))} ms`);
  }
  return all;
}

function ratioOf(all: Rates, from: keyof Paced, what: string): Figure {
  const of = (way: 'own' | 'sdk') => medianMs(all.map((each) => each[way]?.[from] ?? null));
  const [own, sdk] = [of('own'), of('sdk')];
  const isWhole = all.every((each) => each.own !== null);
  return {
    what: `full rate, from the ${what}, of the SDK’s`,
    value: own === null || sdk === null || !isWhole ? null : own / sdk,
    unit: '×',
    bar: BARS.ofSdk,
    note: `${own} of ${sdk} ms`,
  };
}

/** `--minutes 10`, `--times 5`. */
export async function lasting(stage: Stage): Promise<SuiteResult> {
  const minutes = Number(argument('--minutes') ?? MINUTES);
  const times = Number(argument('--times') ?? TIMES);
  const app = await startSigns(stage);
  try {
    const all = await inNetwork(stage, ['443-only'], (browser) => rates(browser, times), 'noisy');
    const crossing = trackedScene('crossing');
    const lasted = await inNetwork(stage, ['443-only'], (browser) => last(stage, browser, minutes), crossing);
    const ratios = [ratioOf(all, 'tap', 'tap'), ratioOf(all, 'connected', 'connection')];
    return { figures: [...ratios, ...figuresOf(lasted)], details: { rates: all, ...lasted } };
  } finally {
    await app.stop();
  }
}
