/** The browser tests' `test` with Roboflow's own server behind the product. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openScreen, type PageOptions } from '../../kit/browser/open';
import type { CameraScreen } from '../../kit/browser/screen';
import { attachOutputs, test as base, expect, relayFacts } from '../../kit/browser/test';
import type { SceneName } from '../../kit/scenes/scenes';
import { type App, startApp } from '../../kit/stack/app';
import { isInstalled, NOT_INSTALLED, type RoboflowServer, startRoboflow } from './server';

type TestFixtures = {
  /**
   * The one workflow that the deployment offers; what it does is the test's to define. Of another name for each
   * test: the server keeps for minutes what it read to describe one.
   */
  workflow: { id: string; define(specification: object): void };
  /** A new page on the product, with a camera that films codes, still ones by default; closed after the test. */
  visit: (options?: PageOptions & { scene?: SceneName }) => Promise<CameraScreen>;
  /** A new one for each test: it keeps for minutes what a workflow says of itself. */
  product: App;
};
type WorkerFixtures = { server: RoboflowServer };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted out of the pattern.
    async ({}, use, { workerIndex }) => {
      const cache = join(relayFacts().folder, `roboflow-${workerIndex}`);
      mkdirSync(cache, { recursive: true });
      const server = await startRoboflow(cache);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  workflow: async ({ server }, use, { testId }) => {
    const id = `under-test-${testId}`;
    await use({ id, define: (specification) => server.define(id, specification) });
  },
  product: async ({ server, workflow }, use, { testId }) => {
    const { folder } = relayFacts();
    const env = {
      ROBOFLOW_SERVER_URL: server.url,
      FAST_WORKFLOW_ID: workflow.id,
      DEFAULT_STUN_URLS: '',
      WORKER_STUN_URLS: '',
    };
    const app = await startApp(join(folder, 'app'), join(folder, `app-roboflow-${testId}`), env);
    await use(app);
    await app.stop();
  },
  visit: async ({ browsers, product, server }, use, info) => {
    const screens: CameraScreen[] = [];
    await use(async ({ scene, ...options } = {}) => {
      const browser = await browsers.get(scene ? { scene } : {});
      const screen = await openScreen(browser, product.url, options);
      screens.push(screen);
      await screen.untilPicture();
      return screen;
    });
    await attachOutputs(info, { server, product });
    await Promise.all(screens.map((screen) => screen.page.context().close()));
    expect(screens.flatMap((screen) => screen.faults)).toEqual([]);
  },
});

// Before any fixture is made.
test.skip(!isInstalled, NOT_INSTALLED);

export { expect };
