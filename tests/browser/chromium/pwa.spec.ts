import { cachedPaths } from '../../../kit/browser/inPage';
import { reload } from '../../../kit/browser/open';
import {
  expect,
  expectAccessible,
  expectWithinReach,
  nightlyBut,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';
import manifest from '../../../package.json' with { type: 'json' };

/** Width and height of a PNG, from its IHDR chunk (PNG 3rd edition §11.2.1). */
function pngSize(bytes: Buffer): string {
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

type Manifest = {
  id?: string;
  name: string;
  short_name: string;
  description?: string;
  start_url: string;
  display: string;
  icons: Icon[];
  screenshots: (Icon & { form_factor: string })[];
  shortcuts: { name: string; url: string; icons?: Icon[] }[];
};
type Icon = { src: string; sizes: string; type: string; purpose?: string };

test('the manifest is complete and its icons are what it says', async ({ open }) => {
  const { page } = await open();
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const base = page.url();
  const manifest = (await (await page.request.get(new URL(link ?? '', base).href)).json()) as Manifest;
  expect(manifest).toMatchObject({
    id: expect.any(String),
    name: expect.stringContaining('Sightline'),
    description: expect.any(String),
    start_url: expect.any(String),
    display: expect.stringMatching(/standalone|fullscreen/),
  });
  const purposes = manifest.icons.map(({ purpose }) => purpose ?? 'any');
  expect(purposes).toContain('any');
  expect(purposes).toContain('maskable');
  for (const icon of manifest.icons) {
    const answer = await page.request.get(new URL(icon.src, base).href);
    expect(answer.status(), icon.src).toBe(200);
    expect(answer.headers()['content-type']).toBe(icon.type);
    if (icon.type === 'image/png') expect(pngSize(await answer.body()), icon.src).toBe(icon.sizes);
  }
  // Chrome's richer install dialog wants a picture for each form factor, 320 to 3840 px, no longer than 2.3 times
  // its width.
  expect(manifest.screenshots.map(({ form_factor }) => form_factor).sort()).toEqual(['narrow', 'wide']);
  for (const { src, sizes } of manifest.screenshots) {
    const body = await (await page.request.get(new URL(src, base).href)).body();
    expect(pngSize(body), src).toBe(sizes);
    const [short = 0, long = 0] = sizes
      .split('x')
      .map(Number)
      .sort((a, b) => a - b);
    expect([short >= 320, long <= 3840, long <= 2.3 * short], sizes).toEqual([true, true, true]);
  }
  for (const { url, icons = [] } of manifest.shortcuts) {
    expect((await page.request.get(new URL(url, base).href)).status(), url).toBe(200);
    for (const { src, sizes } of icons)
      expect(pngSize(await (await page.request.get(new URL(src, base).href)).body()), src).toBe(sizes);
  }
  const sizes = manifest.icons.map((icon) => icon.sizes);
  expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
  const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  expect(pngSize(await (await page.request.get(new URL(apple ?? '', base).href)).body())).toBe('180x180');
});

test('the browser has nothing against installing it', async ({ open }) => {
  const { page } = await open({ context: { serviceWorkers: 'allow' } });
  const session = await page.context().newCDPSession(page);
  // What stays: a context of a test is as a private window, in which nothing is installed.
  const against = async () =>
    (await session.send('Page.getInstallabilityErrors')).installabilityErrors.map(({ errorId }) => errorId);
  await expect.poll(against).toEqual(['in-incognito']);
});

test('the page says which version it is', async ({ open }) => {
  const { page } = await open();
  await expect(page.getByText(`v${manifest.version}`, { exact: true })).toBeVisible();
});

test('the shell opens offline, and nothing of /v1/ is ever kept', async ({ open }) => {
  const screen = await open({ context: { serviceWorkers: 'allow' } });
  const { page } = screen;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await reload(page);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  expect(await page.evaluate(() => fetch('/v1/config').then(({ status }) => status))).toBe(200);
  const kept = await page.evaluate(cachedPaths);
  expect(kept).toEqual(expect.arrayContaining([expect.stringMatching(/^\/(index\.html)?$/)]));
  expect(kept.filter((path) => path.startsWith('/v1'))).toEqual([]);
  await page.context().setOffline(true);
  await reload(page);
  await expect(screen.live).toBeVisible();
  await screen.untilPicture();
  expect(
    await page.evaluate(() =>
      fetch('/v1/config').then(
        ({ status }) => status,
        () => 'failed',
      ),
    ),
  ).toBe('failed');
  await screen.live.click();
  expect(await screen.oneAlert()).toMatch(/offline|network/i);
  await page.context().setOffline(false);
});

for (const viewport of VIEWPORTS) {
  const size = `${viewport.width}x${viewport.height}`;

  test(`no serious accessibility fault, ${size}`, { tag: nightlyBut(viewport) }, async ({ open }) => {
    const screen = await open({ viewport });
    await screen.untilPicture();
    await screen.goLive('SIGHTLINE STILL');
    await expectAccessible(screen.page);
  });

  test(`every control is at least 44 px and inside the window, ${size}`, async ({ open }) => {
    const screen = await open({ viewport });
    for (const control of [screen.live, screen.enh, screen.photo]) await expectWithinReach(control);
  });
}
