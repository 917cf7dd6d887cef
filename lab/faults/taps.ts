/**
 * LIVE, again and again, where 443 alone gets out: the first tap against the SDK's with the split list, each later
 * one against the first, and how many credentials ten of them take.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { median } from '../../kit/figures/statistics';
import { inNetwork } from '../dialling/browser';
import { openPage, openSdk } from '../dialling/dial';
import { installStopwatch } from '../dialling/stopwatch';
import { ACCOUNT_ORIGIN, APP_ORIGIN } from '../network/addresses';
import { argument } from '../report';
import type { Figure, SuiteResult } from './common/figure';
import { startSigns } from './common/signs';
import { AppPage, type Stage } from './common/stage';

const DEPLOYMENTS = [
  { workflow: 'codes', origin: APP_ORIGIN },
  { workflow: 'fast', origin: ACCOUNT_ORIGIN },
] as const;
type Deployment = (typeof DEPLOYMENTS)[number];

/** Pages of each kind; the last of the app's is tapped ten times, the others as often as `FEW`. */
const TIMES = 5;
const FEW = 3;
const TEN = 10;
/** What a person takes to look up and press again. */
const REST_MS = 3_000;
const FIRST_BAR = 0.48;
const LATER_BAR = 1.05;
const CREDENTIALS_BAR = 2;

type Tapped = { sdkMs: number[]; firstMs: number[]; laterMs: number[]; credentials: number };

async function firstResult(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'LIVE', exact: true }).click();
  await page.waitForFunction(() => window.__marks.first !== undefined, undefined, { polling: 20 });
  const { click = 0, first = 0 } = await page.evaluate(() => window.__marks);
  return Math.round(first - click);
}

async function bySdk(browser: Browser, { origin, workflow }: Deployment): Promise<number> {
  const page = await openPage(browser, origin);
  await openSdk(page, 'sdk-split', origin, workflow);
  const ms = await firstResult(page);
  await page.context().close();
  return ms;
}

async function byApp(browser: Browser, { origin }: Deployment, taps: number) {
  const app = await AppPage.open(browser, '', { origin, before: [{ run: installStopwatch }] });
  await app.arm();
  const ms: number[] = [];
  for (let tap = 0; tap < taps; tap += 1) {
    if (tap > 0) await sleep(REST_MS);
    ms.push(await firstResult(app.page));
    await app.toggleLive();
  }
  const { events } = await app.trace();
  await app.close();
  const credentials = events.filter(({ what }) => /^webrtc-turn-config\/.* asked$/.test(what)).length;
  return { ms, credentials };
}

async function tapped(browser: Browser, deployment: Deployment, times: number): Promise<Tapped> {
  const all: Tapped = { sdkMs: [], firstMs: [], laterMs: [], credentials: 0 };
  for (let time = 1; time <= times; time += 1) {
    all.sdkMs.push(await bySdk(browser, deployment));
    const { ms, credentials } = await byApp(browser, deployment, time === times ? TEN : FEW);
    const [first = Number.NaN, ...later] = ms;
    all.firstMs.push(first);
    all.laterMs.push(...later);
    all.credentials = credentials;
    console.log(
      `${deployment.workflow}: SDK ${all.sdkMs.at(-1)}, taps ${ms.join(' ')} ms, ${credentials} credentials`,
    );
  }
  return all;
}

function figuresOf({ workflow }: Deployment, { sdkMs, firstMs, laterMs, credentials }: Tapped): Figure[] {
  return [
    {
      what: `${workflow}: first tap, of the SDK's`,
      value: median(firstMs) / median(sdkMs),
      unit: '×',
      bar: FIRST_BAR,
      note: `${median(firstMs)} of ${median(sdkMs)} ms`,
    },
    {
      what: `${workflow}: later taps, of the first`,
      value: median(laterMs) / median(firstMs),
      unit: '×',
      bar: LATER_BAR,
      note: `${median(laterMs)} of ${median(firstMs)} ms, slowest ${Math.max(...laterMs)}`,
    },
    { what: `${workflow}: credentials in ten taps`, value: credentials, unit: '', bar: CREDENTIALS_BAR },
  ];
}

/** `--times 5`. */
export async function taps(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? TIMES);
  const signs = await startSigns(stage);
  try {
    return await inNetwork(stage, ['443-only'], async (browser) => {
      const figures: Figure[] = [];
      const details: Record<string, Tapped> = {};
      for (const deployment of DEPLOYMENTS) {
        const all = await tapped(browser, deployment, times);
        figures.push(...figuresOf(deployment, all));
        details[deployment.workflow] = all;
      }
      return { figures, details };
    });
  } finally {
    await signs.stop();
  }
}
