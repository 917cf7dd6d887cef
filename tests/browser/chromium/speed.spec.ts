/**
 * What a result costs the page's own thread, on a phone six times slower than this machine. The thread's CPU time
 * times six: Chromium's throttle halts the thread by the clock on the wall, so that on a busy machine it halts it
 * for what others do as well, and counts that.
 */
import type { CDPSession } from '@playwright/test';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';
import { heavyThings } from '../../../kit/scenes/results';
import { startResultPage } from '../../../kit/stack/resultPage';
import { type ResultWorker, resultMessages } from '../../../kit/standins/resultWorker';

const THINGS = 50;
const SLOWER = 6;
const RESULTS = 40;
const ROUNDS = 3;
const EVERY_MS = 60;
/** What is wanted, and what fails: other work on this machine takes caches and cores' turns, which counts as ours. */
const WANTED_MS = 6;
const FAILS_MS = 1.5 * WANTED_MS;

const heavy = heavyThings(THINGS);
/** As many bytes to put together and parse, and nothing to read or draw. */
const parsedAlone = { details: { of: heavy.predictions.predictions } };

let frames = 0;

/** @returns what a result costs, CPU time of the page's thread that went into scripts, ms */
async function scriptMs(
  { page }: CameraScreen,
  worker: ResultWorker,
  cdp: CDPSession,
  outputs: unknown,
): Promise<number> {
  const before = await scriptedMs(cdp);
  for (let sent = 0; sent < RESULTS; sent += 1) {
    frames += 1;
    for (const message of resultMessages(frames, outputs)) await worker.send(message);
    await page.waitForTimeout(EVERY_MS);
  }
  return ((await scriptedMs(cdp)) - before) / RESULTS;
}

async function scriptedMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000;
}

test(`${THINGS} things with masks and keypoints are read, drawn and reported in few ms`, {
  tag: '@long',
}, async () => {
  test.setTimeout(120_000);
  const { worker, open, stop } = await startResultPage('plain');
  try {
    const screen = await open();
    const cdp = await screen.page.context().newCDPSession(screen.page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await screen.untilPicture();
    await screen.live.click();
    await worker.connected();
    const costOf = (outputs: unknown) => scriptMs(screen, worker, cdp, outputs);
    // Compiled by then.
    await costOf(heavy);
    expect(await screen.boxes()).toHaveLength(THINGS);
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(SLOWER * ((await costOf(heavy)) - (await costOf(parsedAlone))));
    const figures = rounds.map((ms) => ms.toFixed(1)).join(', ');
    console.log(`${THINGS} things at ${SLOWER} × CPU: ${figures} ms a result (wanted: ${WANTED_MS})`);
    expect(Math.min(...rounds)).toBeGreaterThan(0);
    expect(Math.min(...rounds)).toBeLessThan(FAILS_MS);
  } finally {
    await stop();
  }
});
