/** The page in each of its languages: which one it speaks, and that all it is for works in it. */

import { reload } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';
import { wordsIn } from '../spoken';

const TEXT = 'SIGHTLINE STILL';
const GERMAN = { locale: 'de-AT' };

/** Whatever the page has shown since it opened, for a moment too. */
function keepWhatIsShown() {
  const shown: string[] = [];
  Object.assign(window, { shown });
  new MutationObserver(() => shown.push(document.body?.textContent ?? '')).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}
const everShown = ({ page }: CameraScreen) =>
  page.evaluate(() => (window as unknown as { shown: string[] }).shown.join('\n'));

const languageOf = ({ page }: CameraScreen) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

const filesOf = ({ page }: CameraScreen) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.includes('/language-')),
  );

test('a German browser is never shown English, an English one loads nothing for it', async ({ open }) => {
  const german = await open({ before: [{ run: keepWhatIsShown }], context: GERMAN });
  await german.untilPicture();
  await expect(german.page.getByText('Kamera ausrichten und LIVE drücken')).toBeVisible();
  expect(await languageOf(german)).toEqual(['de', 'ltr']);
  expect(await everShown(german)).not.toMatch(/Starting|Point the camera|press LIVE/);
  const english = await open({ before: [{ run: keepWhatIsShown }], context: { locale: 'en-GB' } });
  await english.untilPicture();
  await expect(english.page.getByText('Point the camera and press LIVE')).toBeVisible();
  expect(await languageOf(english)).toEqual(['en', 'ltr']);
  expect(await filesOf(english)).toEqual([]);
  // A browser that asks for English first gets it, whatever comes after.
  const both = await open({
    before: [{ run: () => Object.defineProperty(navigator, 'languages', { value: ['en', 'de'] }) }],
  });
  expect([await languageOf(both), await filesOf(both)]).toEqual([['en', 'ltr'], []]);
});

