/**
 * What a frame of the camera costs the page's own thread while boxes are carried, on a phone four times slower. The
 * thread's CPU time times four: Chromium's throttle halts the thread by the clock on the wall, so that on a busy
 * machine it halts it for what others do as well, and counts that (95th percentile 26 ms in place of 19).
 */
import { frameShown } from '../../../kit/browser/inPage';
import {
  commitsOf,
  countCommits,
  longTasks,
  nameFrames,
  scriptPerFrame,
} from '../../../kit/browser/scriptCost';
import { expect, test } from '../../../kit/browser/test';
import { median, quantile } from '../../../kit/figures/statistics';
import { set, thing } from '../../../kit/scenes/results';
import { BITS } from '../../../kit/scenes/scenes';
import { FPS, framesOf } from '../../../kit/scenes/tracked/film';
import { FRAME, trackedScene } from '../../../kit/scenes/tracked/scenes';
import { startResultPage } from '../../../kit/stack/resultPage';
import { fingerprintOf, writeFingerprint } from '../../../protocol/fingerprint';

const SLOWER = 4;
const WATCHED_MS = 12_000;
const WANTED = { p50Ms: 4, p95Ms: 8 };
/** Other work on this machine takes caches and cores' turns, which counts as our time. */
const FAILS = 2;

/** As a phone on a cellular network gets them. */
const LATE_MS = 120;
/** A model's boxes tremble by so many px. */
const TREMBLE_PX = 2;

const scene = trackedScene('pan and back');

/** What a model says of it at this time, s. */
function outputsAt(seconds: number) {
  const tremble = () => TREMBLE_PX * (Math.random() - 0.5);
  const things = scene.movers.map(({ name, boxAt }, at) => {
    const { x, y, width, height } = boxAt(seconds);
    const middle = { x: x + width / 2 + tremble(), y: y + height / 2 + tremble() };
    const size = { width: width + tremble(), height: height + tremble() };
    return thing(at, name, { ...middle, ...size }, { class_id: at });
  });
  return { predictions: set(things) };
}

test('three things are carried from frame to frame in few ms, without a commit of React', {
  tag: '@long',
}, async () => {
  test.setTimeout(120_000);
  // Before the page is there: painting them takes seconds, in which its worker would say nothing.
  const prints = framesOf(scene).map((luma) =>
    writeFingerprint(fingerprintOf(luma, FRAME.width, FRAME.height)),
  );
  const { worker, open, stop } = await startResultPage('pan and back');
  try {
    const screen = await open({ before: [{ run: nameFrames }, { run: countCommits }] });
    await screen.untilPicture();
    await screen.live.click();
    await worker.connected();
    let results = 0;
    const shown = await screen.page.evaluate(frameShown, BITS);
    worker.film(() => {
      results += 1;
      const sinceMs = Date.now() - LATE_MS - shown.atMs;
      const n = shown.frame + Math.floor((sinceMs * FPS) / 1000);
      return { outputs: outputsAt(n / FPS), fingerprint: prints[n % prints.length] as string };
    });
    await screen.page.waitForTimeout(3_000);
    expect(await screen.boxes()).toHaveLength(3);
    const [commitsBefore, resultsBefore] = [await commitsOf(screen.page), results];
    const perFrame = await scriptPerFrame(screen.page, { ms: WATCHED_MS, slower: SLOWER });
    const perResult = ((await commitsOf(screen.page)) - commitsBefore) / (results - resultsBefore);
    const long = await longTasks(screen.page, { ms: WATCHED_MS / 2, slower: SLOWER });
    const [p50, p95] = [median(perFrame), quantile(perFrame, 0.95)];
    const figures = `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} ms (wanted: ${WANTED.p50Ms}, ${WANTED.p95Ms})`;
    console.log(`a frame at ${SLOWER} × CPU, of ${perFrame.length}: ${figures}`);
    console.log(`long tasks: ${long}; commits of React a result: ${perResult.toFixed(3)}`);
    expect(perFrame.length, 'frames').toBeGreaterThan(100);
    expect(p50).toBeGreaterThan(0);
    expect(p50).toBeLessThan(FAILS * WANTED.p50Ms);
    expect(p95).toBeLessThan(FAILS * WANTED.p95Ms);
    expect(long).toBe(0);
    // The round trip and the meter, once a second.
    expect(perResult).toBeLessThan(0.1);
  } finally {
    await stop();
  }
});
