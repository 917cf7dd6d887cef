/**
 * What is sent, every byte of it, and what comes back for it: on the wire of the client's own device, headers
 * and retransmissions included; this page against the SDK's `useStream`, by turns, on the same picture.
 */
import type { Browser, Page } from '@playwright/test';
import { inNetwork } from '../dialling/browser';
import { openPage, openSdk } from '../dialling/dial';
import { selectedPath } from '../dialling/path';
import type { NetworkName } from '../network/networks';
import { argument, choice } from '../report';
import type { Figure, SuiteResult } from './common/figure';
import { AppPage, type Stage } from './common/stage';
import { installTally } from './common/tally';
import { kbit, type Sample, sampled } from './common/wire';

const SENT_NETWORKS = ['open', '443-only', 'lossy-cellular'] as const satisfies readonly NetworkName[];
const WAYS = ['sdk', 'own'] as const;
type Way = (typeof WAYS)[number];

const LISTEN_MS = 20_000;
const WINDOW_MS = 5_000;
const SENT_BAR_KBIT = 450;
const SHARE_BAR = 0.25;
/** What is missed by the SDK's own standard: recall of 0.95 of it. */
const MISSED_BAR = 0.05;

type Heard = {
  network: NetworkName;
  way: Way;
  route: string;
  /** kbit/s on the wire: over all, and over the worst 5 s. */
  meanKbit: number;
  worstKbit: number;
  resultsPerSecond: number;
  /** Things in a result, of those that the scene holds. */
  thingsPerResult: number;
};

/** The most that any stretch of 5 s carried, kbit/s. */
function worstOf(samples: readonly Sample[], windowMs = WINDOW_MS): number {
  const stretches = samples.map((from) => {
    const to = samples.find(({ at }) => at >= from.at + windowMs);
    return to ? kbit(from, to) : 0;
  });
  return Math.max(0, ...stretches);
}

async function liveBySdk(browser: Browser, name: NetworkName): Promise<Page> {
  const page = await openPage(browser);
  await page.context().addInitScript(installTally);
  await openSdk(page, name === 'open' ? 'sdk-default' : 'sdk-split');
  await page.getByRole('button', { name: 'LIVE', exact: true }).click();
  return page;
}

async function liveByApp(browser: Browser): Promise<Page> {
  const app = await AppPage.open(browser, '', { before: [{ run: installTally }] });
  await app.arm();
  await app.toggleLive();
  return app.page;
}

async function heard(browser: Browser, network: NetworkName, way: Way): Promise<Heard> {
  const page = way === 'sdk' ? await liveBySdk(browser, network) : await liveByApp(browser);
  await page.waitForFunction(() => window.__tally.some(({ things }) => things > 0), undefined, {
    polling: 50,
  });
  const startedMs = Date.now();
  const samples = await sampled(page, LISTEN_MS);
  const results = await page.evaluate((from) => window.__tally.filter(({ at }) => at >= from), startedMs);
  const path = await selectedPath(page);
  await page.context().close();
  const seconds = (Date.now() - startedMs) / 1000;
  const things = results.reduce((sum, each) => sum + each.things, 0);
  return {
    network,
    way,
    route: path === null ? '-' : `${path.candidateType}/${path.relayProtocol ?? path.protocol}`,
    meanKbit: Math.round(kbit(samples[0], samples.at(-1))),
    worstKbit: Math.round(worstOf(samples)),
    resultsPerSecond: Number((results.length / seconds).toFixed(1)),
    thingsPerResult: Number((things / Math.max(1, results.length)).toFixed(3)),
  };
}

function figuresOf(network: NetworkName, all: readonly Heard[]): Figure[] {
  const [own, sdk] = (['own', 'sdk'] as const).map((way) => all.find((each) => each.way === way));
  if (!own) return [{ what: `${network}: sent`, value: null, unit: 'kbit/s', bar: SENT_BAR_KBIT }];
  const words = ({ route, meanKbit, resultsPerSecond, thingsPerResult }: Heard) =>
    `${route} ${meanKbit} kbit/s, ${resultsPerSecond} results/s of ${thingsPerResult} things`;
  const sent: Figure[] = [
    { what: `${network}: sent`, value: own.meanKbit, unit: 'kbit/s', bar: SENT_BAR_KBIT, note: words(own) },
    { what: `${network}: worst 5 s`, value: own.worstKbit, unit: 'kbit/s', bar: SENT_BAR_KBIT },
  ];
  if (!sdk) return sent;
  return [
    ...sent,
    {
      what: `${network}: of the SDK`,
      value: own.meanKbit / sdk.meanKbit,
      unit: '×',
      bar: SHARE_BAR,
      note: words(sdk),
    },
    {
      what: `${network}: missed of what the SDK finds`,
      value: 1 - own.thingsPerResult / sdk.thingsPerResult,
      unit: '',
      bar: MISSED_BAR,
    },
  ];
}

/** `--networks open,443-only,lossy-cellular`, `--ways own,sdk`, `--scene noisy|still`. */
export async function sent(stage: Stage): Promise<SuiteResult> {
  const ways = choice('--ways', WAYS);
  const scene = argument('--scene') === 'still' ? 'still' : 'noisy';
  const figures: Figure[] = [];
  const details: Heard[] = [];
  for (const name of choice('--networks', SENT_NETWORKS)) {
    const work = async (browser: Browser) => {
      const all: Heard[] = [];
      for (const way of ways) all.push(await heard(browser, name, way));
      return all;
    };
    const all = await inNetwork(stage, [name], work, scene);
    figures.push(...figuresOf(name, all));
    details.push(...all);
  }
  return { figures, details };
}
