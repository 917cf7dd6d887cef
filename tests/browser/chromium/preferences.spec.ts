/** What the page keeps on the device, seen by the one thing that shows it today: the hint to install. */
import type { Page } from '@playwright/test';
import { reload } from '../../../kit/browser/open';
import { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';

const KEY = 'sightline.preferences';
const hintOf = (page: Page) => page.getByRole('region', { name: 'Install' });

/** Chromium offers to install when it sees fit; the hint waits for a first success. */
async function earnHint(screen: CameraScreen): Promise<void> {
  await screen.untilPicture();
  await screen.page.evaluate(() => dispatchEvent(new Event('beforeinstallprompt')));
  await goLiveAndBack(screen);
}

async function goLiveAndBack(screen: CameraScreen): Promise<void> {
  await screen.untilPicture();
  await screen.live.click();
  await screen.untilSeen('SIGHTLINE STILL');
  await screen.live.click();
  await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
}

test('a hint put away in one tab is gone in the other, and does not come back', { tag: '@long' }, async ({
  open,
}) => {
  const one = await open();
  const other = new CameraScreen(await one.page.context().newPage());
  await other.page.goto('/');
  for (const tab of [one, other]) {
    await earnHint(tab);
    await expect(hintOf(tab.page)).toBeVisible();
  }
  await hintOf(one.page).getByRole('button', { name: 'Not now' }).click();
  for (const { page } of [one, other]) await expect(hintOf(page)).toHaveCount(0);
  await reload(one.page);
  await earnHint(one);
  await expect(hintOf(one.page)).toHaveCount(0);
  expect(other.faults).toEqual([]);
});

test('an iPhone is told the way in words, a browser inside of another app nothing', {
  tag: '@long',
}, async ({ open }) => {
  const iPhone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const safari = await open({
    context: { userAgent: `${iPhone} Version/18.4 Mobile/15E148 Safari/604.1`, locale: 'de' },
  });
  await expect(safari.page.getByRole('region', { name: 'Installieren' })).toHaveCount(0);
  await goLiveAndBack(safari);
  const hint = safari.page.getByRole('region', { name: 'Installieren' });
  await expect(hint).toContainText('Tippe auf „Teilen“, dann auf „Zum Home-Bildschirm“.');
  await expect(hint.getByRole('button')).toHaveText(['Nicht jetzt']);
  const chat = await open({ context: { userAgent: `${iPhone} Mobile/15E148 Instagram 300.0` } });
  await goLiveAndBack(chat);
  await expect(hintOf(chat.page)).toHaveCount(0);
});

test('what an earlier version kept is taken over', async ({ open }) => {
  const keepAsBefore = () => {
    if (localStorage.getItem('sightline.preferences')) return;
    localStorage.setItem('sightline.install.dismissed', '1');
  };
  const screen = await open({ before: [{ run: keepAsBefore }] });
  const kept = await screen.page.evaluate(() => ({ ...localStorage }));
  expect(Object.keys(kept)).toEqual([KEY]);
  await earnHint(screen);
  await expect(hintOf(screen.page)).toHaveCount(0);
});

test('where storage is barred, a hint put away stays away until the page is closed', async ({ open }) => {
  const barStorage = () =>
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('barred by the test', 'SecurityError');
      },
    });
  const screen = await open({ before: [{ run: barStorage }] });
  await earnHint(screen);
  await hintOf(screen.page).getByRole('button', { name: 'Not now' }).click();
  await earnHint(screen);
  await expect(hintOf(screen.page)).toHaveCount(0);
});
