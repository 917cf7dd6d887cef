/** What happens to a camera after it has opened. */
import { expect, test } from '../../../kit/browser/test';

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
