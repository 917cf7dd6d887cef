/** What a person can do with what was found: look closer, copy, open, share. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import Ajv from 'ajv/dist/2020.js';
import { watchRequests } from '../../../kit/browser/requests';
import { test } from '../../../kit/browser/saidTest';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, expectAccessible, expectWithinReach, shot } from '../../../kit/browser/test';
import { set, thing } from '../../../kit/scenes/results';

/** In the middle of what a phone shows of the frame. */
const seen = (name: string, confidence: number, at: number, more: object = {}) =>
  thing(at, name, { x: 320, y: 120 + 110 * at, width: 90, height: 90 }, { confidence, ...more });
const code = (data: string, at = 0) => seen('qr_code', 0.9, at, { data });
const frameOf = (...texts: string[]) => ({
  outputs: { codes: set(texts.map((text, at) => code(text, at))) },
});
const shelf = () => ({
  outputs: { shelf: set([seen('cup', 0.9, 0), seen('cup', 0.5, 1), seen('cat', 0.8, 2)]) },
});

async function goLive(screen: CameraScreen, count: number): Promise<void> {
  await screen.untilPicture();
  await screen.live.click();
  await expect(screen.detections).toHaveAttribute('data-count', String(count), { timeout: 20_000 });
}

/** In the middle of the box that is drawn for this text. */
async function tapBox(screen: CameraScreen, text: string): Promise<void> {
  await expect.poll(async () => (await screen.boxes()).map((box) => box.text)).toContain(text);
  const box = (await screen.boxes()).find((each) => each.text === text)!;
  await screen.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

const details = (page: Page) => page.getByRole('dialog', { name: 'qr code' });

const CLIPBOARD = { context: { permissions: ['camera', 'clipboard-read', 'clipboard-write'] } };
const GOOD = 'https://example.com/menu?table=7#today';

test('a tapped box shows what it is; its text is copied, and its address shown before it is opened', async ({
  said,
}) => {
  said.standin.film(() => frameOf(GOOD, 'PLAIN TEXT'));
  const screen = await said.visit(CLIPBOARD);
  const { page } = screen;
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  await goLive(screen, 2);
  await tapBox(screen, GOOD);
  const sheet = details(page);
  await expect(sheet).toContainText('90 %');
  await expect(sheet).toContainText('275, 75; 90 × 90 px');
  await expect(sheet).toContainText('Leads to example.com');
  await expect(sheet.locator('.addressWhole')).toHaveText(GOOD);
  const link = sheet.getByRole('link', { name: 'Open' });
  await expect(link).toHaveAttribute('href', GOOD);
  await expect(link).toHaveAttribute('rel', 'noreferrer');
  await expectWithinReach(link);
  await expectAccessible(page);
  await page.screenshot({ path: shot('thing.png') });
  await sheet.getByRole('button', { name: 'Copy' }).click();
  await expect(sheet.getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(GOOD);
  // Nothing was opened by itself.
  expect(page.context().pages()).toHaveLength(1);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await tapBox(screen, 'PLAIN TEXT');
  await expect(details(page)).toContainText('PLAIN TEXT');
  await expect(details(page).getByRole('link')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.mouse.click(350, 300);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(Object.keys(leftBy()).every((path) => path === '/v1/webrtc-offer')).toBe(true);
});

test('what is no address of the web, or looks like another, is shown and never opened', async ({ said }) => {
  const screen = await said.visit();
  const { page } = screen;
  const bad: [string, string | null][] = [
    ['javascript:alert(document.domain)', null],
    ['data:text/html,<script>alert(1)</script>', null],
    ['https://аррӏе.com/', 'https://xn--80ak6aa92e.com/'],
    ['https://google.com@evil.example/', 'https://google.com@evil.example/'],
  ];
  let [text] = bad[0]!;
  said.standin.film(() => frameOf(text));
  await goLive(screen, 1);
  for (const [wanted, shown] of bad) {
    text = wanted;
    await tapBox(screen, wanted);
    const sheet = details(page);
    await expect(sheet.locator('.wholeText')).toHaveText(wanted);
    await expect(sheet.getByRole('link')).toHaveCount(0);
    if (shown === null) await expect(sheet.locator('.address')).toHaveCount(0);
    else {
      await expect(sheet.locator('.addressWhole')).toHaveText(shown);
      await expect(sheet).toContainText('It is not opened here');
    }
    await page.keyboard.press('Escape');
  }
  await tapBox(screen, text);
  await page.screenshot({ path: shot('thing-closed.png') });
});

test('the keyboard leads to each thing, and back', async ({ said }) => {
  said.standin.film(() => frameOf(GOOD, 'PLAIN TEXT'));
  const screen = await said.visit();
  const { page } = screen;
  await goLive(screen, 2);
  const opener = page.getByRole('button', { name: 'Results', exact: true });
  await opener.focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'Results' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  await page.screenshot({ path: shot('results.png') });
  const line = list.getByRole('button', { name: /PLAIN TEXT/ });
  await line.focus();
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('PLAIN TEXT');
  await page.keyboard.press('Escape');
  await expect(line).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('a text is shared where the system can; one buzz for each new code and none for the same', async ({
  said,
}) => {
  const shims = () => {
    const noted: { buzzes: number[]; shared: unknown[] } = { buzzes: [], shared: [] };
    Object.assign(window, { noted });
    navigator.vibrate = (pattern) => noted.buzzes.push(Number(pattern)) > 0;
    navigator.canShare = () => true;
    navigator.share = async (data) => void noted.shared.push(data);
  };
  let texts = ['ONE'];
  said.standin.film(() => frameOf(...texts));
  const screen = await said.visit({ before: [{ run: shims }] });
  const { page } = screen;
  type Noted = { buzzes: number[]; shared: unknown[] };
  const noted = () => page.evaluate(() => (window as unknown as { noted: Noted }).noted);
  // A press of a button has a shorter one.
  const buzzes = async () => (await noted()).buzzes.filter((ms) => ms >= 30).length;
  await goLive(screen, 1);
  await expect.poll(buzzes).toBe(1);
  texts = [];
  await expect(screen.detections).toHaveAttribute('data-count', '0');
  texts = ['ONE'];
  await expect(screen.detections).toHaveAttribute('data-count', '1');
  await page.waitForTimeout(500);
  expect(await buzzes()).toBe(1);
  texts = ['TWO', 'ONE'];
  await expect.poll(buzzes).toBe(2);
  await tapBox(screen, 'TWO');
  await details(page).getByRole('button', { name: 'Share' }).click();
  await expect.poll(async () => (await noted()).shared).toEqual([{ text: 'TWO' }]);
});

const classesOf = async (screen: CameraScreen) => (await screen.boxes()).map((box) => box.class).sort();

test('a class that is tapped away stays away over a re-dial, and so does what is not sure enough', async ({
  said,
}) => {
  said.standin.film(shelf);
  const screen = await said.visit();
  const { page } = screen;
  await goLive(screen, 3);
  await page.getByRole('button', { name: 'Results', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Results' });
  await expect(sheet.getByRole('checkbox', { name: /cup/ })).toBeChecked();
  await expect(sheet.getByText('2 at once in the last minute')).toBeVisible();
  // Over time: the counts of two seconds and more make a line.
  const trace = sheet.getByRole('checkbox', { name: /cup/ }).locator('..').locator('.trace path');
  await expect(trace).toHaveAttribute('d', /^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+)+$/);
  await sheet.getByRole('checkbox', { name: /cat/ }).uncheck();
  await sheet.getByRole('slider', { name: /Least sure shown/ }).fill('60');
  await expectAccessible(page);
  for (const name of ['All of it, JSON', 'Counts, CSV', 'Codes and tracks, CSV'])
    await expectWithinReach(sheet.getByRole('button', { name }));
  await page.screenshot({ path: shot('filter.png') });
  await page.keyboard.press('Escape');
  await expect.poll(() => classesOf(screen)).toEqual(['cup']);
  await expect(screen.detections).toHaveAttribute('data-count', '1');
  const dials = said.standin.dials();
  said.standin.drop();
  await expect.poll(() => said.standin.dials(), { timeout: 20_000 }).toBeGreaterThan(dials);
  await expect(page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
  await expect.poll(() => classesOf(screen)).toEqual(['cup']);
  await page.getByRole('button', { name: 'Results', exact: true }).click();
  await sheet.getByRole('checkbox', { name: /cup/ }).uncheck();
  await page.keyboard.press('Escape');
  await expect.poll(() => classesOf(screen)).toEqual([]);
  // There is something in view: it is left out.
  await expect(screen.detections).not.toContainText('Nothing in view');
});

test('picture and boxes that are tapped to a halt stay over a re-dial, and go on', async ({ said }) => {
  let x = 300;
  said.standin.film(() => ({ outputs: { codes: set([{ ...code('MOVING'), x }]) } }));
  const screen = await said.visit();
  const { page } = screen;
  await goLive(screen, 1);
  const freeze = page.getByRole('button', { name: 'Freeze', exact: true });
  await screen.setPressed(freeze, true);
  await expect(page.getByTestId('frozen')).toBeVisible();
  const held = await screen.boxes();
  expect(held).toHaveLength(1);
  x = 350;
  const dials = said.standin.dials();
  said.standin.drop();
  await expect.poll(() => said.standin.dials(), { timeout: 20_000 }).toBeGreaterThan(dials);
  await page.waitForTimeout(2_500);
  expect(await screen.boxes()).toEqual(held);
  await expect(screen.detections).toHaveAttribute('data-count', '1');
  await tapBox(screen, 'MOVING');
  await expect(details(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.screenshot({ path: shot('frozen.png') });
  await screen.setPressed(freeze, false);
  await expect(page.getByTestId('frozen')).toHaveCount(0);
  await expect.poll(async () => (await screen.boxes())[0]?.x, { timeout: 20_000 }).not.toBe(held[0]!.x);
});

test('a session’s results, tapped for, are JSON by its schema and tables without a formula', async ({
  said,
}) => {
  const formula = '=HYPERLINK("http://evil.example")';
  said.standin.film(() => frameOf(formula, 'PLAIN TEXT'));
  const screen = await said.visit();
  const { page } = screen;
  const leftBy = watchRequests(page, new URL(page.url()).origin);
  await goLive(screen, 2);
  await page.waitForTimeout(1_500);
  await page.getByRole('button', { name: 'Results', exact: true }).click();
  const saved = async (name: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    const stream = await (await download).createReadStream();
    return Buffer.concat(await stream.toArray()).toString('utf8');
  };
  const taken = JSON.parse(await saved('All of it, JSON'));
  const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync('docs/session-export.schema.json', 'utf8')),
  );
  expect(isValid(taken), JSON.stringify(isValid.errors)).toBe(true);
  expect(taken.things.map(({ text }: { text: string }) => text)).toEqual([formula, 'PLAIN TEXT']);
  expect(taken.counts.at(-1).most).toEqual({ qr_code: 2 });
  const things = await saved('Codes and tracks, CSV');
  expect(things).toContain(`"qr_code","'=HYPERLINK(""http://evil.example"")",,`);
  expect(await saved('Counts, CSV')).toMatch(/^\ufeff"time","class","most"\r\n".*Z","qr_code",2\r\n/);
  expect(Object.keys(leftBy()).every((path) => path === '/v1/webrtc-offer')).toBe(true);
});
