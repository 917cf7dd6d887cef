/** Playwright's `test` with a worker that says what it is told to. */
import type { PageOptions } from '../../kit/browser/open';
import type { CameraScreen } from '../../kit/browser/screen';
import { test as base } from '../../kit/browser/test';
import { type ResultWorker, startResultWorker } from '../../kit/standins/resultWorker';

type Said = { standin: ResultWorker; visit(options?: PageOptions): Promise<CameraScreen> };

export const test = base.extend<{ said: Said }, { standinApp: { standin: ResultWorker; url: string } }>({
  standinApp: [
    async ({ stack }, use) => {
      const standin = await startResultWorker();
      const app = await stack.another('said', { ROBOFLOW_SERVER_URL: standin.url, FAST_WORKFLOW_ID: 'said' });
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
