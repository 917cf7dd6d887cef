/** A phone whose clock is an hour off either way is a phone like any other. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../../../kit/browser/test';

const HOUR_MS = 3_600_000;
const LIVE_MS = 8_000;

/**
 * Runs before the page's own scripts: what says the time of day is shifted, what runs by itself
 * (performance.now) is not.
 */
function shiftClock(ms: number): void {
  const RealDate = Date;
  const now = () => RealDate.now() + ms;
  class ShiftedDate extends RealDate {
    constructor(...given: unknown[]) {
      // @ts-expect-error Date takes one to seven arguments of several kinds.
      super(...(given.length === 0 ? [now()] : given));
    }
    static override now = now;
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + ms });
}

type Asked = { credentials: number; offers: number };

/**
 * As a thumb presses: what the touch gets ready is there before the click. Else it is chance whether the
 * click asks again.
 */
async function press(page: Page, button: Locator): Promise<void> {
  await button.hover();
  const ready = page.waitForResponse(/\/v1\/webrtc-turn-config\//, { timeout: 2_000 }).catch(() => null);
  await page.mouse.down();
  await ready;
  await page.waitForTimeout(200);
  await page.mouse.up();
}

test('it asks for as many credentials, and dials as often', { tag: '@long' }, async ({ open }) => {
  test.setTimeout(120_000);
  const seen: Record<string, Asked> = {};
  for (const aheadMs of [0, HOUR_MS, -HOUR_MS]) {
    const screen = await open({ before: [{ run: shiftClock as never, argument: aheadMs }] });
    const { page } = screen;
    const asked: Asked = { credentials: 0, offers: 0 };
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/v1/webrtc-turn-config/')) asked.credentials += 1;
      if (pathname === '/v1/webrtc-offer') asked.offers += 1;
    });
    expect(Math.abs((await page.evaluate(() => Date.now())) - Date.now() - aheadMs)).toBeLessThan(60_000);
    await screen.untilPicture();
    await press(page, screen.enh);
    for (let visit = 0; visit < 2; visit += 1) {
      await press(page, screen.live);
      await screen.untilSeen('SIGHTLINE STILL');
      await page.waitForTimeout(LIVE_MS);
      await press(page, screen.live);
      await expect(page.locator('main')).toHaveAttribute('data-phase', 'idle');
    }
    await page.context().close();
    seen[aheadMs] = asked;
  }
  const right = seen[0];
  console.log(`asked for: ${JSON.stringify(seen)}`);
  expect(right?.offers).toBe(2);
  expect(right?.credentials).toBeGreaterThan(0);
  expect(seen[HOUR_MS]).toEqual(right);
  expect(seen[-HOUR_MS]).toEqual(right);
});