test('a language chosen in Settings shows at once, lasts, and is the check’s as well', async ({ open }) => {
  const screen = await open();
  const { page } = screen;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  const sheet = page.getByRole('dialog', { name: 'Einstellungen' });
  await expect(sheet).toBeVisible();
  expect(await languageOf(screen)).toEqual(['de', 'ltr']);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Kamera ausrichten und LIVE drücken')).toBeVisible();
  for (const name of ['LIVE', 'ENH', 'PHOTO', 'FLIP', 'FAST', 'ACC'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(1);
  await reload(page);
  await expect(page.getByRole('group', { name: 'Hauptbedienung' })).toBeVisible();
  await page.getByRole('link', { name: 'Verbindung prüfen' }).click();
  await expect(page.getByRole('heading', { name: 'Verbindung prüfen' })).toBeVisible();
  expect(await languageOf(screen)).toEqual(['de', 'ltr']);
  await expect(page).toHaveTitle('Sightline: Verbindung prüfen');
  await page.getByRole('link', { name: 'Zurück zur App' }).click();
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await page.getByRole('radio', { name: 'Wie im Browser' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await reload(page);
  await expect(page.getByRole('group', { name: 'Main controls' })).toBeVisible();
});

test('a language whose file does not come leaves English, and Settings says so', { tag: '@long' }, async ({
  open,
}) => {
  const screen = await open({ context: { locale: 'en' } });
  const { page } = screen;
  await screen.untilPicture();
  await page.route('**/assets/language-*', (route) => route.abort());
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(page.getByText('This language could not be fetched.')).toBeVisible();
  expect(await languageOf(screen)).toEqual(['en', 'ltr']);
  await page.unroute('**/assets/language-*');
  await reload(page);
  await expect(page.getByRole('group', { name: 'Hauptbedienung' })).toBeVisible();
});

test('a file that hangs does not keep the page: it is English, and German once it comes', {
  tag: '@long',
}, async ({ open }) => {
  const screen = await open({ context: GERMAN, path: '/robots.txt' });
  const { page } = screen;
  let arrive = () => {};
  const late = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route('**/assets/language-*', (route) => late.then(() => route.continue()));
  await page.goto('/');
  await expect(page.getByText('Point the camera and press LIVE')).toBeVisible();
  arrive();
  await expect(page.getByText('Kamera ausrichten und LIVE drücken')).toBeVisible();
  expect(await languageOf(screen)).toEqual(['de', 'ltr']);
});

test('offline after one visit it is German, and says what it needs', { tag: '@long' }, async ({ open }) => {
  const screen = await open({ context: { ...GERMAN, serviceWorkers: 'allow' } });
  const { page } = screen;
  await expect(page.getByRole('group', { name: 'Hauptbedienung' })).toBeVisible();
  const kept = () =>
    page.evaluate(async () => {
      const urls = (await (await caches.open('languages')).keys()).map(({ url }) => new URL(url).pathname);
      return urls.map((path) => path.replace(/-[\w-]{8}\.js$/, '')).sort();
    });
  // Its service worker is registered when the page has nothing else to do.
  await expect
    .poll(kept, { timeout: 30_000 })
    .toEqual(['/assets/language-german', '/assets/language-germanTools']);
  await page.context().setOffline(true);
  await reload(page);
  await expect(page.getByText('Du bist offline. Die Erkennung braucht ein Netz.')).toBeVisible();
  await screen.untilPicture();
  const words = await wordsIn('de');
  await expect(page.getByRole('button', { name: words.tools.rail.gallery })).toBeVisible();
  await screen.live.click();
  expect(await screen.oneAlert()).toMatch(/^Du bist offline\./);
  await page.context().setOffline(false);
});

for (const language of ['en', 'de']) {
  test.describe(language, () => {
    const locale = { locale: language };

    test('LIVE, ENH over the relay, and PHOTO', { tag: language === 'en' ? '@long' : [] }, async ({
      open,
    }) => {
      const words = await wordsIn(language);
      const screen = await open({ path: '/?relay=force', context: locale });
      const { page } = screen;
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      await screen.untilPicture();
      await expect(page.getByText(words.status.pressLive)).toBeVisible();
      await button('LIVE').click();
      await screen.untilSeen(TEXT);
      await expect(screen.route).toHaveText(new RegExp(`^${words.route.direct} · UDP · \\d+\\sms$`));
      await button('ENH').click();
      await expect(screen.route).toHaveText(new RegExp(`^${words.route.relay} · TLS 443`), {
        timeout: 20_000,
      });
      await screen.untilSeen(TEXT);
      await expect(page.getByTestId('meter')).toHaveAccessibleName(/^[\d.,]+\s[kM]B .*, [\d.,]+\s[kM]B /);
      await button('LIVE').click();
      await expect(page.locator('main')).toHaveAttribute('data-phase', 'idle');
      await button('PHOTO').click();
      const sheet = page.getByRole('dialog', { name: words.photo.title });
      await expect(sheet.getByRole('list', { name: words.photo.findings })).toContainText(TEXT, {
        timeout: 20_000,
      });
      await sheet.getByRole('button', { name: words.actions.close }).click();
      await expect(sheet).toHaveCount(0);
    });

    test('a failure says what happened and what to do', { tag: '@long' }, async ({ open }) => {
      const words = await wordsIn(language);
      const screen = await open({ context: locale });
      const { page } = screen;
      await page.route('**/v1/webrtc-offer', (route) =>
        route.fulfill({
          status: 429,
          json: { error: { code: 'rate_limited', message: '', retryAfterMs: 120_000 } },
        }),
      );
      await screen.untilPicture();
      await screen.live.click();
      const said = await screen.oneAlert();
      expect(said).toContain(words.failures.rate_limited);
      await expect(page.getByRole('link', { name: words.actions.findOut })).toBeVisible();
      await page.unroute('**/v1/webrtc-offer');
      await page.getByRole('button', { name: words.actions.tryAgain }).click();
      await screen.untilSeen(TEXT);
    });

    test('a camera that is not allowed', { tag: '@long' }, async ({ open }) => {
      const words = await wordsIn(language);
      const screen = await open({ camera: 'denied', context: locale });
      const said = await screen.oneAlert();
      expect(said).toContain(`${words.failures.camera_denied} ${words.allowCamera.desktop}`);
    });

    test('the connection check', { tag: '@long' }, async ({ open }) => {
      const { check } = await wordsIn(language);
      const { page } = await open({ path: '/check', context: locale });
      const verdict = page.getByTestId('verdict');
      await expect(verdict).toHaveAttribute('data-verdict', /./, { timeout: 40_000 });
      const found = (await verdict.getAttribute('data-verdict')) as 'direct_works' | 'use_enh';
      const remedy = check.verdicts[`${found}_remedy`];
      await expect(verdict).toContainText(remedy);
      await expect(page.getByRole('list', { name: check.page.checks })).toContainText(check.checks.webrtc);
      await page.getByRole('button', { name: check.page.share }).click();
      await expect(page.getByTestId('report')).toContainText(remedy);
    });
  });
}
