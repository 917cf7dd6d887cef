/** What happens to a camera after it has opened. */
import type { Page } from '@playwright/test';
import { reload } from '../../../kit/browser/open';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';

async function shootEachSize(page: Page, name: string): Promise<void> {
  for (const size of VIEWPORTS) {
    await page.setViewportSize(size);
    await page.screenshot({ path: shot(`${name}-${size.width}x${size.height}.png`) });
  }
}

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

test('a camera that does not answer is spoken of, and asked afresh @long', async ({ open }) => {
  const screen = await open({ before: [{ run: hangOnce }] });
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
  const screen = await open({ before: [{ run: asksFirst }] });
  await expect(screen.page.getByText('Press LIVE, then allow the camera')).toBeVisible();
  await expect(screen.live).toBeEnabled();
  await expectAccessible(screen.page);
  await shootEachSize(screen.page, 'first');
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
    before: [{ run: phoneLens }],
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
  await shootEachSize(page, 'zoom');
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

/** Runs in the page before the app: a sensor of twice the track's width, and higher than it. */
function largeSensor(): void {
  const taken: unknown[] = [];
  Object.assign(window, { __taken: taken });
  class FakeCapture {
    constructor(private readonly track: MediaStreamTrack) {}
    getPhotoCapabilities = async () => ({ imageWidth: { max: 1280 }, imageHeight: { max: 1280 } });
    async takePhoto(settings: unknown) {
      taken.push(settings);
      const video = document.createElement('video');
      video.srcObject = new MediaStream([this.track]);
      await video.play();
      const canvas = new OffscreenCanvas(1280, 1280);
      // The track's picture is the middle of the sensor's; what is above and below, only the sensor sees.
      canvas.getContext('2d')?.drawImage(video, 0, 160, 1280, 960);
      return canvas.convertToBlob({ type: 'image/jpeg' });
    }
  }
  // The page looks for it on the prototype.
  Object.assign(FakeCapture.prototype, { takePhoto: FakeCapture.prototype.takePhoto });
  Object.assign(window, { ImageCapture: FakeCapture });
}

test('PHOTO has the sensor’s size and the viewfinder’s part of it, and LIVE goes on', async ({ open }) => {
  const screen = await open({ before: [{ run: largeSensor }] });
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  await screen.photo.click();
  const sheet = page.getByRole('dialog', { name: 'Photo' });
  await expect(sheet).toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  const picture = sheet.getByRole('img').first();
  const size = () =>
    picture.evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight]);
  await expect.poll(size).toEqual([1280, 960]);
  expect(await page.evaluate(() => (window as unknown as { __taken: unknown[] }).__taken)).toHaveLength(1);
  expect(await screen.peersEver()).toBe(1);
  expect(await screen.cameraCalls()).toBe(1);
});

/** Runs in the page before the app: a phone's three cameras, two of them by their names. All film the same. */
function namedCameras(): void {
  const list = [
    { deviceId: 'back', label: 'Back Camera', facing: 'environment' },
    { deviceId: 'wide', label: 'Back Ultra Wide Camera', facing: 'environment' },
    { deviceId: 'selfie', label: '', facing: 'user' },
  ];
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  const asked: unknown[] = [];
  Object.assign(window, { __asked: asked });
  mediaDevices.enumerateDevices = async () =>
    list.map(({ facing, ...each }) => ({
      ...each,
      kind: 'videoinput' as const,
      groupId: '',
      getCapabilities: () => ({ facingMode: [facing] }),
      toJSON: () => each,
    }));
  mediaDevices.getUserMedia = async (constraints) => {
    const { deviceId, facingMode, ...video } = (constraints?.video ?? {}) as MediaTrackConstraints;
    asked.push({ deviceId, facingMode });
    const exact = (deviceId as { exact?: string } | undefined)?.exact;
    const facing = (facingMode as { ideal?: string } | undefined)?.ideal;
    const device = list.find((each) => each.deviceId === exact || each.facing === facing) ?? list[0];
    const stream = await ask({ ...constraints, video });
    for (const track of stream.getVideoTracks()) {
      const settings = track.getSettings.bind(track);
      track.getSettings = () => ({ ...settings(), deviceId: device?.deviceId ?? '', facingMode: device?.facing ?? '' }); // biome-ignore format: one line
    }
    return stream;
  };
}

test('every camera is there by its name, and the chosen one is the first at the next visit', async ({
  open,
}) => {
  const screen = await open({ before: [{ run: namedCameras }] });
  const { page } = screen;
  await screen.untilPicture();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  const openSheet = () => page.getByRole('button', { name: 'Settings' }).click();
  const cameras = sheet.getByRole('group', { name: 'Camera' }).getByRole('radio');
  await openSheet();
  const names = sheet.getByRole('group', { name: 'Camera' }).locator('label');
  await expect(names).toHaveText([
    'Rear camera first',
    'Back Camera on now',
    'Back Ultra Wide Camera',
    'Front camera',
  ]);
  await expect(cameras.first()).toBeChecked();
  await sheet.getByRole('radio', { name: 'Back Ultra Wide Camera' }).click();
  await expect(names.nth(2)).toContainText('on now');
  await expectAccessible(page);
  await shootEachSize(page, 'settings');
  await reload(page);
  await screen.untilPicture();
  const [first] = (await askedOf(page)) as unknown as { deviceId?: unknown }[];
  expect(first?.deviceId).toEqual({ exact: 'wide' });
  await openSheet();
  await expect(sheet.getByRole('radio', { name: 'Back Ultra Wide Camera' })).toBeChecked();
});

test('what is set once is there at the next visit: ENH, how sure, contrast, vibration', async ({ open }) => {
  const screen = await open();
  const { page } = screen;
  await screen.untilPicture();
  await expect(page.getByText('Sees QR codes, barcodes')).toBeVisible();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await sheet.getByRole('checkbox', { name: 'ENH on from the start' }).check();
  await sheet.getByRole('checkbox', { name: 'High contrast' }).check();
  await sheet.getByRole('checkbox', { name: 'Vibration' }).uncheck();
  await sheet.getByRole('checkbox', { name: 'Sound' }).check();
  await sheet.getByRole('slider', { name: 'Least sure shown' }).fill('60');
  await expectAccessible(page);
  await reload(page);
  await screen.untilPicture();
  await expect(screen.enh).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('html')).toHaveAttribute('data-high-contrast', '');
  await shootEachSize(page, 'contrast');
  // One truth: what the list of results is asked for is the same.
  await page.getByRole('button', { name: 'Results' }).click();
  await expect(page.getByRole('slider', { name: 'Least sure shown' })).toHaveValue('60');
});
