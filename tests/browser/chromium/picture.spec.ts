/** The workflow's own picture in place of the camera's, and what it costs. */
import { preferring, reload } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  nightlyBut,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';

const TEXT = 'SIGHTLINE STILL';
const WORKFLOW = 'codes-annotated';

test.use({ settings: { FAST_WORKFLOW_ID: WORKFLOW } });

const switchOf = ({ page }: CameraScreen) => page.getByRole('button', { name: "Workflow's picture" });
const pictureOf = ({ page }: CameraScreen) => page.getByTestId('picture');
const prefer = (picture: string | boolean) => preferring({ pictures: { [WORKFLOW]: picture } });

/** From this moment on, in one second: bytes of video back, and what the page says of it. */
async function inOneSecond(screen: CameraScreen) {
  const before = await screen.received();
  const frames = await screen.pictureFrames(1_000);
  const after = await screen.received();
  return { frames, video: after.video - before.video, transport: after.transport - before.transport };
}

async function untilShown(screen: CameraScreen): Promise<void> {
  await expect(pictureOf(screen)).toHaveClass(/shown/, { timeout: 20_000 });
}

test('comes and goes while live, and off brings no bytes back', async ({ open, stack }) => {
  const screen = await open();
  const phases = new Set<string>();
  await screen.page.exposeFunction('notePhase', (phase: string) => phases.add(phase));
  await screen.untilPicture();
  await screen.goLive(TEXT);
  await screen.page.evaluate(() => {
    const main = document.querySelector('main')!;
    const note = () =>
      (window as unknown as { notePhase(phase?: string): void }).notePhase(main.dataset.phase);
    new MutationObserver(note).observe(main, { attributeFilter: ['data-phase'] });
  });

  const off = await inOneSecond(screen);
  expect([off.frames, (await screen.received()).video]).toEqual([0, 0]);
  await expect(screen.page.locator('video')).toHaveCount(1);
  expect((await screen.boxes()).length).toBe(2);

  await switchOf(screen).click();
  await untilShown(screen);
  // A busy machine takes a second to come up to speed.
  await expect(async () => {
    const on = await inOneSecond(screen);
    expect(on.frames).toBeGreaterThan(3);
    expect(on.video).toBeGreaterThan(5_000);
    expect(on.transport).toBeGreaterThan(off.transport + on.video / 2);
  }).toPass({ timeout: 15_000 });
  expect(await screen.boxes()).toEqual([]);
  await expect(screen.detections).toContainText(TEXT);
  const [camera, picture] = await Promise.all(
    [screen.page.locator('video').first(), pictureOf(screen)].map((video) => video.boundingBox()),
  );
  expect(picture).toEqual(camera);
  expect(await screen.openPeers()).toBe(1);
  expect(await stack.worker.sessions()).toBe(1);
  await screen.page.screenshot({ path: shot('picture-on.png') });

  await switchOf(screen).click();
  await expect(pictureOf(screen)).toHaveCount(0);
  await expect.poll(screen.boxes).toHaveLength(2);
  await expect.poll(async () => (await screen.received()).video).toBe(0);
  await expect.poll(async () => (await inOneSecond(screen)).video).toBe(0);

  await switchOf(screen).click();
  await untilShown(screen);
  expect(await screen.pictureFrames(1_000)).toBeGreaterThan(3);
  // A busy machine may hold results up for a moment; a dial that is seen would be another thing.
  expect([...phases].filter((phase) => phase !== 'stalled' && phase !== 'live')).toEqual([]);
  await expect(screen.alert).toHaveCount(0);
  expect(await screen.cameraCalls()).toBe(1);
});

