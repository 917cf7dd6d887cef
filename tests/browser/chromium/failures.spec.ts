import { installBusyCamera } from '../../../kit/browser/instruments';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, test } from '../../../kit/browser/test';
import type { TwilioMode } from '../../../kit/standins/twilio';

const TEXT = 'SIGHTLINE STILL';

/** After a fault is lifted the same page must get there, by nothing but its own buttons. */
async function worksAgain(screen: CameraScreen): Promise<void> {
  await screen.setPressed(screen.live, false);
  await screen.goLive(TEXT, 30_000);
  await expect(screen.alert).toHaveCount(0);
  await expect.poll(() => screen.openPeers()).toBe(1);
}

test.describe('the relay', () => {
  test.afterEach(({ stack }) => stack.twilio.setMode('ok'));

  const cases: [TwilioMode, string, RegExp][] = [
    ['401', 'Twilio refuses the keys', /relay provider does not accept the keys/],
    ['429', 'Twilio is asked too often', /relay provider is asked too often/],
    ['500', 'Twilio has an outage', /relay provider is having trouble/],
    ['nonsense', 'Twilio answers nonsense', /relay provider gave an answer that makes no sense/],
    ['hang', 'Twilio is silent', /relay provider took too long/],
    ['unreachable', 'nothing listens at the TURN host', /relay cannot be reached/],
    ['untrusted', 'the TURN certificate is not for that host', /relay cannot be reached/],
  ];
  /** The proxy's own tests know what it makes of the others. */
  const first = ['401'];
  for (const [mode, what, words] of cases) {
    const tag = first.includes(mode) ? [] : '@long';
    test(`${what} (${mode})`, { tag }, async ({ open, stack }) => {
      stack.twilio.setMode(mode);
      const screen = await open({ path: '/?relay=force' });
      await screen.enh.click();
      await screen.live.click();
      expect(await screen.oneAlert(30_000)).toMatch(words);
      await expect.poll(() => screen.openPeers()).toBe(0);
      stack.twilio.setMode('ok');
      await worksAgain(screen);
      await expect(screen.route).toHaveText(/^relay · TLS 443/);
    });
  }

  test('a CA that the browser does not trust; without ENH the page still works', async ({ open }) => {
    const screen = await open({ path: '/?relay=force', trusting: false });
    await screen.enh.click();
    await screen.live.click();
    expect(await screen.oneAlert(30_000)).toMatch(/relay cannot be reached/);
    await screen.setPressed(screen.enh, false);
    await worksAgain(screen);
    await expect(screen.route).toHaveText(/^direct/);
  });

  test('ENH switched on while live and Twilio down: the running session stays', async ({ open, stack }) => {
    const screen = await open({ path: '/?relay=force' });
    await screen.goLive(TEXT);
    stack.twilio.setMode('500');
    await screen.enh.click();
    expect(await screen.oneAlert()).toMatch(/relay provider is having trouble/);
    await expect.poll(async () => (await screen.boxes()).length).toBeGreaterThan(0);
    await expect(screen.route).toHaveText(/^direct/);
    await expect.poll(() => screen.openPeers()).toBe(1);
  });
});

test.describe('the worker', () => {
  test('is down, and comes back', async ({ open, stack }) => {
    const screen = await open();
    await screen.untilPicture();
    await stack.worker.stop();
    try {
      await screen.live.click();
      expect(await screen.oneAlert()).toMatch(/detection service cannot be reached/);
    } finally {
      await stack.worker.start();
    }
    await worksAgain(screen);
  });

  test('refuses the workflow', async ({ open, stack }) => {
    const screen = await open();
    stack.interceptor.askFor('no-such-workflow');
    try {
      await screen.live.click();
      expect(await screen.oneAlert()).toMatch(/workflow/);
    } finally {
      stack.interceptor.askFor(null);
    }
    await worksAgain(screen);
  });

  test('dies in the middle of a session, and another takes its place', async ({ open, stack }) => {
    test.setTimeout(90_000);
    const screen = await open();
    await screen.goLive(TEXT);
    await stack.worker.stop();
    await stack.worker.start();
    // It finds its way back by itself or says what to do; either way this page gets there.
    await expect
      .poll(async () => (await stack.worker.sessions()) === 1 || (await screen.alert.count()) === 1, {
        timeout: 45_000,
      })
      .toBe(true);
    if ((await screen.alert.count()) === 1) {
      await screen.oneAlert();
      await worksAgain(screen);
    }
    await expect.poll(async () => (await screen.boxes()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  });
});

test.describe('a browser without live video', () => {
  const lacks: [string, () => void][] = [
    ['has no peer connections', () => Reflect.deleteProperty(window, 'RTCPeerConnection')],
    [
      'refuses each one',
      () => {
        window.RTCPeerConnection = class {
          constructor() {
            throw new DOMException('by policy', 'NotAllowedError');
          }
        } as unknown as typeof RTCPeerConnection;
      },
    ],
    [
      'has no data channels',
      () => Reflect.deleteProperty(Object.getPrototypeOf(RTCPeerConnection.prototype), 'createDataChannel'),
    ],
  ];
  for (const [what, run] of lacks) {
    test(`${what}: said at once, and nothing is asked of anybody`, async ({ open }) => {
      const screen = await open({ before: [{ run }] });
      await screen.untilPicture();
      const asked: string[] = [];
      screen.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await screen.enh.click();
      await screen.live.click();
      expect(await screen.oneAlert(1_000)).toMatch(/cannot send live video\. PHOTO still works/);
      await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
      await screen.photo.click();
      await expect(screen.page.getByRole('dialog').getByText(TEXT)).toBeVisible({ timeout: 15_000 });
      expect(asked.filter((path) => path.startsWith('/v1'))).toEqual(['/v1/infer']);
    });
  }
});

test.describe('the camera', () => {
  test('there is none', async ({ open }) => {
    const screen = await open({ camera: 'none' });
    expect(await screen.oneAlert()).toMatch(/No camera was found/);
    expect(await screen.liveTracks()).toBe(0);
  });

  test('is denied, and then allowed in the browser’s settings', async ({ open, stack }) => {
    const screen = await open({ camera: 'denied' });
    expect(await screen.oneAlert()).toMatch(/camera is not allowed/);
    await screen.page.context().grantPermissions(['camera'], { origin: stack.app.url });
    const again = screen.page.getByRole('button', { name: /try again/i });
    if (await again.isVisible()) await again.click();
    await screen.untilPicture();
    await worksAgain(screen);
  });

  for (const [name, words] of [
    ['NotReadableError', /Another app is using the camera/],
    ['NotFoundError', /No camera was found/],
  ] as const) {
    test(`answers ${name}, and then is there`, {
      tag: name === 'NotFoundError' ? '@long' : [],
    }, async ({ open }) => {
      const screen = await open({ before: [{ run: installBusyCamera, argument: name }] });
      expect(await screen.oneAlert()).toMatch(words);
      await screen.page.evaluate(() => localStorage.setItem('cameraFree', '1'));
      await screen.page.getByRole('button', { name: /try again/i }).click();
      await screen.untilPicture();
      await worksAgain(screen);
    });
  }
});
