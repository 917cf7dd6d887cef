/** The pictures in the browser's install dialog: the real worker, and real things before the camera. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { chromiumProgram, FLAGS, filmed } from '../browser/browsers';
import { openScreen } from '../browser/open';
import type { CameraScreen } from '../browser/screen';
import { ROOT } from '../process/paths';
import { cameraFile } from '../scenes/cameraFile';
import { keepApp, keepFolder } from '../stack/ownApp';
import { startParts } from '../stack/parts';
import { startProcess } from '../stack/worker';

const PHOTOS = join(ROOT, 'kit', 'photos', 'real');
const SCREENSHOTS = join(ROOT, 'public', 'screenshots');
/** What the page gets of a camera held upright, px; a phone's screen shows the middle 333 of its width. */
const UPRIGHT = { width: 720, height: 720 };
const PATIENCE_MS = 30_000;
const SETTLED_MS = 1_500;

type Shot = {
  name: 'narrow' | 'wide';
  viewport: { width: number; height: number };
  camera(folder: string): Promise<string>;
  things: string[];
};

const SHOTS: Shot[] = [
  { name: 'narrow', viewport: { width: 390, height: 844 }, camera: tallWall, things: ['cat', 'cup'] },
  {
    name: 'wide',
    viewport: { width: 1280, height: 800 },
    camera: async () => cameraFile('wall'),
    things: ['cat', 'cup', 'person'],
  },
];

/** Takes both anew, from the page in dist/. The model of everyday things has to be in place (`npm run models`). */
export async function takeInstallShots(): Promise<void> {
  const behind = await startBehind();
  try {
    for (const shot of SHOTS) await take(shot, behind);
  } finally {
    await behind.stop();
  }
}

function startBehind() {
  return startParts(async (keep) => {
    const folder = keepFolder(keep, 'install');
    const worker = keep(await startProcess({ MODEL: '', STUN_URL: '' }), ({ stop }) => stop());
    const settings = {
      ROBOFLOW_SERVER_URL: worker.url,
      FAST_WORKFLOW_ID: 'fast',
      ACCURATE_WORKFLOW_ID: 'accurate',
      // ENH as it is where there is a relay; nobody presses it.
      COTURN_URLS: 'turn:127.0.0.1:9',
      COTURN_SECRET: randomBytes(16).toString('hex'),
    };
    const { url } = await keepApp(keep, folder, settings);
    return { folder, url };
  });
}

async function take({ name, viewport, camera, things }: Shot, { folder, url }: Behind): Promise<void> {
  const args = [...FLAGS, '--use-fake-ui-for-media-stream', ...filmed(await camera(folder))];
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args });
  try {
    const screen = await openScreen(browser, url, { viewport });
    await screen.untilPicture();
    await screen.live.click();
    await untilSeen(screen, things);
    await sleep(SETTLED_MS);
    const path = join(SCREENSHOTS, `${name}.png`);
    // A browser fetches it while it asks.
    await sharp(await screen.page.screenshot())
      .png({ palette: true, effort: 10 })
      .toFile(path);
    console.log(`${path}: ${await screen.detections.textContent()}`);
  } finally {
    await browser.close();
  }
}
type Behind = { folder: string; url: string };

async function untilSeen({ detections }: CameraScreen, things: string[]): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const said = (await detections.textContent()) ?? '';
    if (things.every((thing) => said.includes(thing))) return;
    if (performance.now() > endMs) throw new Error(`Not all of ${things.join(', ')} is seen, only: ${said}`);
    await sleep(100);
  }
}

/** The cat over the cup, on a wall, where a phone's screen shows them whole. */
async function tallWall(folder: string): Promise<string> {
  const wide = { width: 316, height: 210 };
  const hung = async (photo: string, top: number) => ({
    input: await sharp(join(PHOTOS, `${photo}.jpg`))
      .resize(wide)
      .toBuffer(),
    left: (UPRIGHT.width - wide.width) / 2,
    top,
  });
  const picture = sharp({ create: { ...UPRIGHT, channels: 3, background: '#333a42' } }).composite([
    await hung('chelsea', 90),
    await hung('coffee', 318),
  ]);
  const path = join(folder, 'tall.mjpeg');
  writeFileSync(path, await picture.jpeg({ quality: 92 }).toBuffer());
  return path;
}
