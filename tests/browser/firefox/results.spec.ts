import { expect, goLive, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const dialog = () => document.querySelector('dialog[open]')?.textContent ?? '';

test('a tapped box, and a line by the keyboard, show what a code says', async ({ openFirefox }) => {
  const screen = await openFirefox();
  const { page } = screen;
  await goLive(screen);
  const box = (await screen.boxes()).find(({ text }) => text === 'SIGHTLINE STILL')!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => page.evaluate(dialog)).toContain('SIGHTLINE STILL');
  await screen.press('Close');
  await screen.press('Results');
  await expect.poll(() => page.evaluate(dialog)).toContain('SECOND CODE 42');
  await page.evaluate(() => document.querySelector<HTMLElement>('dialog .finding')?.focus());
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.querySelectorAll('dialog[open]').length)).toBe(2);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.querySelectorAll('dialog[open]').length)).toBe(0);
});
