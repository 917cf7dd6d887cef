import { expect, test } from '../../../kit/browser/test';

declare global {
  interface Window {
    __covered: boolean;
  }
}

/** For `addInitScript`: a camera whose lens can be covered (`__covered`). What is then black is not without noise. */
function installLens(): void {
  window.__covered = false;
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const filmed = document.createElement('video');
    filmed.srcObject = await ask(constraints);
    filmed.muted = true;
    await filmed.play();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [filmed.videoWidth, filmed.videoHeight];
    const context = canvas.getContext('2d');
    const paint = () => {
      context?.drawImage(filmed, 0, 0);
      if (!window.__covered || !context) return;
      context.fillStyle = `rgb(${8 + Math.random() * 4} 6 6)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    };
    setInterval(paint, 50);
    return canvas.captureStream(20);
  };
}

/** Bytes of video that have left so far. */
const sent = (page: import('@playwright/test').Page) =>
  page.evaluate(async () => {
    const reports = await Promise.all(window.__instruments.peers.map((peer) => peer.getStats()));
    const all = reports.flatMap((report) => [...report.values()]);
    return all.reduce((sum, { type, bytesSent }) => sum + (type === 'outbound-rtp' ? bytesSent : 0), 0);
  });

test('a covered lens costs nothing: no video leaves, the session lives, and boxes are back at once', async ({
  open,
}) => {
  const screen = await open({ before: [{ run: installLens }] });
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  const cover = (isCovered: boolean) =>
    page.evaluate((covered) => {
      window.__covered = covered;
    }, isCovered);
  const sentIn = async (ms: number) => {
    const before = await sent(page);
    await page.waitForTimeout(ms);
    return (await sent(page)) - before;
  };
  expect(await sentIn(500)).toBeGreaterThan(500);
  await cover(true);
  await expect.poll(() => sentIn(400), { timeout: 10_000 }).toBe(0);
  expect(await sentIn(1_500)).toBe(0);
  await expect(page.locator('main')).toHaveAttribute('data-phase', 'live');
  expect(await screen.peersEver()).toBe(1);
  await cover(false);
  await screen.untilSeen('SIGHTLINE STILL', 3_000);
  await expect.poll(async () => (await screen.boxes()).length, { timeout: 2_000 }).toBeGreaterThan(0);
  expect(await screen.peersEver()).toBe(1);
});
