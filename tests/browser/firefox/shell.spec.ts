/** The server is gone, or the network: the page opens all the same, and says what it cannot do. */
import { cachedPaths } from '../../../kit/browser/inPage';
import { isControlled } from '../newVersion';
import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

test('the shell opens when its server is gone, with the camera, and nothing of /v1/ is ever kept', {
  tag: '@long',
}, async ({ another, openFirefox }) => {
  const app = await another({});
  const screen = await openFirefox({ app: app.url });
  const { page } = screen;
  await expect.poll(() => page.evaluate(isControlled), { timeout: 20_000 }).toBe(true);
  const kept = await page.evaluate(cachedPaths);
  expect(kept).toContain('/index.html');
  expect(kept.filter((path) => path.startsWith('/v1'))).toEqual([]);
  await app.stop();
  await page.reload();
  await expect
    .poll(async () => (await screen.viewfinder()).frame.width, { timeout: 15_000 })
    .toBeGreaterThan(0);
  expect(await page.evaluate(() => fetch('/v1/config').then(String, () => 'none'))).toBe('none');
  await screen.press('LIVE');
  await expect
    .poll(() => screen.alerts(), { timeout: 20_000 })
    .toEqual([expect.stringMatching(/^(The app's server does not answer|You are offline)\./)]);
});
