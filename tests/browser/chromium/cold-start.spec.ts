import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';

// Not the figure of cold-start-cancelled.spec.ts: Playwright would go on here with that file's worker, which
// is awake by then.
test.use({ coldStartMs: 45_100 });

function countOffers(screen: CameraScreen): () => number {
  let offers = 0;
  screen.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/webrtc-offer')) offers += 1;
  });
  return () => offers;
}

test('a GPU that takes 45 s to wake: the screen says so, one offer goes out, and it connects', {
  tag: '@long',
}, async ({ open, stack }) => {
  test.setTimeout(120_000);
  const screen = await open();
  const offers = countOffers(screen);
  await screen.untilPicture();
  await screen.live.click();
  await expect(screen.page.getByText(/wak(es|ing)/i).first()).toBeVisible({ timeout: 10_000 });
  await expect(screen.detections).not.toContainText('SIGHTLINE STILL');
  await screen.untilSeen('SIGHTLINE STILL', 60_000);
  expect(offers()).toBe(1);
  expect(await stack.worker.sessions()).toBe(1);
  await expect(screen.alert).toHaveCount(0);
});
