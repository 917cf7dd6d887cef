/**
 * Whether the connection check says what is so, in each network and under each fault; whether a run that is
 * stopped leaves anything; whether one beside a live session disturbs it. `--parts verdicts,stopped,beside`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { load, newPage } from '../../../kit/browser/open';
import { printTable } from '../../../kit/figures/report';
import { inNetwork } from '../../dialling/browser';
import { APP_ORIGIN } from '../../network/addresses';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../../network/networks';
import { choice } from '../../report';
import type { Figure, SuiteResult } from '../common/figure';
import { longestGap } from '../common/measure';
import { AppPage, type Stage } from '../common/stage';
import { type Case, FAULTS, PLAIN } from './cases';
import { DONE_MS, look, run, type Seen } from './look';

const LIMIT_MS = 10_000;
/** What the page itself says a result's gap may be while a check runs beside it. */
const GAP_MS = 150;
/** Peers and relay have told each other by then that it is over. */
const SETTLED_MS = 3_000;
/** When a run is stopped: in its first moments, among its allocations, and while packets go round. */
const STOP_AFTER_MS = [0, 600, 3_000];
const PARTS = ['verdicts', 'stopped', 'beside'] as const;

type Part = { figures: Figure[]; details: unknown };

const RUNS: Record<(typeof PARTS)[number], (stage: Stage, names: readonly NetworkName[]) => Promise<Part>> = {
  verdicts,
  stopped,
  beside,
};

export async function doctor(stage: Stage): Promise<SuiteResult> {
  const networks = choice('--networks', NETWORK_NAMES);
  const parts: Part[] = [];
  for (const name of choice('--parts', PARTS)) parts.push(await RUNS[name](stage, networks));
  return {
    figures: parts.flatMap(({ figures }) => figures),
    details: parts.map(({ details }) => details),
  };
}

async function verdicts(stage: Stage, networks: readonly NetworkName[]): Promise<Part> {
  const seen: Seen[] = [];
  for (const network of networks) {
    const cases = [...PLAIN, ...FAULTS].filter((one) => one.network === network);
    for (const one of cases) seen.push(await inFresh(stage, one));
  }
  printTable(
    '',
    seen.map(({ network, what, expected, verdict, ms }) => ({
      network,
      what,
      verdict,
      expected,
      ms: ms ?? '-',
    })),
  );
  const wrong = seen.filter(({ expected, verdict }) => verdict !== expected);
  const note = wrong.map(({ network, what, verdict }) => `${network}, ${what}: ${verdict}`).join('; ');
  const slowest = Math.max(...seen.map(({ ms }) => ms ?? DONE_MS));
  const left = seen.reduce((sum, { peersLeft }) => sum + peersLeft, 0);
  return {
    figures: [
      { what: 'wrong verdicts', value: wrong.length, unit: `of ${seen.length}`, bar: 0, note },
      { what: 'the slowest run', value: slowest, unit: 'ms', bar: LIMIT_MS },
      { what: 'peers left open', value: left, unit: '', bar: 0 },
    ],
    details: seen,
  };
}

/** In a browser of its own: no connection, and no name, is known to it from the case before. */
async function inFresh(stage: Stage, one: Case): Promise<Seen> {
  const found = await inNetwork(stage, [one.network], (browser, site) => look(stage, site, browser, one));
  console.log(`${NETWORKS[one.network].title}, ${one.what}: ${found.verdict} (${found.ms} ms)`);
  return found;
}

/** `running`: open peers and allocations in the moment of the stop. */
type Left = { network: NetworkName; afterMs: number; running: number[]; peers: number; allocations: number };

/** What a run that the person stops leaves open, in the page and on the relay. */
async function stopped(stage: Stage, networks: readonly NetworkName[]): Promise<Part> {
  const all: Left[] = [];
  for (const network of networks)
    await inNetwork(stage, [network], async (browser) => {
      for (const afterMs of STOP_AFTER_MS) {
        const left = await stopAfter(stage, browser, afterMs);
        all.push({ network, afterMs, ...left });
        const words = `${left.peers} peers, ${left.allocations} allocations left, of ${left.running.join(', ')}`;
        console.log(`${NETWORKS[network].title}, stopped after ${afterMs} ms: ${words}`);
      }
    });
  const sum = (what: 'peers' | 'allocations') => all.reduce((total, left) => total + left[what], 0);
  return {
    figures: [
      { what: 'stopped: peers left', value: sum('peers'), unit: `of ${all.length} runs`, bar: 0 },
      { what: 'stopped: allocations left', value: sum('allocations'), unit: `of ${all.length} runs`, bar: 0 },
    ],
    details: all,
  };
}

async function stopAfter({ services }: Stage, browser: Browser, afterMs: number) {
  // A browser that a network had cut off could not end its own: the relay keeps those for ten minutes.
  const others = await services.relay.allocations();
  const page = await newPage(browser, APP_ORIGIN);
  try {
    await load(page, '/check');
    await sleep(afterMs);
    const peers = () => page.evaluate(() => window.__instruments.peers.length);
    const running = [await peers(), await services.relay.allocations()];
    await page.getByRole('button', { name: 'Stop' }).click();
    await sleep(SETTLED_MS);
    const allocations = Math.max(0, (await services.relay.allocations()) - others);
    return { running, peers: await peers(), allocations };
  } finally {
    await page.context().close();
  }
}

type Beside = { network: NetworkName; verdict: string; gapMs: number; idleGapMs: number };

/** A check in another tab of the browser while a session is live. */
async function beside(stage: Stage, networks: readonly NetworkName[]): Promise<Part> {
  const all: Beside[] = [];
  for (const network of networks) {
    const { direct } = NETWORKS[network];
    const found = await inNetwork(stage, [network], (browser) => checkBeside(browser, !direct));
    all.push({ network, ...found });
    const words = `longest gap ${found.gapMs} ms, before it ${found.idleGapMs} ms`;
    console.log(`${NETWORKS[network].title}, beside a live session: ${found.verdict}, ${words}`);
  }
  return {
    figures: all.map(({ network, verdict, gapMs, idleGapMs }) => ({
      what: `${network}: longest gap between results while a check runs beside`,
      ...{ value: gapMs, unit: 'ms', bar: GAP_MS, note: `${idleGapMs} ms as long before it; ${verdict}` },
    })),
    details: all,
  };
}

async function checkBeside(browser: Browser, enhanced: boolean): Promise<Omit<Beside, 'network'>> {
  const live = await AppPage.live(browser, { enhanced });
  const check = await live.page.context().newPage();
  try {
    await load(check, '/check');
    await check.getByRole('button', { name: 'Stop' }).click();
    const beforeMs = Date.now() + SETTLED_MS;
    await sleep(SETTLED_MS + LIMIT_MS);
    const fromMs = Date.now();
    const { verdict } = await run(check, 'Check again');
    const toMs = Date.now();
    const { results } = await live.trace();
    return {
      verdict,
      gapMs: longestGap(results, fromMs, toMs),
      idleGapMs: longestGap(results, beforeMs, fromMs),
    };
  } finally {
    await live.close();
  }
}
