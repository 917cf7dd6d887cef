/** ENH toggled while live on an open network: the picture keeps its boxes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { medianMs } from '../../kit/figures/statistics';
import { inNetwork } from '../dialling/browser';

import type { SuiteResult } from './common/figure';
import { longestGap, pace } from './common/measure';
import type { Trace } from './common/recorder';
import { AppPage, type Stage } from './common/stage';

const TOGGLES = 10;
const BAR_MS = 250;
/** A dial takes a second or two; and more than ten offers a minute would be held back. */
const BETWEEN_MS = 6500;
/** The new peer has found its pace by then. */
const AFTER_SWAP_MS = 500;

type Toggle = {
  at: number;
  /** The new peer's first result; null where there was none in time. */
  swappedAt: number | null;
  gapMs: number;
  /** The longest gap in as long without a toggle, right before the next: the machine by itself. */
  idleGapMs: number;
};

function read({ results, events }: Trace, at: number): Toggle {
  const end = at + BETWEEN_MS;
  const swap = events.find((event) => event.at > at && event.at < end && /first result/.test(event.what));
  const swappedAt = swap?.at ?? null;
  const window = (swappedAt ?? end - AFTER_SWAP_MS) + AFTER_SWAP_MS - at;
  const idleFrom = Math.max(end - window, at + window);
  return {
    at,
    swappedAt,
    gapMs: longestGap(results, at, at + window),
    idleGapMs: longestGap(results, idleFrom, end),
  };
}

export function toggle(stage: Stage): Promise<SuiteResult> {
  return inNetwork(stage, ['open'], async (browser) => {
    const page = await AppPage.live(browser, { enhanced: false });
    await sleep(2000);
    const toggledAt: number[] = [];
    for (let i = 0; i < TOGGLES; i++) {
      toggledAt.push(Date.now());
      await page.enhance();
      await sleep(BETWEEN_MS);
    }
    const trace = await page.trace();
    const toggles = toggledAt.map((at) => read(trace, at));
    const gaps = toggles.map(({ gapMs }) => gapMs);
    const idle = toggles.map(({ idleGapMs }) => idleGapMs);
    const start = toggledAt[0] ?? 0;
    const rate = pace(trace.results, start - 2000, start).toFixed(0);
    const undone = toggles.filter(({ swappedAt }) => swappedAt === null).length;
    const note = `worst ${Math.max(...gaps)}, each: ${gaps.join(' ')}; without a toggle: ${idle.join(' ')}; ${rate} results/s`;
    return {
      figures: [
        { what: 'longest gap around a toggle, median', value: medianMs(gaps), unit: 'ms', bar: BAR_MS, note },
        { what: 'toggles without a new peer', value: undone, unit: '', bar: 0 },
      ],
      details: { toggles, trace },
    };
  });
}
