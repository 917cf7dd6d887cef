/** The main job in German, by roles and names alone, in a browser that asks for German. */

import type { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { still } from '../../../kit/scenes/scenes';
import { wordsIn } from '../spoken';
import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const LONG = { timeout: 20_000 };
const [{ text: CODE } = { text: '' }] = still.codesAt(0);

/** What the part of this role and name says; null where there is none. */
async function said({ page }: FirefoxScreen, role: string, name?: string): Promise<string | null> {
  const part = await page.$(`::-p-aria(${name === undefined ? '' : `[name="${name}"]`}[role="${role}"])`);
  return part && (await part.evaluate((element) => element.textContent));
}

/** Everything that is read out by itself. */
const readOut = ({ page }: FirefoxScreen) =>
  page.evaluate(() =>
    [...document.querySelectorAll('output, [role=status]')].map((each) => each.textContent).join('\n'),
  );

test('LIVE, PHOTO, Settings and their names', { tag: '@long' }, async ({ openFirefox }) => {
  const words = await wordsIn('de');
  const screen = await openFirefox({ language: 'de' });
  await expect.poll(() => readOut(screen), LONG).toContain(words.status.pressLive);
  expect(
    await screen.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
  ).toEqual(['de', 'ltr']);
  await screen.press('LIVE');
  await expect.poll(() => readOut(screen), LONG).toContain(CODE);
  await expect.poll(() => readOut(screen)).toContain(`Live über UDP, Weg: ${words.route.direct}`);
  await screen.press('LIVE');
  await expect.poll(() => screen.isPressed('LIVE')).toBe(false);
  await screen.press('PHOTO');
  await expect.poll(() => said(screen, 'list', words.photo.findings), LONG).toContain(CODE);
  await screen.press(words.actions.close);
  await expect.poll(() => said(screen, 'dialog', words.photo.title)).toBeNull();
  await screen.press(words.settings.open);
  await expect.poll(() => said(screen, 'dialog', words.tools.settings.title)).not.toBeNull();
  for (const name of ['LIVE', 'ENH', 'PHOTO', 'FLIP', 'FAST', 'ACC'])
    expect(
      await screen.page.evaluate(
        (wanted) =>
          [...document.querySelectorAll('button')].filter((each) => each.textContent === wanted).length,
        name,
      ),
      name,
    ).toBe(1);
});

test('the connection check', { tag: '@long' }, async ({ openFirefox }) => {
  const { check } = await wordsIn('de');
  const screen = await openFirefox({ language: 'de', path: '/check', scene: null });
  await expect.poll(() => said(screen, 'heading', check.page.title), LONG).not.toBeNull();
  await expect.poll(() => screen.said('verdict'), LONG).toContain(check.verdicts.use_enh_remedy);
  await expect.poll(() => said(screen, 'list', check.page.checks)).toContain(check.checks.webrtc);
});

test('a camera that is not allowed', { tag: '@long' }, async ({ openFirefox }) => {
  const words = await wordsIn('de');
  const screen = await openFirefox({ language: 'de', camera: 'denied', scene: null });
  await screen.press('LIVE');
  await expect
    .poll(() => screen.alerts(), LONG)
    .toEqual([expect.stringContaining(words.failures.camera_denied)]);
});
