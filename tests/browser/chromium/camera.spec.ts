/** What happens to a camera after it has opened. */
import type { Page } from '@playwright/test';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';

/** Runs in the page: what a phone call does to the newest track, and its end. */
function muteCamera(muted: boolean): void {
  const track = window.__instruments.tracks.at(-1);
  if (!track) throw new Error('There is no track.');
  Object.defineProperty(track, 'muted', { value: muted, configurable: true });
  track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
}

/** Runs in the page before the app: the first request is never answered. */
function hangOnce(): void {
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  let asked = 0;
  mediaDevices.getUserMedia = (constraints) => {
    asked += 1;
    return asked === 1 ? new Promise(() => undefined) : ask(constraints);
  };
}

test('a call that takes the picture away is said to do so, and nothing is called empty', async ({ open }) => {
  const screen = await open({ scene: 'signs' });
  await screen.live.click();
  await expect(screen.page.locator('main')).toHaveAttribute('data-phase', 'live');
  await screen.page.evaluate(muteCamera, true);
  expect(await screen.oneAlert()).toMatch(/^A call or another app keeps the picture back\./);
  await expect(screen.page.getByText('Nothing in view')).toHaveCount(0);
  await screen.page.evaluate(muteCamera, false);
  await expect(screen.alert).toHaveCount(0);
  expect(await screen.openPeers()).toBe(1);
});

test('a camera that does not answer is spoken of, and asked afresh', async ({ open }) => {
  const screen = await open({ before: [{ run: hangOnce as (argument: never) => void }] });
  expect(await screen.oneAlert()).toMatch(/^The camera has not answered yet\./);
  await screen.page.getByRole('button', { name: 'Try again' }).click();
  await screen.untilPicture();
  await expect(screen.alert).toHaveCount(0);
});

test('the first visit asks for the camera when LIVE is pressed, and is live then', async ({ open }) => {
  const asksFirst = () => {
    navigator.permissions.query = async () =>
      Object.assign(new EventTarget(), { state: 'prompt' }) as PermissionStatus;
  };
  const screen = await open({ before: [{ run: asksFirst as (argument: never) => void }] });
  await expect(screen.page.getByText('Press LIVE, then allow the camera')).toBeVisible();
  await expect(screen.live).toBeEnabled();
  await expectAccessible(screen.page);
  for (const size of VIEWPORTS) {
    await screen.page.setViewportSize(size);
    await screen.page.screenshot({ path: shot(`first-${size.width}x${size.height}.png`) });
  }
  expect(await screen.cameraCalls()).toBe(0);
  await screen.goLive('SIGHTLINE STILL');
  expect(await screen.cameraCalls()).toBe(1);
});

/** Runs in the page before the app: a lens as a phone's is, and what is asked of it. */
function phoneLens(): void {
  const asked: MediaTrackConstraintSet[] = [];
  Object.assign(window, { __asked: asked });
  const settings = { zoom: 1 };
  const { getSettings } = MediaStreamTrack.prototype;
  Object.assign(MediaStreamTrack.prototype, {
    getCapabilities: () => ({
      zoom: { min: 0.5, max: 5, step: 0.1 },
      focusMode: ['continuous', 'single-shot'],
    }),
    getSettings(this: MediaStreamTrack) {
      return { ...getSettings.call(this), ...settings };
    },
    async applyConstraints({ advanced = [] }: MediaTrackConstraints) {
      asked.push(...advanced);
      Object.assign(settings, ...advanced);
    },
  });
}
const askedOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { __asked: Record<string, unknown>[] }).__asked);

test('two fingers zoom the lens, a slider does, and a tap focuses where it fell', async ({ open }) => {
  const screen = await open({
    before: [{ run: phoneLens as (argument: never) => void }],
    context: { hasTouch: true },
  });
  const { page } = screen;
  await screen.untilPicture();
  const touch = await page.context().newCDPSession(page);
  const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: xs.map((x, id) => ({ x, y: 300, id })),
    });
  const pinch = async () => {
    await fingers('touchStart', 120, 220);
    for (const apart of [120, 160, 200, 230]) await fingers('touchMove', 120, 120 + apart);
    await fingers('touchEnd');
  };
  // The gestures come behind the first paint.
  await expect(async () => {
    await pinch();
    await page.waitForTimeout(200);
    expect((await askedOf(page)).at(-1)?.zoom).toBeCloseTo(2.3, 1);
  }).toPass();
  const slider = page.getByRole('slider', { name: 'Zoom' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'Zoom 2.3 times');
  await expectWithinReach(slider);
  await slider.press('End');
  await expect.poll(async () => (await askedOf(page)).at(-1)?.zoom).toBeCloseTo(5, 5);
  for (const size of VIEWPORTS) {
    await page.setViewportSize(size);
    await page.screenshot({ path: shot(`zoom-${size.width}x${size.height}.png`) });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page
    .locator('video')
    .first()
    .click({ position: { x: 195, y: 422 } });
  const [point] = ((await askedOf(page)).at(-1)?.pointsOfInterest ?? []) as { x: number; y: number }[];
  expect(point?.x).toBeCloseTo(0.5, 1);
  expect(point?.y).toBeCloseTo(0.5, 1);
  expect((await askedOf(page)).at(-1)?.focusMode).toBe('single-shot');
});
