import { inkAt, overlap, truthOnCanvas } from '../../../kit/browser/drawn';
import { installPhoneCameras, withoutWebAssembly } from '../../../kit/browser/instruments';
import { expect, nightlyBut, shot, test, VIEWPORTS } from '../../../kit/browser/test';
import { CIRCLE, moving, still } from '../../../kit/scenes/scenes';

const TEXT = 'SIGHTLINE STILL';

for (const viewport of VIEWPORTS) {
  const size = `${viewport.width}x${viewport.height}`;

  test(`LIVE reads the codes and frames them, ${size}`, { tag: nightlyBut(viewport) }, async ({ open }) => {
    const screen = await open({ viewport });
    await screen.untilPicture();
    await screen.page.screenshot({ path: shot(`idle-${size}.png`) });
    await screen.goLive(TEXT);
    await expect(screen.live).toHaveAttribute('aria-pressed', 'true');
    await expect(screen.detections).toHaveAttribute('data-count', '2');
    await expect(screen.detections).toContainText('SECOND CODE 42');
    await expect(screen.route).toHaveText(/^direct · UDP/);
    await expect.poll(() => overlap(screen, still, TEXT)).toBeGreaterThanOrEqual(0.8);
    await expect.poll(() => overlap(screen, still, 'SECOND CODE 42')).toBeGreaterThanOrEqual(0.8);
    const ink = await inkAt(screen, await truthOnCanvas(screen, still, TEXT, false));
    expect(ink.corners).toBe(4);
    expect(ink.inked).toBe(4);
    expect(ink.middle).toBeLessThan(128);
    await screen.page.screenshot({ path: shot(`live-${size}.png`) });
  });

  test(`a mirrored front camera has its boxes mirrored too, ${size}`, { tag: nightlyBut(viewport) }, async ({
    open,
  }) => {
    const screen = await open({ viewport, before: [{ run: installPhoneCameras }] });
    await screen.untilPicture();
    await screen.goLive(TEXT);
    await expect.poll(() => overlap(screen, still, TEXT, false)).toBeGreaterThanOrEqual(0.8);
    await screen.page.getByRole('button', { name: 'FLIP', exact: true }).click();
    await expect
      .poll(() => overlap(screen, still, TEXT, true), { timeout: 15_000 })
      .toBeGreaterThanOrEqual(0.8);
    expect(await overlap(screen, still, TEXT, false)).toBeLessThan(0.8);
    const ink = await inkAt(screen, await truthOnCanvas(screen, still, TEXT, true));
    expect(ink.inked).toBe(4);
    const flipped = await screen.page
      .locator('video')
      .evaluate((video) => new DOMMatrix(getComputedStyle(video).transform).a);
    expect(flipped, 'the picture itself is mirrored').toBe(-1);
    expect(await screen.liveTracks(), 'the rear camera was let go').toBe(1);
    await screen.page.screenshot({ path: shot(`mirrored-${size}.png`) });
  });
}

/** For the page, before the app: how many locks it holds. The real one is refused where there is no screen. */
function countLocks(): void {
  const held = { locks: 0 };
  Object.assign(window, { held });
  WakeLock.prototype.request = async () => {
    held.locks += 1;
    const lock = Object.assign(new EventTarget(), {
      type: 'screen' as const,
      released: false,
      onrelease: null,
    });
    const release = async () => {
      held.locks -= 1;
      lock.released = true;
    };
    return Object.assign(lock, { release }) as WakeLockSentinel;
  };
}

test('the screen stays awake while LIVE is on, and no longer', async ({ open }) => {
  const screen = await open({ before: [{ run: countLocks }] });
  const locks = () =>
    screen.page.evaluate(() => (window as unknown as { held: { locks: number } }).held.locks);
  await screen.goLive(TEXT);
  await expect.poll(locks).toBe(1);
  await screen.live.click();
  await expect.poll(locks).toBe(0);
});

const FOLLOWED = [
  { how: 'in WebAssembly', before: [], kernels: 2 },
  { how: 'without it', before: [{ run: withoutWebAssembly }], kernels: 0 },
];

for (const { how, before, kernels } of FOLLOWED)
  test(`boxes go with a code that moves, ${how}`, async ({ open }) => {
    const screen = await open({ scene: 'moving', viewport: { width: 1280, height: 800 }, before });
    await screen.goLive('GOING ROUND');
    await screen.untilSeen('TO AND FRO');
    // 1280x800 shows a 640x480 frame at twice its size, with 80 CSS px cut off above and below.
    const middle = { x: CIRCLE.x * 2, y: CIRCLE.y * 2 - 80 };
    const angles = new Set<number>();
    const reads = { on: 0, off: 0 };
    await expect
      .poll(
        async () => {
          const box = (await screen.boxes()).find(({ text }) => text === 'GOING ROUND');
          if (!box) return 0;
          const dx = box.x + box.width / 2 - middle.x;
          const dy = box.y + box.height / 2 - middle.y;
          if (Math.abs(Math.hypot(dx, dy) - CIRCLE.radius * 2) < 16) {
            reads.on += 1;
            angles.add(Math.round((Math.atan2(dy, dx) / Math.PI) * 4));
          } else reads.off += 1;
          return angles.size;
        },
        { message: 'it was seen in too few places', intervals: [150], timeout: 20_000 },
      )
      .toBeGreaterThanOrEqual(6);
    // A starved machine carries a box on along its last direction for a moment; it must not be the rule.
    expect(reads.off, `off the path, of ${reads.on + reads.off}`).toBeLessThanOrEqual(reads.on / 5);
    const { length } = moving.codesAt(0);
    await expect.poll(async () => (await screen.boxes()).length).toBe(length);
    expect(await screen.kernels()).toBe(kernels);
  });
