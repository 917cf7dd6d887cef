/** LIVE on and off, a hundred times: nothing stays behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { inNetwork } from '../dialling/browser';
import { argument } from '../report';
import type { Figure, SuiteResult } from './common/figure';
import { forget, heapBytes } from './common/heap';
import { AppPage, type Stage } from './common/stage';

const TIMES = 100;
/** ENH is switched every so many rounds, so that warm peers come and go as well. */
const ENH_EVERY = 10;
/** Code is compiled and caches fill in the first rounds; that is no leak. */
const WARM_ROUNDS = 5;
const FEW_RESULTS = 3;
/** For the worker to see the last hang-up, and the page to let go. */
const SETTLE_MS = 3000;
const HEAP_BAR_MB = 5;

async function round(app: AppPage): Promise<void> {
  await forget(app.page);
  await app.goLive(FEW_RESULTS);
  await app.toggleLive();
  await app.page.getByRole('button', { name: 'LIVE', exact: true, pressed: false }).waitFor();
}

type Left = { peers: number; liveTracks: number; cameraCalls: number };

const left = (page: Page): Promise<Left> =>
  page.evaluate(() => ({
    peers: window.__instruments.peers.length,
    liveTracks: window.__instruments.tracks.filter((track) => track.readyState === 'live').length,
    cameraCalls: window.__instruments.cameraCalls,
  }));

function figuresOf(times: number, what: Left, sessions: number, heapMb: number, heaps: number[]): Figure[] {
  const none = { unit: '', bar: 0 };
  return [
    { what: `peers left after ${times} rounds`, value: what.peers, ...none },
    { what: 'live tracks but for one', value: Math.abs(what.liveTracks - 1), ...none },
    { what: 'getUserMedia calls but for one', value: Math.abs(what.cameraCalls - 1), ...none },
    { what: 'worker sessions left', value: sessions, ...none },
    {
      what: 'heap growth',
      value: heapMb,
      unit: 'MB',
      bar: HEAP_BAR_MB,
      note: `MB in use: ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`,
    },
  ];
}

/** `--times 100`. */
export function onoff(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? TIMES);
  return inNetwork(stage, ['open'], async (browser) => {
    const app = await AppPage.open(browser);
    const cdp = await app.page.context().newCDPSession(app.page);
    const heaps: number[] = [];
    let enhanced = false;
    for (let i = 0; i < times; i++) {
      if (i > 0 && i % ENH_EVERY === 0) {
        await app.enhance();
        enhanced = !enhanced;
      }
      await round(app);
      if (i === WARM_ROUNDS || (i + 1) % 25 === 0) {
        await forget(app.page);
        heaps.push(await heapBytes(cdp));
        console.log(`round ${i + 1}: ${((heaps.at(-1) ?? 0) / 1e6).toFixed(2)} MB`);
      }
    }
    // An armed relay is there on purpose; with ENH off there is none.
    if (enhanced) await app.enhance();
    await sleep(SETTLE_MS);
    await forget(app.page);
    const growth = ((await heapBytes(cdp)) - (heaps[0] ?? 0)) / 1e6;
    const what = await left(app.page);
    const sessions = await stage.services.worker.sessions();
    return {
      figures: figuresOf(times, what, sessions, growth, heaps),
      details: { heaps, growth, what, sessions },
    };
  });
}
