/** Takes the pictures through the built page and a real data channel, and lays them out side by side. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { CameraScreen } from '../browser/screen';
import { ROOT } from '../process/paths';
import { MADE_RESULTS } from '../scenes/results';
import { type ResultPage, startResultPage } from '../stack/resultPage';
import { type ResultWorker, resultMessages } from '../standins/resultWorker';
import { type ShotArgs, SIZES, type SizeName } from './args';
import { type LiveCase, liveCases, type PhotoCase, photoCases } from './cases';
import { shootStates } from './states';

const FOLDER = join(ROOT, '.sightline', 'shots');
/** What is said of a result is refreshed once a second. */
const SETTLED_MS = 1_300;
const EVERY_MS = 100;
const PATIENCE_MS = 15_000;

export async function takeShots({ sizes, of, only }: ShotArgs): Promise<void> {
  if (!process.env.SIGHTLINE_BUILT) build();
  const wanted = ({ name }: { name: string }) => only === null || only.some((each) => name.includes(each));
  const page = await startResultPage('plain');
  try {
    for (const size of sizes)
      for (const kind of of) {
        const folder = emptied(join(FOLDER, kind, size));
        const taken =
          kind === 'states'
            ? await takeStates(page, size, folder, only)
            : await takeSize(page, size, folder, liveCases().filter(wanted), photoCases().filter(wanted));
        writeFileSync(join(folder, 'index.html'), contactSheet(taken, SIZES[size].width));
        console.log(`${kind}, ${size}: ${taken.length} taken, side by side in ${join(folder, 'index.html')}`);
      }
  } finally {
    await page.stop();
  }
}

function build(): void {
  const vite = join(ROOT, 'node_modules', '.bin', 'vite');
  execFileSync(vite, ['build', '--logLevel', 'error'], { cwd: ROOT, stdio: 'inherit' });
}

function emptied(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function takeStates(
  page: ResultPage,
  size: SizeName,
  folder: string,
  only: string[] | null,
): Promise<string[]> {
  const taken: string[] = [];
  await shootStates(page, SIZES[size], async (screen, name) => {
    if (only !== null && !only.some((each) => name.includes(each))) return;
    taken.push(name);
    await screen.page.screenshot({ path: join(folder, `${name}.png`) });
  });
  return taken;
}

async function takeSize(
  { worker, open }: ResultPage,
  size: SizeName,
  folder: string,
  live: LiveCase[],
  photos: PhotoCase[],
): Promise<string[]> {
  const screen = await open({ viewport: SIZES[size] });
  const shoot = (name: string) => screen.page.screenshot({ path: join(folder, `${name}.png`) });
  await screen.untilPicture();
  for (const each of live) await takeLive(screen, worker, each, () => shoot(each.name));
  // Of a session that has ended nothing is left in the way.
  await screen.page.reload();
  await screen.untilPicture();
  for (const each of photos) await takePhoto(screen.page, worker, each, () => shoot(each.name));
  await screen.page.context().close();
  return [...live, ...photos].map(({ name }) => name);
}

/** Shown again and again, as a worker goes on sending; a result that came once fades. */
async function takeLive(
  screen: CameraScreen,
  worker: ResultWorker,
  { messages, ends }: LiveCase,
  shoot: () => Promise<unknown>,
): Promise<void> {
  await untilLive(screen, worker);
  const endMs = performance.now() + SETTLED_MS;
  let shot = false;
  while (performance.now() < endMs && !shot) {
    for (const message of messages(nextFrame())) await worker.send(message);
    shot = ends;
    await sleep(EVERY_MS);
  }
  if (ends) await sleep(SETTLED_MS);
  // Drawn with the next frame, and not yet beginning to fade.
  await shoot();
}

let frames = 0;
const nextFrame = () => {
  frames += 1;
  return frames;
};

async function untilLive(screen: CameraScreen, worker: ResultWorker): Promise<void> {
  const phase = () => screen.page.locator('main').getAttribute('data-phase');
  const endMs = performance.now() + PATIENCE_MS;
  if ((await screen.live.getAttribute('aria-pressed')) !== 'true') {
    const before = worker.dials();
    await screen.live.click();
    while (worker.dials() === before && performance.now() < endMs) await sleep(EVERY_MS);
  }
  await worker.connected();
  while ((await phase()) !== 'live') {
    if (performance.now() > endMs) throw new Error(`The page does not get live: ${await phase()}`);
    for (const message of resultMessages(nextFrame(), MADE_RESULTS.one)) await worker.send(message);
    await sleep(EVERY_MS);
  }
}

async function takePhoto(
  page: Page,
  worker: ResultWorker,
  { status, body }: PhotoCase,
  shoot: () => Promise<unknown>,
): Promise<void> {
  worker.answerPhotos(status, body);
  await page.getByRole('button', { name: 'PHOTO', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Photo' });
  await dialog.locator('figure:not(.sending)').waitFor({ timeout: PATIENCE_MS });
  // The sheet slides in, and the picture is decoded.
  await sleep(500);
  await shoot();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', timeout: PATIENCE_MS });
}

function contactSheet(names: string[], width: number): string {
  const figures = names.map(
    (name) => `<figure><img src="${name}.png" alt="" width="${Math.round(width / 2)}"><figcaption>${name}</figcaption></figure>`, // biome-ignore format: one line
  );
  const style = 'body{display:flex;flex-wrap:wrap;gap:12px;font:13px system-ui}figure{margin:0}';
  return `<!doctype html><meta charset="utf-8"><title>Results</title><style>${style}</style>${figures.join('\n')}`;
}
