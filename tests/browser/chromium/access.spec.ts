/** A deployment that asks for a proof. Over https, where it asks on localhost too (proxy/guard/lock.ts). */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { holdBack, reload } from '../../../kit/browser/open';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  nightlyBut,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';
import type { App } from '../../../kit/stack/app';
import { startTurnstile, type TurnstileStandin } from '../../../kit/standins/turnstile';
import { TURNSTILE_ACTION } from '../../../protocol/api';

const TEXT = 'SIGHTLINE STILL';
const secret = () => randomBytes(24).toString('hex');

test.describe('an access code', () => {
  const CODE = `code-${randomBytes(6).toString('hex')}`;
  test.use({ settings: { ACCESS_CODE: CODE, SESSION_SECRET: secret() } });

  const sheetOf = (page: Page) => page.getByRole('dialog', { name: /access code/i });
  const type = async (page: Page, code: string) => {
    await page.getByLabel('Access code', { exact: true }).fill(code);
    await page.keyboard.press('Enter');
  };

  test('a wrong one is refused in words, the right one leads on to LIVE, and nothing is kept', async ({
    app,
    open,
  }) => {
    const screen = await open();
    const { page } = screen;
    await screen.untilPicture();
    await screen.live.click();
    await type(page, `${CODE}x`);
    expect(await screen.oneAlert()).toMatch(/not the access code/);
    expect(await screen.peersEver()).toBe(0);
    await type(page, CODE);
    await screen.untilSeen(TEXT);
    await expect(sheetOf(page)).toHaveCount(0);
    await expect(screen.alert).toHaveCount(0);
    await expect(screen.live).toBeFocused();
    const kept = await page.evaluate(() => [document.cookie, { ...localStorage }, { ...sessionStorage }]);
    expect(JSON.stringify(kept)).not.toContain(CODE);
    expect(await page.content()).not.toContain(CODE);
    expect(app.output()).toContain('/v1/session');
    expect(app.output().includes(CODE), 'the code was logged').toBe(false);
  });

  test('a photo that was turned away is sent after it; a reload is not asked again', async ({ open }) => {
    const screen = await open();
    const { page } = screen;
    await screen.untilPicture();
    await screen.photo.click();
    await type(page, ` ${CODE} `);
    await expect(page.getByRole('dialog', { name: 'Photo' }).getByText(TEXT)).toBeVisible({
      timeout: 15_000,
    });
    await reload(page);
    await screen.untilPicture();
    await screen.goLive(TEXT);
    await expect(sheetOf(page)).toHaveCount(0);
  });

  test('Escape and Cancel put away what was wanted, and give the focus back', async ({ open }) => {
    const screen = await open();
    const { page } = screen;
    await screen.untilPicture();
    for (const [button, leave] of [
      [screen.live, () => page.keyboard.press('Escape')],
      [screen.photo, () => page.getByRole('button', { name: 'Cancel' }).click()],
    ] as const) {
      await button.click();
      await expect(page.getByLabel('Access code', { exact: true })).toBeFocused();
      await leave();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(screen.alert).toHaveCount(0);
      await expect(button).toBeFocused();
    }
    await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
  });

  test('a slow answer keeps the sheet busy; left meanwhile, it starts nothing', async ({ open }) => {
    const screen = await open();
    const { page } = screen;
    const release = await holdBack(page, '**/v1/session');
    await screen.untilPicture();
    await screen.live.click();
    await type(page, CODE);
    await expect(page.getByRole('button', { name: 'Checking…' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    release();
    await screen.photo.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await screen.peersEver()).toBe(0);
    await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
  });

  test('a browser that keeps no cookie is told so, not asked for ever', async ({ open }) => {
    const screen = await open();
    const { page } = screen;
    // What such a browser makes of a good answer: the cookie in it is lost.
    await page.route('**/v1/session', (route) => route.fulfill({ json: { expiresInSeconds: 900 } }));
    await screen.untilPicture();
    await screen.live.click();
    await type(page, CODE);
    expect(await screen.oneAlert()).toMatch(/not kept the pass.*Allow cookies/);
  });

  for (const viewport of VIEWPORTS) {
    const size = `${viewport.width}x${viewport.height}`;
    test(`the sheet is inside the window and accessible, ${size}`, { tag: nightlyBut(viewport) }, async ({
      open,
    }) => {
      const screen = await open({ viewport });
      const { page } = screen;
      await screen.untilPicture();
      await screen.live.click();
      await expect(sheetOf(page)).toBeVisible();
      await page.screenshot({ path: shot(`access-${size}.png`) });
      await type(page, 'wrong');
      await screen.oneAlert();
      await page.screenshot({ path: shot(`access-refused-${size}.png`) });
      for (const part of [...(await sheetOf(page).locator('button, input').all()), sheetOf(page)]) {
        await expectWithinReach(part);
      }
      await expectAccessible(page);
    });
  }
});

test.describe('Turnstile', () => {
  const SITE_KEY = '1x00000000000000000000AA';
  let app: App;
  let turnstile: TurnstileStandin;

  test.beforeAll(async ({ stack }) => {
    const key = secret();
    turnstile = await startTurnstile({ secret: key, hostname: 'localhost', action: TURNSTILE_ACTION });
    app = await stack.another({
      TURNSTILE_SITE_KEY: SITE_KEY,
      TURNSTILE_SECRET: key,
      TURNSTILE_API_URL: turnstile.url,
      SESSION_SECRET: secret(),
    });
  });
  test.afterAll(async () => {
    await app?.stop();
    await turnstile?.close();
  });

  /** In place of Cloudflare's script: a frame of its own host, as the real one, solved by these tokens. */
  async function serveWidget(page: Page, tokens: string[]): Promise<string[]> {
    const asked: string[] = [];
    await page.route('https://challenges.cloudflare.com/**', (route) => {
      asked.push(new URL(route.request().url()).pathname);
      if (route.request().resourceType() === 'document')
        return route.fulfill({ contentType: 'text/html', body: '<p>widget' });
      const token = JSON.stringify(tokens);
      const body = `const tokens = ${token}; window.turnstile = {
        render(box, options) {
          if (options.sitekey !== '${SITE_KEY}' || options.action !== '${TURNSTILE_ACTION}') return null;
          const frame = document.createElement('iframe');
          frame.src = 'https://challenges.cloudflare.com/frame';
          frame.title = 'Check';
          frame.onload = () => options.callback(tokens.shift());
          box.append(frame);
          return 'w';
        },
        remove() {},
      };`;
      return route.fulfill({ contentType: 'text/javascript', body });
    });
    return asked;
  }

  test('is loaded when it is asked for and no sooner, refuses in words, and then leads on', async ({
    open,
  }) => {
    const screen = await open({ context: { baseURL: app.url } });
    const { page } = screen;
    const asked = await serveWidget(page, ['0.nobody-solved-this', turnstile.solve()]);
    await screen.untilPicture();
    expect(asked).toEqual([]);
    await screen.live.click();
    expect(await screen.oneAlert()).toMatch(/check that you are a person was not passed/);
    expect(asked).toEqual(['/turnstile/v0/api.js', '/frame']);
    await page.screenshot({ path: shot('access-check-390x844.png') });
    await page.getByRole('button', { name: 'Try again' }).click();
    await screen.untilSeen(TEXT);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(turnstile.requests.at(-1)?.path).toBe('/turnstile/v0/siteverify');
  });

  test('a blocked script is said in words', async ({ open }) => {
    const screen = await open({ context: { baseURL: app.url } });
    const { page } = screen;
    await page.route('https://challenges.cloudflare.com/**', (route) => route.abort());
    // The sheet comes after the refusal: nothing else may be said until it is there.
    await page.route('**/assets/rest-*.js', async (route) => {
      await sleep(1_500);
      await route.continue();
    });
    await reload(page);
    await screen.untilPicture();
    await screen.live.click();
    expect(await screen.oneAlert()).toMatch(/could not be loaded/);
  });
});
