/** Boxes are where the thing is in the picture on the screen, not where it was when the worker saw it. */

import { coverBox, iou } from '../../../kit/browser/geometry';
import { preferring } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import type { Shown } from '../../../kit/browser/shownBoxes';
import { installShownBoxes } from '../../../kit/browser/shownBoxes';
import { expect, test } from '../../../kit/browser/test';
import { mean, quantile } from '../../../kit/figures/statistics';
import { BITS, crossing } from '../../../kit/scenes/scenes';

const viewport = { width: 1280, height: 800 };
const WATCHED_MS = 8_000;

/** Overlap of drawn box and shown code at each animation frame of some seconds. */
async function overlaps(screen: CameraScreen): Promise<number[]> {
  await screen.goLive('CROSSING');
  await screen.page.waitForTimeout(2_000);
  await screen.page.evaluate(() => void window.__shown.splice(0));
  await screen.page.waitForTimeout(WATCHED_MS);
  const shown = await screen.page.evaluate(() => window.__shown);
  return shown.map(overlapOf);
}

function overlapOf({ frame, box }: Shown): number {
  const [code] = crossing.codesAt(frame);
  return box && code ? iou(box, coverBox(code.box, crossing, viewport, false)) : 0;
}

test('a box stays on a code that crosses the picture, where one as it came trails behind', {
  tag: '@long',
}, async ({ open }) => {
  test.setTimeout(90_000);
  const before = [{ run: installShownBoxes, argument: BITS }];
  const asked = [...before, preferring({ trueToFrame: true })];
  const asItCame = await open({ scene: 'crossing', viewport, before: asked });
  const trailing = await overlaps(asItCame);
  await asItCame.live.click();
  await asItCame.page.context().close();
  const carried = await overlaps(await open({ scene: 'crossing', viewport, before }));
  expect(carried.length, 'animation frames').toBeGreaterThan(WATCHED_MS / 50);
  expect(mean(carried)).toBeGreaterThan(mean(trailing));
  expect(quantile(carried, 0.1)).toBeGreaterThan(quantile(trailing, 0.1));
});
