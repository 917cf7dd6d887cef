/** The built page on a worker that sends what it is told to: every kind of result on the real screen. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { Browsers } from '../browser/browsers';
import { openScreen, type PageOptions } from '../browser/open';
import type { CameraScreen } from '../browser/screen';
import { emptyHome } from '../browser/trust';
import { ROOT } from '../process/paths';
import type { SceneName } from '../scenes/scenes';
import { type ResultWorker, startResultWorker } from '../standins/resultWorker';
import { snapshot, startApp } from './app';
import { startParts } from './parts';

export type ResultPage = {
  worker: ResultWorker;
  /** A new page, before LIVE is pressed. */
  open(options?: PageOptions): Promise<CameraScreen>;
  stop(): Promise<void>;
};

/** Takes the page of dist/. */
export function startResultPage(scene: SceneName = 'still'): Promise<ResultPage> {
  return startParts(async (keep) => {
    // Below the root, so that node_modules are found.
    mkdirSync(join(ROOT, '.sightline'), { recursive: true });
    const made = mkdtempSync(join(ROOT, '.sightline', 'results-'));
    const folder = keep(made, () => rmSync(made, { recursive: true, force: true }));
    const worker = keep(await startResultWorker(), ({ close }) => close());
    const source = join(folder, 'source');
    snapshot(source);
    const app = keep(await startApp(source, join(folder, 'app'), settings(worker)), ({ stop }) => stop());
    const home = emptyHome(folder, 'chromium');
    const browsers = keep(new Browsers(chromium, { trusting: home, suspicious: home }), (all) => all.close());
    const open = async (options?: PageOptions) => openScreen(await browsers.get({ scene }), app.url, options);
    return { worker, open };
  });
}

const settings = ({ url }: ResultWorker) => ({
  ROBOFLOW_SERVER_URL: url,
  FAST_WORKFLOW_ID: 'results',
  DEFAULT_STUN_URLS: '',
  WORKER_STUN_URLS: '',
});
