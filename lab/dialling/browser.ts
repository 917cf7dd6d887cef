/** Chromium inside the client's namespace. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { findTool } from '../../dev/tools.mjs';
import { plainEnv } from '../../kit/process/child';
import { cameraFile } from '../../kit/scenes/cameraFile';
import { NAMESPACES } from '../addresses';
import type { Services } from '../services/services';
import { LabError } from '../shell';
import { grainyFile } from './grain';

/** No GPU, no QUIC, and nothing that calls home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

/** Playwright talks to it over a pipe, which crosses namespaces; `ip netns exec` becomes the browser, so its id is the browser's. */
function wrapper(folder: string): string {
  const program = findTool('chromium');
  if (program === null) throw new LabError('Chromium is not installed; install the package "chromium".');
  const path = join(folder, 'chromium.sh');
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${NAMESPACES.client} "${program}" "$@"\n`);
  chmodSync(path, 0o700);
  return path;
}

/** `grain`: a picture as a phone's camera gives, which fills what the sender may send (see grain.ts). */
export type CameraScene = 'still' | 'grain';

/** To be called while the lab has a site: the browser lives and dies in that client. */
export function launchInClient({ folder, home }: Services, scene: CameraScene = 'still'): Promise<Browser> {
  const camera = scene === 'grain' ? grainyFile(folder) : cameraFile(scene);
  return chromium.launch({
    executablePath: wrapper(folder),
    args: [...FLAGS, `--use-file-for-fake-video-capture=${camera}`],
    env: { ...plainEnv(), HOME: home },
  });
}
