/** Drawn signs on a sheet before the camera: the test knows their places to the px. */
import { inkAt, signOverlap } from '../../../kit/browser/drawn';
import { expect, shot, test } from '../../../kit/browser/test';
import { signs } from '../../../kit/scenes/scenes';

const DRAWN = signs.sheet?.signs ?? [];
const viewport = { width: 1280, height: 800 };

test.use({ settings: { FAST_WORKFLOW_ID: 'fast', ACCURATE_WORKFLOW_ID: 'accurate' } });

test('LIVE names the signs on a sheet of paper and frames each one', async ({ open }) => {
  const screen = await open({ scene: 'signs', viewport });
  await screen.untilPicture();
  await screen.goLive('star');
  for (const sign of DRAWN) {
    await expect(screen.detections).toContainText(sign.class);
    await expect
      .poll(() => signOverlap(screen, signs, sign), { message: sign.class })
      .toBeGreaterThanOrEqual(0.75);
  }
  await expect(screen.detections).toHaveAttribute('data-count', String(DRAWN.length));
  const [star] = (await screen.boxes()).filter((box) => box.class === 'star');
  expect(star && (await inkAt(screen, star)).inked).toBe(4);
  await screen.page.screenshot({ path: shot('signs-live.png') });
});

test('a photo through ACC gets the same signs, each in its box', async ({ open }) => {
  const screen = await open({ scene: 'signs', viewport });
  const { page } = screen;
  await screen.untilPicture();
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/infer');
  await page.getByRole('button', { name: 'ACC', exact: true }).click();
  await screen.photo.click();
  const { outputs } = (await (await answered).json()) as {
    outputs: [{ predictions: { predictions: Seen[] } }];
  };
  const seen = outputs[0].predictions.predictions;
  for (const { class: name } of DRAWN) expect(seen.map((each) => each.class)).toContain(name);
  // The network that segments knows no signs.
  for (const each of seen) expect(each).not.toHaveProperty('rle_mask');
  await page.screenshot({ path: shot('signs-accurate.png') });
});

type Seen = { class: string };
