/** The connection check at /check: what it says of networks and servers that are really so. */
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';

/** A run is over in ten seconds; a busy machine may be late to show it. */
const DONE = { timeout: 14_000 };

const verdict = ({ page }: CameraScreen) => page.getByTestId('verdict');
const outcome = ({ page }: CameraScreen, check: string) => page.locator(`[data-check="${check}"]`);

async function expectVerdict(screen: CameraScreen, name: string): Promise<void> {
  await expect(verdict(screen)).toHaveAttribute('data-verdict', /.+/, DONE);
  await expect(verdict(screen)).toHaveAttribute('data-verdict', name);
}

test('a network without UDP: ENH works, by TLS on 443, and nothing stays open', async ({ open, stack }) => {
  const sessions = await stack.worker.sessionsEver();
  const minted = stack.twilio.requests.length;
  const screen = await open({ path: '/check' });
  await expectVerdict(screen, 'use_enh');
  await expect(verdict(screen)).toHaveText(/This network blocks direct video\. ENH works here: \d+ ms\./);
  await expect(outcome(screen, 'relayTls')).toHaveAttribute('data-outcome', 'works');
  await expect(outcome(screen, 'relayTls')).toContainText(/works · \d+ ms · ± \d+ ms · 0 % lost · \d{2,} kbit\/s/);
  await expect(outcome(screen, 'udp')).toHaveAttribute('data-outcome', 'blocked');
  await expect.poll(() => screen.openPeers()).toBe(0);
  expect(await screen.cameraCalls()).toBe(0);
  expect(await stack.worker.sessionsEver(), 'no GPU').toBe(sessions);
  expect(stack.twilio.requests.length, 'one pass').toBe(minted + 1);
});

test('the worker is asked on a tap alone, and says which way the video goes', async ({ open, stack }) => {
  const sessions = await stack.worker.sessionsEver();
  const minted = stack.twilio.requests.length;
  const screen = await open({ path: '/check' });
  await expectVerdict(screen, 'use_enh');
  await screen.page.getByRole('button', { name: 'Test detection, too' }).click();
  await expectVerdict(screen, 'direct_works');
  await expect(outcome(screen, 'worker')).toHaveAttribute('data-outcome', 'direct');
  expect(await stack.worker.sessionsEver()).toBe(sessions + 1);
  expect(stack.twilio.requests.length, 'still one pass').toBe(minted + 1);
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions()).toBe(0);
});
