/** Through the main states of the page, in whatever language it speaks: nothing here goes by a name. */
import { expect, type Page } from '@playwright/test';
import { set, thing } from '../scenes/results';
import type { ResultWorker } from '../standins/resultWorker';
import { holdBack } from './open';
import type { CameraScreen } from './screen';

type Look = (state: string) => Promise<void>;

const star = (at: number) => thing(at, 'star', { x: 90 + 110 * (at % 5), y: 250, width: 80, height: 80 });
const predictions = set([0, 1, 2, 3, 4, 5, 6].map(star));
const breed = {
  ...set([{ class: 'golden_retriever', class_id: 0, confidence: 0.91 }]),
  top: 'golden_retriever',
  confidence: 0.91,
};
const outputs = { predictions, alarm: false, count_in: 12, breed, summary: { shelf: 4, note: 'third' } };
const FAILING = { outputs: null, errors: ['ValueError: the lens cap is on'] };

const inPhase = (page: Page, phase: string) =>
  expect(page.locator('main')).toHaveAttribute('data-phase', phase, { timeout: 20_000 });

/** From a page that is idle. `look` is called in each state, with its name. */
export async function walk(screen: CameraScreen, worker: ResultWorker, look: Look): Promise<void> {
  await screen.untilPicture();
  await expect(screen.page.locator('.status.hint')).toBeVisible();
  await look('idle');
  await throughSheet(screen.page, screen.page.locator('.settings'), look, 'settings');
  await throughSheet(screen.page, screen.page.locator('.toolRail button').first(), look, 'gallery');
  await throughOffline(screen.page, look);
  await throughDialing(screen, look);
  await throughFailures(screen, look);
  await throughLive(screen, worker, look);
  await throughInstall(screen, look);
  await throughPhoto(screen, worker, look);
}

async function throughSheet(page: Page, button: ReturnType<Page['locator']>, look: Look, state: string) {
  await button.click();
  await expect(page.locator('dialog[open]')).toBeVisible();
  await look(state);
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
}

async function throughOffline(page: Page, look: Look): Promise<void> {
  await page.context().setOffline(true);
  await expect(page.locator('.status.plain')).toBeVisible();
  await look('offline');
  await page.context().setOffline(false);
}

async function throughDialing({ page, live }: CameraScreen, look: Look): Promise<void> {
  const release = await holdBack(page, '**/v1/webrtc-offer', (route) => route.abort());
  await live.click();
  await look('dialing');
  await expect(page.locator('.statusLine .quiet')).toBeVisible({ timeout: 15_000 });
  await look('waking');
  await page.locator('.statusLine .quiet').click();
  release();
  await inPhase(page, 'idle');
  await page.unroute('**/v1/webrtc-offer');
}

/** One with three buttons, the longest one, and one that a code has to be given for. */
async function throughFailures({ page, live }: CameraScreen, look: Look): Promise<void> {
  for (const [code, status] of [
    ['rate_limited', 429],
    ['access_not_configured', 503],
  ] as const) {
    await page.route('**/v1/webrtc-offer', (route) =>
      route.fulfill({ status, json: { error: { code, message: code } } }),
    );
    await live.click();
    await expect(page.locator(`.failure[data-code=${code}]`)).toBeVisible({ timeout: 20_000 });
    await look(`failure ${code}`);
    await page.locator('.failure .quiet').first().click();
    await page.unroute('**/v1/webrtc-offer');
  }
}

async function throughLive({ page, live, detections }: CameraScreen, worker: ResultWorker, look: Look) {
  worker.film(() => ({ outputs }));
  await live.click();
  await inPhase(page, 'live');
  await expect(detections).toHaveAttribute('data-count', '7');
  await expect(page.getByTestId('readouts')).toBeVisible();
  await expect(page.getByTestId('route')).toBeVisible();
  await look('live');
  await throughSheet(page, page.locator('.toolRail button').nth(1), look, 'results');
  await throughSheet(page, page.locator('.arrange'), look, 'arrange');
  await throughSheet(page, page.locator('[data-output=summary] button'), look, 'text');
  worker.film(() => FAILING);
  await expect(page.getByTestId('trouble')).toBeVisible({ timeout: 15_000 });
  await look('trouble');
  worker.film(() => ({ outputs: { predictions: set([]) } }));
  await expect(detections).toHaveAttribute('data-count', '0');
  await page.locator('.troubles > button').click();
  await look('nothing');
  worker.film(null);
  await live.click();
  await inPhase(page, 'idle');
}

/** After a first success. */
async function throughInstall({ page }: CameraScreen, look: Look): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('beforeinstallprompt')));
  await expect(page.locator('section.card')).toBeVisible();
  await look('install');
  await page.locator('section.card .quiet').click();
}

async function throughPhoto({ page, photo }: CameraScreen, worker: ResultWorker, look: Look): Promise<void> {
  for (const [state, status, body] of [
    ['photo', 200, { outputs: [outputs], profiler_trace: [] }],
    ['photo of nothing', 200, { outputs: [{ predictions: set([]) }] }],
    ['photo failed', 500, { message: 'out of order' }],
  ] as const) {
    worker.answerPhotos(status, body);
    await photo.click();
    await expect(page.locator('dialog figure:not(.sending)')).toBeVisible({ timeout: 20_000 });
    await look(state);
    if (state === 'photo') await throughThing(page, look);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
}

/** A line of what was found leads to all that is known of it, in a dialog over the photo's. */
async function throughThing(page: Page, look: Look): Promise<void> {
  await page.locator('dialog .findings button').first().click();
  await expect(page.locator('dialog[open]')).toHaveCount(2);
  await look('thing');
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog[open]')).toHaveCount(1);
}
