/** A deployment that asks for a code, over https with a certificate that this browser does not know. */
import { randomBytes } from 'node:crypto';
import { Key } from 'selenium-webdriver';
import type { WebkitScreen } from './screen';
import { DESKTOP, expect, keepShot, needsWebkit, PHONE, test } from './test';

needsWebkit();

const CODE = `code-${randomBytes(6).toString('hex')}`;
const SESSION_SECRET = randomBytes(24).toString('hex');
test.use({ settings: { ACCESS_CODE: CODE, SESSION_SECRET } });

/** Types into whatever has the focus, as a person would. */
async function type(screen: WebkitScreen, text: string): Promise<void> {
  await screen.driver.switchTo().activeElement().sendKeys(text, Key.ENTER);
}

/** A reload is not asked for the code again. */
async function photographAgain(screen: WebkitScreen): Promise<void> {
  await screen.driver.navigate().refresh();
  await screen.untilPicture();
  await screen.press('PHOTO');
  await expect.poll(() => screen.text('dialog .sheetBody'), { timeout: 15_000 }).toMatch(/Nothing was found/);
}

for (const viewport of [PHONE, DESKTOP]) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`a photo waits for the code: a wrong one is refused in words, the right one leads on, ${size}`, async ({
    app,
    visit,
  }) => {
    const screen = await visit({ viewport });
    await screen.untilPicture();
    await screen.press('PHOTO');
    await expect.poll(() => screen.text('dialog h2')).toBe('An access code is needed.');
    expect(await screen.run(() => document.activeElement?.id)).toBe('accessCode');
    await keepShot(screen, `access-${size}`);
    await type(screen, `${CODE}x`);
    expect((await screen.oneAlert()).text).toMatch(/not the access code/);
    await keepShot(screen, `access-refused-${size}`);
    // It is selected: typing takes its place.
    await type(screen, CODE);
    await expect
      .poll(() => screen.text('dialog .sheetBody'), { timeout: 15_000 })
      .toMatch(/Nothing was found/);
    if (viewport === PHONE) await photographAgain(screen);
    expect(app.output().includes(CODE), 'the code was logged').toBe(false);
  });
}

test('the button that is busy says so in the same colour', async ({ visit }) => {
  const screen = await visit();
  await screen.untilPicture();
  await screen.press('PHOTO');
  await expect.poll(() => screen.count('dialog.access')).toBe(1);
  const button = 'dialog .primary';
  const colour = (at: string) => getComputedStyle(document.querySelector(at) as Element).color;
  const before = await screen.run(colour, button);
  await screen.run(() => {
    window.fetch = () => new Promise(() => {});
  });
  await type(screen, CODE);
  await expect.poll(() => screen.text(button)).toBe('Checking…');
  await keepShot(screen, 'access-checking');
  expect(await screen.run(colour, button)).toBe(before);
});

test('Escape puts away what was wanted, and gives the focus back', async ({ visit }) => {
  const screen = await visit();
  await screen.untilPicture();
  await screen.press('PHOTO');
  await expect.poll(() => screen.count('dialog.access')).toBe(1);
  await screen.driver.switchTo().activeElement().sendKeys(Key.ESCAPE);
  await expect.poll(() => screen.count('dialog')).toBe(0);
  expect(await screen.run(() => document.activeElement?.textContent)).toBe('PHOTO');
});
