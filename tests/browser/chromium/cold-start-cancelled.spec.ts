import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';
import type { Stack } from '../../../kit/stack/stack';

test.use({ coldStartMs: 45_000 });

/**
 * An offer cannot be called back: the SDK's `connectWrtc` takes no signal, and wrangler 4.86 does not tell a
 * Pages function that its visitor left. Its session begins when the GPU is awake. A page that is still there
 * takes the answer and hangs up; where it was closed, the session meets nobody, and the worker gives it up
 * after 15 s.
 */
const ORPHAN = { timeout: 30_000, message: 'the session of the cancelled offer is given up' };
/** The 25 s that are left of the cold start, and the worker's own patience not even begun. */
const HUNG_UP = { timeout: 35_000, message: 'the page has hung up' };

async function sleepy({ worker }: Stack, coldStartMs: number): Promise<void> {
  await worker.stop();
  await worker.start(coldStartMs);
}

async function wake(open: () => Promise<CameraScreen>): Promise<CameraScreen> {
  const screen = await open();
  await screen.untilPicture();
  await screen.live.click();
  await expect(screen.page.getByText('Waking the GPU')).toBeVisible();
  return screen;
}

test('cancelled half-way through a 45 s cold start: nothing is left, and LIVE works again', {
  tag: '@long',
}, async ({ open, stack }) => {
  test.setTimeout(120_000);
  const screen = await wake(open);
  const waking = screen.page.getByText('Waking the GPU');
  await screen.page.waitForTimeout(20_000);
  await expect(waking).toBeVisible();
  await screen.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
  await expect(waking).toHaveCount(0);
  await expect.poll(() => screen.answeredPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions()).toBe(0);
  await expect(screen.alert).toHaveCount(0);
  await screen.goLive('SIGHTLINE STILL', 60_000);
  await expect.poll(() => screen.openPeers(), HUNG_UP).toBe(1);
  await expect.poll(() => stack.worker.sessions(), { timeout: 5_000, message: 'hung up' }).toBe(1);
  expect(await screen.cameraCalls()).toBe(1);
});

test('cancelled before the GPU wakes: the page hangs up with the answer, long before the worker would', async ({
  open,
  stack,
}) => {
  await sleepy(stack, 8_000);
  const screen = await wake(open);
  await screen.page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => stack.worker.sessionsEver(), { timeout: 15_000 }).toBe(1);
  await expect.poll(() => screen.openPeers(), { timeout: 5_000 }).toBe(0);
  await expect.poll(() => stack.worker.sessions(), { timeout: 5_000 }).toBe(0);
  expect(await screen.liveTracks()).toBe(1);
});

test('a page closed while the GPU wakes leaves no session', { tag: '@long' }, async ({ open, stack }) => {
  await sleepy(stack, 8_000);
  const screen = await wake(open);
  await screen.page.close();
  // Until after the moment of the answer: before it there is no session in any case.
  await new Promise((done) => setTimeout(done, 8_000));
  await expect.poll(() => stack.worker.sessions(), ORPHAN).toBe(0);
});
