/** Whether the connection check says what is so: each network, and each fault. */
import type { Browser, Page } from '@playwright/test';
import { newPage } from '../../kit/browser/open';
import { printTable } from '../../kit/figures/report';
import type { VerdictName } from '../../web/check/verdict';
import { inNetwork } from '../dialling/browser';
import { APP_ORIGIN } from '../network/addresses';
import type { Site } from '../network/lab';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../network/networks';
import { choice } from '../report';
import type { Behaviour } from '../services/faultProxy/behaviour';
import type { SuiteResult } from './common/figure';
import type { Stage } from './common/stage';

/** A run's own limit, and what a busy machine needs to show it. */
const DONE_MS = 14_000;
const LIMIT_MS = 10_000;
const HOUR_MS = 3_600_000;
const LOSSY = { delayMs: 40, loss: 0.3 };

type Case = {
  network: NetworkName;
  what: string;
  expected: VerdictName;
  behave?: Partial<Behaviour>;
  /** Once the page is there, before the run that counts. @returns what makes it good again. */
  break?: (stage: Stage, site: Site) => Promise<() => Promise<unknown>>;
  /** The person's tap that asks the worker. */
  worker?: boolean;
  clockOffMs?: number;
};
type Seen = Case & { verdict: string; ms: number | null; peersLeft: number; checks: string[] };

const stopped = async ({ services: { relay } }: Stage) => {
  await relay.stop();
  return () => relay.start();
};
const workerStopped = async ({ services: { worker } }: Stage) => {
  await worker.stop();
  return () => worker.start();
};
const workerCold = async ({ services: { worker } }: Stage) => {
  await worker.start({ coldStartMs: 45_000 });
  return () => worker.start('embedded');
};
const lossy = async (_stage: Stage, { access: { wire } }: Site) => {
  await wire.set({ up: LOSSY });
  return async () => {};
};

/** Each network with ENH and without. */
const PLAIN: Case[] = NETWORK_NAMES.flatMap((network): Case[] => {
  const { direct } = NETWORKS[network];
  return [
    { network, what: 'ENH offered', expected: direct ? 'direct_works' : 'use_enh' },
    {
      ...{ network, what: 'no ENH', behave: { noRelay: true } },
      expected: direct ? 'direct_works' : 'turn_down',
    },
  ];
});

const FAULTS: Case[] = [
  { network: 'open', what: 'relay down', break: stopped, expected: 'direct_works' },
  { network: 'symmetric', what: 'relay down', break: stopped, expected: 'turn_down' },
  { network: '443-only', what: 'relay down', break: stopped, expected: 'turn_down' },
  { network: 'symmetric', what: 'bad credentials', behave: { wrongPass: true }, expected: 'turn_refused' },
  {
    network: '443-inspected',
    what: 'bad credentials',
    behave: { wrongPass: true },
    expected: 'turn_refused',
  },
  {
    network: '443-only',
    what: 'certificate of another name',
    behave: { wrongName: true, tlsOnly: true },
    expected: 'certificate',
  },
  {
    network: '443-inspected',
    what: 'certificate of another name',
    behave: { wrongName: true },
    expected: 'certificate',
  },
  { network: 'cone', what: 'worker down', break: workerStopped, worker: true, expected: 'worker_down' },
  {
    network: 'symmetric',
    what: 'worker waking for 45 s',
    break: workerCold,
    worker: true,
    expected: 'worker_waking',
  },
  { network: 'open', what: 'worker asked', worker: true, expected: 'direct_works' },
  { network: '443-only', what: 'worker asked', worker: true, expected: 'use_enh' },
  { network: 'cone', what: 'proxy down', behave: { failWith: 503 }, expected: 'proxy_down' },
  { network: 'cone', what: 'captive portal', behave: { portal: true }, expected: 'captive_portal' },
  { network: 'symmetric', what: 'clock an hour off', clockOffMs: -HOUR_MS, expected: 'use_enh' },
  {
    network: 'symmetric',
    what: 'clock an hour off, pass refused',
    clockOffMs: -HOUR_MS,
    behave: { wrongPass: true },
    expected: 'clock',
  },
  { network: 'symmetric', what: '30 % of packets lost', break: lossy, expected: 'lossy' },
];

export async function doctor(stage: Stage): Promise<SuiteResult> {
  const networks = choice('--networks', NETWORK_NAMES);
  const seen: Seen[] = [];
  for (const network of networks) {
    const cases = [...PLAIN, ...FAULTS].filter((one) => one.network === network);
    for (const one of cases) {
      const found = await inNetwork(stage, [network], (browser, site) => look(stage, site, browser, one));
      seen.push(found);
      console.log(`${NETWORKS[network].title}, ${one.what}: ${found.verdict} (${found.ms} ms)`);
    }
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

async function look(stage: Stage, site: Site, browser: Browser, one: Case): Promise<Seen> {
  const before = one.clockOffMs === undefined ? [] : [{ run: setClock, argument: one.clockOffMs }];
  const page = await newPage(browser, APP_ORIGIN, { before });
  let mend: () => Promise<unknown> = async () => {};
  try {
    await page.goto(`${APP_ORIGIN}/check`);
    await page.getByRole('button', { name: 'Stop' }).click();
    await stage.faultProxy.behave(one.behave ?? {});
    mend = (await one.break?.(stage, site)) ?? mend;
    const found = await run(page, 'Check again');
    // The worker's run is the one that counts then, by its own ten seconds.
    const last = one.worker ? await run(page, 'Test detection, too') : found;
    const peers = await page.evaluate(() => window.__instruments.peers.length);
    // An offer that is out and unanswered is waited for, to hang up by it (web/session/dial/hangUp.ts).
    const checks = await page.locator('[data-check]').allInnerTexts();
    return { ...one, ...last, checks, peersLeft: last.verdict === 'worker_waking' ? 0 : peers };
  } catch (thrown) {
    const verdict = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return { ...one, verdict, ms: null, peersLeft: 0, checks: [] };
  } finally {
    await stage.faultProxy.reset();
    await page.context().close();
    await mend();
  }
}

async function run(page: Page, tap: string): Promise<{ verdict: string; ms: number }> {
  const fromMs = Date.now();
  await page.getByRole('button', { name: tap }).click();
  const done = page.locator('[data-testid=verdict][data-verdict]');
  await done.waitFor({ timeout: DONE_MS });
  const ms = Date.now() - fromMs;
  return { verdict: (await done.getAttribute('data-verdict')) ?? '', ms };
}

function setClock(offMs: number): void {
  const now = Date.now;
  Date.now = () => now() + offMs;
}
