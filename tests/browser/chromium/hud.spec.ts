/** The session in figures: opened by a tap on its route, true by the browser's and the worker's own counters. */
import type { Page } from '@playwright/test';
import { preferring } from '../../../kit/browser/open';
import { nameFrames, scriptPerFrame } from '../../../kit/browser/scriptCost';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';
import { mean } from '../../../kit/figures/statistics';

const opener = (page: Page) => page.getByRole('button', { name: 'Session in figures' });
const hud = (page: Page) => page.getByRole('region', { name: 'Session in figures' });
const NAMES = ['route', 'results', 'age', 'roundTrip', 'loss', 'up', 'down', 'sent', 'relayed', 'cost'];

test('a tap on the route opens the figures, another one closes them', async ({ open }) => {
  const screen = await open({ context: { permissions: ['camera', 'clipboard-read', 'clipboard-write'] } });
  const { page } = screen;
  await expect(opener(page)).toHaveCount(0);
  await screen.goLive('SIGHTLINE STILL');
  await expectWithinReach(opener(page));
  await opener(page).click();
  await expect(opener(page)).toHaveAttribute('aria-expanded', 'true');
  const figure = (name: string) => hud(page).locator(`[data-figure="${name}"] dd`);
  await expect(figure('results')).toHaveText(/^\d+\.\d\/s$/);
  await expect(figure('age')).toHaveText(/^\d+ ms$/);
  await expect(figure('up')).toHaveText(/^\d+ kbit\/s$/);
  await expect(figure('sent')).toHaveText(/^\d+ × \d+, \d+\/s$/);
  await expect(figure('relayed')).toHaveText('0 kB');
  await expect(figure('cost')).toHaveText('$0.000');
  expect(await figure('route').textContent()).toMatch(/^direct · UDP/);
  const names = await hud(page)
    .locator('[data-figure]')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.figure));
  expect(names).toEqual(NAMES);
  await expectAccessible(page);
  for (const size of VIEWPORTS) {
    await page.setViewportSize(size);
    await page.screenshot({ path: shot(`hud-${size.width}x${size.height}.png`) });
    const box = (await hud(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(size.height);
  }
  const copy = hud(page).getByRole('button', { name: 'Copy' });
  await expectWithinReach(copy);
  await copy.click();
  await expect(hud(page).getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^Route: direct · UDP.*\nResults: \d+\.\d\/s\n/,
  );
  await opener(page).click();
  await expect(hud(page)).toHaveCount(0);
});

/** Bytes, frames and results of `ms`, by the browser's own counters and the worker's. */
async function counted(page: Page, resultsSent: () => Promise<number>, ms: number) {
  const read = () =>
    page.evaluate(async () => {
      const [report] = await Promise.all(window.__instruments.peers.map((peer) => peer.getStats()));
      const stats = [...(report?.values() ?? [])];
      const transport = stats.find(({ type }) => type === 'transport');
      const video = stats.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
      return { ms: transport.timestamp, sent: transport.bytesSent, frames: video.framesSent };
    });
  const [before, resultsBefore] = [await read(), await resultsSent()];
  await page.waitForTimeout(ms);
  const [after, resultsAfter] = [await read(), await resultsSent()];
  const seconds = (after.ms - before.ms) / 1_000;
  return {
    up: ((after.sent - before.sent) * 8) / 1_000 / seconds,
    frames: (after.frames - before.frames) / seconds,
    results: (resultsAfter - resultsBefore) / seconds,
  };
}

test('the figures agree with getStats and with the worker within 5 %', { tag: '@long' }, async ({
  open,
  stack,
}) => {
  const screen = await open();
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  await opener(page).click();
  await expect(hud(page)).toBeVisible();
  await page.waitForTimeout(5_000);
  const resultsSent = async () => {
    const text = await (await fetch(`${stack.worker.url}/metrics`)).text();
    return Number(/^sightline_results_sent_total (\d+)/m.exec(text)?.[1]);
  };
  const shown: { up: number; frames: number; results: number }[] = [];
  const reading = setInterval(async () => {
    const value = (name: string) => hud(page).locator(`[data-figure="${name}"] dd`).textContent();
    const [up, sent, results] = await Promise.all([value('up'), value('sent'), value('results')]);
    shown.push({
      up: Number.parseFloat(up ?? ''),
      frames: Number(/(\d+)\/s/.exec(sent ?? '')?.[1]),
      results: Number.parseFloat(results ?? ''),
    });
  }, 1_000);
  const truth = await counted(page, resultsSent, 20_000);
  clearInterval(reading);
  const meanOf = (name: keyof typeof truth) =>
    shown.reduce((sum, each) => sum + each[name], 0) / Math.max(1, shown.length);
  for (const name of ['up', 'frames', 'results'] as const) {
    const ratio = meanOf(name) / truth[name];
    console.log(
      `${name}: shown ${meanOf(name).toFixed(1)}, counted ${truth[name].toFixed(1)}: ${ratio.toFixed(3)}`,
    );
    expect(Math.abs(ratio - 1), name).toBeLessThanOrEqual(0.05);
  }
});

const SLOWER = 6;
const WATCHED_MS = 20_000;
const PAIRS = 5;
/** ms of script a frame. Other work on this machine makes memory slow, which counts as ours: it fails at twice that. */
const WANTED_MS = 1;
const FAILS = 2;

test('open, the figures cost about 1 ms of script a frame on a phone six times slower', {
  tag: '@long',
}, async ({ open }) => {
  test.setTimeout(180_000);
  // Boxes that are carried cost ten times as much, and never twice the same: they would be all of the noise.
  const uncarried = preferring({ trueToFrame: true });
  const screen = await open({ before: [{ run: nameFrames }, uncarried] });
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  const watch = { ms: WATCHED_MS / PAIRS, slower: SLOWER };
  const closed: number[] = [];
  const opened: number[] = [];
  // In turns, so that what the machine does meanwhile falls on both.
  for (let pair = 0; pair < PAIRS; pair += 1) {
    closed.push(...(await scriptPerFrame(page, watch)));
    await opener(page).click();
    await expect(hud(page)).toBeVisible();
    opened.push(...(await scriptPerFrame(page, watch)));
    await opener(page).click();
    await expect(hud(page)).toHaveCount(0);
  }
  const [without, withIt] = [mean(closed), mean(opened)];
  const cost = withIt - without;
  console.log(
    `script a frame at ${SLOWER} × CPU: ${without.toFixed(2)} ms closed (${closed.length} frames), ` +
      `${withIt.toFixed(2)} open (${opened.length}): the figures cost ${cost.toFixed(2)} (wanted: ${WANTED_MS})`,
  );
  expect(Math.min(closed.length, opened.length)).toBeGreaterThan(100);
  expect(cost).toBeLessThanOrEqual(FAILS * WANTED_MS);
});
