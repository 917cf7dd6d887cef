import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { expect, gateCounts, goLive, test, untilBox, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const RELAY_TLS = expect.objectContaining({
  candidateType: 'relay',
  relayProtocol: 'tls',
  protocol: 'udp',
  state: 'succeeded',
});
const CHANGED_OVER = { timeout: 20_000 };

test('ENH with a forced relay: the selected pair is relay, TLS, and went through port 443', async ({
  openFirefox,
}) => {
  const before = gateCounts().passed;
  const screen = await openFirefox({ path: '/?relay=force' });
  await screen.press('ENH');
  await goLive(screen);
  expect(await screen.paths()).toEqual([RELAY_TLS]);
  expect(gateCounts().passed).toBeGreaterThan(before);
  await expect.poll(() => screen.said('route')).toMatch(/^relay · TLS 443( · \d+ ms)?$/);
  expect(await screen.alerts()).toEqual([]);
});

test('ENH makes the relay available and ICE still prefers the direct path', async ({ openFirefox }) => {
  const screen = await openFirefox();
  await screen.press('ENH');
  await goLive(screen);
  await expect.poll(() => screen.said('route')).toMatch(/^direct · UDP/);
});

/** For a page: how long (ms) there was no box at all, at the longest, from now on; read at `window.__gap`. */
function watchBoxes(): void {
  let lastMs = performance.now();
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=overlay]');
  const seen = window as unknown as { __gap: number };
  seen.__gap = 0;
  setInterval(() => {
    const nowMs = performance.now();
    seen.__gap = Math.max(seen.__gap, nowMs - lastMs);
    if ((canvas?.dataset.boxes ?? '[]') !== '[]') lastMs = nowMs;
  }, 20);
}

/** Presses ENH and waits for the new route; the old peer is let go only once the new one delivers. */
async function changeOver(screen: FirefoxScreen, route: RegExp): Promise<void> {
  await screen.press('ENH');
  await expect.poll(() => screen.said('route'), CHANGED_OVER).toMatch(route);
  await expect.poll(async () => (await screen.paths()).length, { message: 'the old peer is let go' }).toBe(1);
  await untilBox(screen, 'SIGHTLINE STILL');
}

test('ENH toggled while live changes the route, and back, and boxes stay', async ({ openFirefox }) => {
  const screen = await openFirefox({ path: '/?relay=force' });
  await goLive(screen);
  await screen.page.evaluate(watchBoxes);
  await changeOver(screen, /^relay · TLS 443/);
  expect(await screen.paths()).toEqual([RELAY_TLS]);
  await changeOver(screen, /^direct · UDP/);
  expect((await screen.paths())[0]?.candidateType).not.toBe('relay');
  expect(await screen.cameraCalls()).toBe(1);
  const gapMs = await screen.page.evaluate(() => (window as unknown as { __gap: number }).__gap);
  expect(gapMs, 'without any box').toBeLessThan(1_500);
});