test('is remembered for the next visit, and counted by the meter', { tag: '@long' }, async ({ open }) => {
  const screen = await open();
  await screen.untilPicture();
  await screen.goLive(TEXT);
  const rate = async () => {
    const before = (await screen.meter())!;
    await screen.page.waitForTimeout(5_000);
    const after = (await screen.meter())!;
    return { sent: after.sent - before.sent, received: after.received - before.received };
  };
  await expect.poll(screen.meter, { timeout: 5_000 }).not.toBeNull();
  const off = await rate();
  // Little: the scene stands still.
  expect(off.sent).toBeGreaterThan(10_000);
  const atSwitch = (await screen.meter())!;
  await switchOf(screen).click();
  await untilShown(screen);
  const on = await rate();
  expect(on.received).toBeGreaterThan(2 * off.received);
  const now = (await screen.meter())!;
  expect(now.sent).toBeGreaterThan(atSwitch.sent);
  // Of this peer alone: the sum goes on over the one before.
  expect(now.received).toBeGreaterThan((await screen.received()).video);
  await expect(screen.page.getByTestId('meter')).toHaveText(/^↑ [\d.]+ [kM]B ↓ [\d.]+ [kM]B$/);

  await reload(screen.page);
  await screen.untilPicture();
  await expect(switchOf(screen)).toHaveAttribute('aria-pressed', 'true');
  await screen.live.click();
  await untilShown(screen);
  await screen.live.click();
  await expect(pictureOf(screen)).not.toHaveClass(/shown/);
  await expect(screen.page.getByTestId('meter')).toHaveCount(0);
});

test('that the workflow has no longer gives way to one that it has', async ({ open }) => {
  const screen = await open({ before: [prefer('gone')] });
  await screen.untilPicture();
  await screen.live.click();
  await untilShown(screen);
  await expect(screen.alert).toHaveCount(0);
});

test('that the worker never sends is told as missing', async ({ open, stack }) => {
  stack.interceptor.askForNoVideo(true);
  try {
    const screen = await open({ before: [prefer(true)] });
    await screen.untilPicture();
    await screen.goLive(TEXT);
    await expect(screen.page.getByText(/picture does not come/)).toBeVisible();
    expect((await screen.received()).video).toBe(0);
    await expect.poll(screen.boxes).toHaveLength(2);
    await screen.page.screenshot({ path: shot('picture-missing.png') });
  } finally {
    stack.interceptor.askForNoVideo(false);
  }
});

test('comes by the relay, too', async ({ open }) => {
  const screen = await open({
    path: '/?relay=force',
    before: [prefer('visualization')],
  });
  await screen.untilPicture();
  await screen.setPressed(screen.enh, true);
  await screen.live.click();
  await untilShown(screen);
  await expect(screen.route).toHaveText(/^relay · TLS 443/);
  expect(await screen.pictureFrames(1_000)).toBeGreaterThan(3);
  await expect
    .poll(async () => Number(await screen.page.getByTestId('meter').getAttribute('data-relayed')))
    .toBeGreaterThan(0);
});

test('of a photo is a toggle in its sheet', async ({ open }) => {
  const screen = await open();
  await screen.untilPicture();
  await screen.photo.click();
  const choice = screen.page.getByRole('group', { name: 'Which picture' });
  await expect(choice).toBeVisible({ timeout: 15_000 });
  const image = screen.page.locator('dialog img');
  const own = await image.getAttribute('src');
  await choice.getByRole('button', { name: "Workflow's picture" }).click();
  await expect(image).not.toHaveAttribute('src', own!);
  const size = await image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    return [element.naturalWidth, element.naturalHeight];
  });
  expect(size).toEqual([640, 480]);
  await screen.page.screenshot({ path: shot('picture-photo.png') });
  const url = (await image.getAttribute('src'))!;
  await choice.getByRole('button', { name: 'Photo', exact: true }).click();
  await expect(image).toHaveAttribute('src', own!);
  await screen.page.getByRole('button', { name: 'Close' }).click();
  const loads = (blob: string) =>
    new Promise<boolean>((resolve) => {
      const probe = new Image();
      probe.onload = () => resolve(true);
      probe.onerror = () => resolve(false);
      probe.src = blob;
    });
  expect(await screen.page.evaluate(loads, url), 'the picture is kept').toBe(false);
});

for (const viewport of VIEWPORTS) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`the switch is within reach, ${size}`, { tag: nightlyBut(viewport) }, async ({ open }) => {
    const screen = await open({ viewport });
    await screen.untilPicture();
    await expectWithinReach(switchOf(screen));
    await screen.page.screenshot({ path: shot(`picture-idle-${size}.png`) });
    await screen.goLive(TEXT);
    await switchOf(screen).click();
    await untilShown(screen);
    await expectAccessible(screen.page);
    await expect(screen.page.getByTestId('meter')).toBeVisible();
    await screen.page.screenshot({ path: shot(`picture-live-${size}.png`) });
  });
}
