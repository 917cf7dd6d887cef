/** The main job in German, chosen in Settings: this WebKit takes its language from the machine's. */
import { Key } from 'selenium-webdriver';
import { still } from '../../../kit/scenes/scenes';
import { wordsIn } from '../spoken';
import { putBeforeCamera } from './sceneCamera';
import type { WebkitScreen } from './screen';
import { expect, keepShot, needsWebkit, test } from './test';

needsWebkit();

const LONG = { timeout: 20_000 };

/** In a sheet that only just came. */
async function chooseGerman(screen: WebkitScreen): Promise<void> {
  await screen.press('Settings');
  await expect.poll(() => screen.text('dialog'), LONG).toContain('Deutsch');
  await screen.run(() => {
    const labels = [...document.querySelectorAll<HTMLLabelElement>('dialog label')];
    labels.find((label) => label.textContent?.trim() === 'Deutsch')?.click();
  });
}

test('PHOTO, LIVE’s refusal and the check, in German and after a reload', { tag: '@long' }, async ({
  visit,
  stack,
}) => {
  const words = await wordsIn('de');
  const screen = await visit();
  await screen.untilPicture();
  await chooseGerman(screen);
  await expect.poll(() => screen.text('dialog'), LONG).toContain(words.tools.settings.title);
  await keepShot(screen, 'settings-de');
  await screen.driver.switchTo().activeElement().sendKeys(Key.ESCAPE);
  await expect.poll(() => screen.count('dialog')).toBe(0);
  await screen.load(stack.app.url);
  await screen.untilPicture();
  await expect.poll(() => screen.text('.status')).toBe(words.status.pressLive);
  expect(await screen.run(() => document.documentElement.lang)).toBe('de');
  await putBeforeCamera(screen, still);
  await screen.press('PHOTO');
  for (const { text } of still.codesAt(0))
    await expect.poll(() => screen.text('dialog .findings'), LONG).toContain(text);
  expect(await screen.run(() => document.querySelector('dialog')?.ariaLabel)).toBe(words.photo.title);
  await screen.press(words.actions.close);
  await expect.poll(() => screen.count('dialog')).toBe(0);
  await screen.press('LIVE');
  expect((await screen.oneAlert()).text).toContain(words.failures.webrtc_missing);
  await screen.run(() => location.assign('/check'));
  await expect
    .poll(() => screen.text('[data-testid=verdict]').catch(() => ''), LONG)
    .toContain(words.check.verdicts.no_webrtc);
  await keepShot(screen, 'check-de');
});
