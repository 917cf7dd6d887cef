import { cachedPaths } from '../../../kit/browser/inPage';
import { expect, keepShot, needsWebkit, test } from './test';

needsWebkit();

test('the shell opens when its server is gone, with the camera, and nothing of /v1/ is ever kept', async ({
  another,
  visit,
}) => {
  const app = await another({});
  const screen = await visit({ url: app.url });
  await screen.run(async () => {
    await navigator.serviceWorker.ready;
  });
  await screen.driver.navigate().refresh();
  await screen.untilPicture();
  const isControlled = () => screen.run(() => navigator.serviceWorker.controller !== null);
  await expect.poll(isControlled, 'the page has a service worker').toBe(true);
  const kept = await screen.run(cachedPaths);
  expect(kept).toContain('/index.html');
  expect(kept.filter((path) => path.startsWith('/v1'))).toEqual([]);
  await app.stop();
  await screen.driver.navigate().refresh();
  await screen.untilPicture();
  const answer = await screen.run(() => fetch('/v1/config').then(String, () => 'none'));
  expect(answer, 'the server is still there').toBe('none');
  await screen.press('PHOTO');
  expect((await screen.oneAlert()).code).toMatch(/^(proxy_unreachable|offline)$/);
  await keepShot(screen, 'offline');
});
