import { coverBox, iou } from '../../../kit/browser/geometry';
import { shot } from '../../../kit/browser/test';
import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { still } from '../../../kit/scenes/scenes';
import { expect, goLive, test, untilBox, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

/** How well the box drawn round a code covers it on the screen, 0 to 1. */
async function overlap(screen: FirefoxScreen, text: string): Promise<number> {
  const code = still.codesAt(0).find((each) => each.text === text);
  const { frame, ...element } = await screen.viewfinder();
  const drawn = (await screen.boxes()).find((box) => box.text === text);
  if (!code || !drawn) return 0;
  return iou(drawn, coverBox(code.box, frame, element, false));
}

test('LIVE goes direct, reads the codes and frames them', async ({ openFirefox }) => {
  const screen = await openFirefox();
  await goLive(screen);
  expect(await screen.isPressed('LIVE')).toBe(true);
  await expect.poll(() => screen.said('detections')).toContain('SECOND CODE 42');
  await expect.poll(() => screen.said('route')).toMatch(/^direct · UDP( · \d+ ms)?$/);
  for (const { text } of still.codesAt(0))
    await expect.poll(() => overlap(screen, text)).toBeGreaterThanOrEqual(0.8);
  expect(await screen.paths()).toEqual([
    expect.objectContaining({
      candidateType: expect.stringMatching(/^(host|prflx)$/),
      protocol: 'udp',
      state: 'succeeded',
    }),
  ]);
  expect(await screen.alerts()).toEqual([]);
  expect(await screen.kernels(), 'boxes are followed in plain JavaScript').toBeGreaterThan(0);
  await screen.page.screenshot({ path: shot('firefox-live-390x844.png') });
});

test('Firefox’s own camera goes live as it is, and a session that sees nothing says so', async ({
  openFirefox,
  stack,
}) => {
  const screen = await openFirefox({ scene: null });
  await screen.press('LIVE');
  await expect.poll(() => screen.said('detections'), { timeout: 20_000 }).toContain('Nothing in view');
  expect(await screen.phase()).toBe('live');
  expect(await stack.worker.sessions()).toBe(1);
});

test('a live session goes on without a second dial', async ({ openFirefox, stack }) => {
  const before = await stack.worker.sessionsEver();
  const screen = await openFirefox();
  await goLive(screen);
  // Longer than any patience of the health monitor, and than Firefox’s first checks of consent.
  await new Promise((done) => setTimeout(done, 8_000));
  await expect.poll(() => screen.phase()).toBe('live');
  expect(await stack.worker.sessionsEver()).toBe(before + 1);
});

test('a network that comes back has a second peer take over, made in a window of its own', async ({
  openFirefox,
  stack,
}) => {
  const before = await stack.worker.sessionsEver();
  const screen = await openFirefox();
  await goLive(screen);
  await screen.page.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(() => stack.worker.sessionsEver(), { timeout: 15_000 }).toBe(before + 2);
  await expect.poll(() => stack.worker.sessions(), { timeout: 15_000 }).toBe(1);
  await expect.poll(() => screen.openPeers()).toBe(1);
  // The first peer was let go, so these are of the second one (web/platform/freshPeer.ts).
  await untilBox(screen, 'SIGHTLINE STILL');
  expect(await screen.phase()).toBe('live');
  expect(await screen.page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(1);
});

test('a camera that is denied is said, with where to allow it', async ({ openFirefox }) => {
  const screen = await openFirefox({ camera: 'denied', scene: null });
  await screen.press('LIVE');
  await expect.poll(() => screen.alerts()).toHaveLength(1);
  const [words] = await screen.alerts();
  expect(words).toContain('The camera is not allowed here.');
  expect(words).toContain('crossed-out camera beside the address');
  expect(await screen.openPeers()).toBe(0);
});
