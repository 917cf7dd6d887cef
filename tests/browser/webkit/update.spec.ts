/** A new version comes while the page is open. */
import type { App } from '../../../kit/stack/app';
import { deployNext, isControlled, isWaiting, lookForNext, versionHere } from '../newVersion';
import { expect, keepShot, needsWebkit, test } from './test';

needsWebkit();

let app: App;
test.beforeEach(async ({ another }) => {
  app = await another({});
});

const LONG = { timeout: 20_000 };

test('Update loads the page of the new version, on the first visit and again', { tag: '@long' }, async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const screen = await visit({ url: app.url });
  await expect.poll(() => screen.run(isControlled), LONG).toBe(true);
  for (let i = 0; i < 2; i += 1) {
    const before = await screen.run(versionHere);
    const next = deployNext(app.dist);
    await expect.poll(() => screen.run(lookForNext), LONG).toBe(true);
    await expect.poll(() => screen.text('.lower'), LONG).toContain('A new version is ready.');
    await keepShot(screen, 'update');
    // Offered, not forced.
    expect(await screen.run(versionHere)).toBe(before);
    await screen.press('Update');
    // A page that is being replaced answers nobody.
    await expect.poll(() => screen.run(versionHere).catch(() => ''), LONG).toBe(next);
    await expect.poll(() => screen.run(isWaiting)).toBe(false);
  }
});

test('Later puts the offer away, and nothing is loaded', { tag: '@long' }, async ({ visit }) => {
  const screen = await visit({ url: app.url });
  await expect.poll(() => screen.run(isControlled), LONG).toBe(true);
  const before = await screen.run(versionHere);
  deployNext(app.dist);
  await expect.poll(() => screen.run(lookForNext), LONG).toBe(true);
  await expect.poll(() => screen.text('.lower'), LONG).toContain('A new version is ready.');
  await screen.press('Later');
  await expect.poll(() => screen.count('.lower .card')).toBe(0);
  await screen.press('PHOTO');
  await expect.poll(() => screen.text('dialog .sheetBody'), LONG).toMatch(/Nothing was found/);
  expect(await screen.run(versionHere)).toBe(before);
});
