/** The built page on a worker that sends what it is told to: every kind of result on the real screen. */
import { openScreen, type PageOptions } from '../browser/open';
import type { CameraScreen } from '../browser/screen';
import type { Filmed } from '../scenes/cameraFile';
import { type ResultWorker, startResultWorker } from '../standins/resultWorker';
import { keepApp, keepBrowsers, keepFolder } from './ownApp';
import { startParts } from './parts';

export type ResultPage = {
  worker: ResultWorker;
  /** A new page, before LIVE is pressed. */
  open(options?: PageOptions): Promise<CameraScreen>;
  stop(): Promise<void>;
};

/** Takes the page of dist/. */
export function startResultPage(scene: Filmed = 'still'): Promise<ResultPage> {
  return startParts(async (keep) => {
    const folder = keepFolder(keep, 'results');
    const worker = keep(await startResultWorker(), ({ close }) => close());
    const settings = { ROBOFLOW_SERVER_URL: worker.url, FAST_WORKFLOW_ID: 'results' };
    const app = await keepApp(keep, folder, settings);
    const browsers = keepBrowsers(keep, folder);
    const open = async (options?: PageOptions) => openScreen(await browsers.get({ scene }), app.url, options);
    return { worker, open };
  });
}
