/** `said`: the app before a worker that says what it is told to over a real channel. */
import { type ResultWorker, startResultWorker } from '../standins/resultWorker';
import type { PageOptions } from './open';
import type { CameraScreen } from './screen';
import { test as base } from './test';

type Said = { standin: ResultWorker; visit(options?: PageOptions): Promise<CameraScreen> };

export const test = base.extend<{ said: Said }, { standinApp: { standin: ResultWorker; url: string } }>({
  standinApp: [
    async ({ stack }, use) => {
      const standin = await startResultWorker();
      const app = await stack.another({
        ROBOFLOW_SERVER_URL: standin.url,
        FAST_WORKFLOW_ID: 'said',
      });
      await use({ standin, url: app.url });
      await standin.close();
      await app.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  said: async ({ open, standinApp: { standin, url } }, use) => {
    await use({
      standin,
      visit: ({ context, ...options } = {}) => open({ context: { baseURL: url, ...context }, ...options }),
    });
    standin.film(null);
  },
});
