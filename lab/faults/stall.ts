/** A stall is noticed, and nothing else is taken for one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { medianMs } from '../../kit/figures/statistics';
import { inNetwork } from '../dialling/browser';
import type { NetworkName } from '../network/networks';
import { argument, choice } from '../report';
import type { Figure, SuiteResult } from './common/figure';
import { longestGap, pace, saidAt } from './common/measure';
import type { Trace } from './common/recorder';
import { AppPage, type Stage } from './common/stage';

const CUTS = 7;
const NOTICED_BAR_MS = 1000;
const LEAST_RATE = 10;
/** What the status line says once results are overdue, or a re-dial is on. */
const NOTICED = /Waiting for results|Reconnecting/;
const STEADY_MS = 2500;
const MINUTES = 20;
const QUIET_NETWORKS: readonly NetworkName[] = ['lossy-cellular', 'slow-cellular'];
const RATES = [30, 5, 1];
/** The proxy grants 600 s a session, and the page renews 45 s before: that is no false alarm. */
const RENEWED_EVERY_MS = 555_000;

type Cut = { noticedMs: number | null; rate: number; trace: Trace };

/** From the cut, not from the last result: what was under way when it came is lost with it. */
async function oneCut(page: AppPage, cut: () => Promise<void>, restore: () => Promise<void>): Promise<Cut> {
  await sleep(STEADY_MS);
  const cutAt = Date.now();
  await cut();
  await sleep(NOTICED_BAR_MS * 2);
  await restore();
  const trace = await page.trace();
  const at = saidAt(trace.events, NOTICED, cutAt);
  return {
    noticedMs: at === null ? null : at - cutAt,
    rate: pace(trace.results, cutAt - STEADY_MS / 2, cutAt),
    trace,
  };
}

function noticed(stage: Stage): Promise<{ figure: Figure; cuts: Cut[] }> {
  return inNetwork(stage, ['443-only'], async (browser, { access }) => {
    const cuts: Cut[] = [];
    for (let i = 0; i < CUTS; i++) {
      const page = await AppPage.live(browser);
      cuts.push(await oneCut(page, access.wire.cut, access.wire.restore));
      await page.close();
    }
    // The bar is for workers of ten results a second and more; a busy machine may be slower than that.
    const counted = cuts.filter(({ rate }) => rate >= LEAST_RATE);
    const note = cuts.map(({ noticedMs, rate }) => `${noticedMs} (${rate.toFixed(0)}/s)`).join(' ');
    const missed = counted.some(({ noticedMs }) => noticedMs === null);
    const value = missed ? null : medianMs(counted.map(({ noticedMs }) => noticedMs));
    return {
      cuts,
      figure: { what: 'a cut is noticed, from the cut on', value, unit: 'ms', bar: NOTICED_BAR_MS, note },
    };
  });
}

async function quiet(stage: Stage, name: NetworkName, rate: number, ms: number) {
  await stage.services.worker.start({ resultsPerSecond: rate });
  return inNetwork(stage, [name], async (browser) => {
    const page = await AppPage.live(browser);
    const from = Date.now();
    await sleep(ms);
    const trace = await page.trace();
    const to = Date.now();
    const shown = trace.events.filter(({ at, what }) => at >= from && NOTICED.test(what)).length;
    const needless = trace.offers.length - 1 - Math.floor((to - from) / RENEWED_EVERY_MS);
    const came = pace(trace.results, from, to);
    const figure: Figure = {
      what: `${name}, ${rate}/s for ${(ms / 60_000).toFixed(1)} min: needless re-dials`,
      value: Math.max(0, needless),
      unit: '',
      bar: 0,
      note: `${came.toFixed(1)} results/s came, longest gap ${longestGap(trace.results, from, to)} ms, overdue shown ${shown} times`,
    };
    console.log(`${figure.what}: ${figure.value} (${figure.note})`);
    return { figure, trace, name, rate };
  });
}

/** `--minutes 20`: shared by the six; `--parts cut,quiet`. */
export async function stall(stage: Stage): Promise<SuiteResult> {
  const minutes = Number(argument('--minutes') ?? MINUTES);
  const parts = choice('--parts', ['cut', 'quiet']);
  const figures: Figure[] = [];
  const details: Record<string, unknown> = {};
  if (parts.includes('cut')) {
    const { figure, cuts } = await noticed(stage);
    figures.push(figure);
    details.cuts = cuts;
  }
  if (!parts.includes('quiet')) return { figures, details };
  const ms = (minutes * 60_000) / (QUIET_NETWORKS.length * RATES.length);
  try {
    for (const name of QUIET_NETWORKS) {
      for (const rate of RATES) {
        const made = await quiet(stage, name, rate, ms);
        figures.push(made.figure);
        details[`${name} ${rate}`] = made.trace;
      }
    }
  } finally {
    await stage.services.worker.start('embedded');
  }
  return { figures, details };
}
