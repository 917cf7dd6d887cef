/** Chromium inside the client's namespace. */
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumProgram, FLAGS, filmed } from '../../kit/browser/browsers';
import { plainEnv } from '../../kit/process/child';
import { cameraFile } from '../../kit/scenes/cameraFile';
import { filmOf } from '../../kit/scenes/tracked/film';
import type { TrackedScene } from '../../kit/scenes/tracked/scenes';
import { NAMESPACES } from '../network/addresses';
import type { Lab, Site } from '../network/lab';
import type { NetworkName } from '../network/networks';
import type { Services } from '../services/services';
import { noisyFile } from './noise';

/** Playwright's pipe crosses namespaces; `ip netns exec` becomes the browser, so its id is the browser's. */
function wrapper(folder: string): string {
  const path = join(folder, 'chromium.sh');
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${NAMESPACES.client} "${chromiumProgram()}" "$@"\n`);
  chmodSync(path, 0o700);
  return path;
}

/**
 * `noisy`: a picture as a phone's camera gives, which fills what the sender may send (see noise.ts). A scene of
 * things that move: numbered (see film.ts).
 */
type CameraScene = 'still' | 'noisy' | TrackedScene;

/** @param folder goes with the lab, and the file with it. */
function trackedFile(scene: TrackedScene, folder: string): string {
  const path = join(folder, `${scene.name}.y4m`);
  if (!existsSync(path)) writeFileSync(path, filmOf(scene));
  return path;
}

function fileOf(scene: CameraScene, folder: string): string {
  if (typeof scene === 'object') return trackedFile(scene, folder);
  return scene === 'noisy' ? noisyFile(folder) : cameraFile(scene);
}

/** To be called while the lab has a site: the browser lives and dies in that client. */
function launchInClient({ folder, home }: Services, scene: CameraScene): Promise<Browser> {
  return chromium.launch({
    executablePath: wrapper(folder),
    args: [...FLAGS, ...filmed(fileOf(scene, folder)), '--use-fake-ui-for-media-stream'],
    env: { ...plainEnv(), HOME: home },
  });
}

/** @param next the network that a handover goes to. */
export async function inNetwork<T>(
  { lab, services }: { lab: Lab; services: Services },
  [name, next]: readonly [NetworkName, NetworkName?],
  work: (browser: Browser, site: Site) => Promise<T>,
  scene: CameraScene = 'still',
): Promise<T> {
  const site = await lab.enter(name, next);
  try {
    const browser = await launchInClient(services, scene);
    try {
      return await work(browser, site);
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
  }
}
