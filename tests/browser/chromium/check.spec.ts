/** The connection check at /check: what it says of networks and servers that are really so. */
import type { Page } from '@playwright/test';
import { reload } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import {
  expect,
  expectAccessible,
  nightlyBut,
  relayFacts,
  shot,
  test,
  VIEWPORTS,
} from '../../../kit/browser/test';
import type { TwilioMode } from '../../../kit/standins/twilio';
import type { TurnConfig } from '../../../protocol/api';
import { longestGap, watchResults } from '../resultTimes';

/** A run is over in ten seconds; a busy machine may be late to show it. */
const DONE = { timeout: 15_000 };

const verdict = ({ page }: CameraScreen) => page.getByTestId('verdict');
const outcome = ({ page }: CameraScreen, check: string) => page.locator(`[data-check="${check}"]`);
const button = ({ page }: CameraScreen, name: string) => page.getByRole('button', { name, exact: true });

async function expectVerdict(screen: CameraScreen, name: string): Promise<void> {
  await expect(verdict(screen)).toHaveAttribute('data-verdict', /.+/, DONE);
  await expect(verdict(screen)).toHaveAttribute('data-verdict', name);
}

/** What the network is like is settled before the check begins: it is begun once more. */
async function again(screen: CameraScreen, name: string): Promise<void> {
  const stop = button(screen, 'Stop');
  if (await stop.isVisible()) await stop.click();
  await button(screen, 'Check again').click();
  await expectVerdict(screen, name);
}

/** The relay's list as the stand-in made it, with real credentials, changed on its way to the page. */
async function changeRelay(page: Page, change: (config: TurnConfig) => unknown): Promise<void> {
  await page.route('**/v1/webrtc-turn-config/twilio', async (route) => {
    const response = await route.fetch();
    const config = (await response.json()) as TurnConfig;
    change(config);
    await route.fulfill({ response, json: config });
  });
}

/** A STUN server that is not there: by the list without one the stack says that its worker is near. */
async function blockUdp(page: Page): Promise<void> {
  const json = { iceServers: [{ urls: ['stun:localhost:9'] }] };
  await page.route('**/v1/webrtc-turn-config', (route) => route.fulfill({ json }));
}

/** coturn itself, without the gate before it: UDP, TCP and TLS on its own ports. */
function openRelay(): (config: TurnConfig) => void {
  const { plain, tls } = relayFacts().ports;
  // The certificate names localhost; coturn listens at IPv4 alone, which that name is not.
  const urls = [`turn:127.0.0.1:${plain}?transport=udp`, `turns:localhost:${tls}?transport=tcp`];
  return (config) => {
    const { username = '', credential = '' } = config.iceServers.find((server) => server.credential) ?? {};
    config.iceServers = [{ urls, username, credential }];
  };
}

test('a network without UDP: ENH works, by TLS on 443, and nothing stays open', async ({ open, stack }) => {
  const sessions = await stack.worker.sessionsEver();
  const minted = stack.twilio.requests.length;
  const screen = await open({ path: '/check' });
  await expectVerdict(screen, 'use_enh');
  await expect(verdict(screen)).toHaveText(/This network blocks direct video\. ENH works here: \d+ ms\./);
  await expect(outcome(screen, 'relayTls')).toContainText(
    /works · \d+ ms · ± \d+ ms · \d % lost · \d{2,} kbit\/s/,
  );
  await expect(outcome(screen, 'udp')).toHaveAttribute('data-outcome', 'blocked');
  await expect.poll(() => screen.openPeers()).toBe(0);
  expect(await screen.cameraCalls()).toBe(0);
  expect(await stack.worker.sessionsEver(), 'no GPU').toBe(sessions);
  expect(stack.twilio.requests.length, 'one pass').toBe(minted + 1);
});

test('an open network: direct works, and the relay by UDP and TLS besides', async ({ open }) => {
  const screen = await open({ path: '/check' });
  await changeRelay(screen.page, openRelay());
  await again(screen, 'direct_works');
  for (const check of ['relayUdp', 'relayTls'])
    await expect(outcome(screen, check)).toHaveAttribute('data-outcome', 'works');
  await expect(outcome(screen, 'udp')).toHaveAttribute('data-outcome', 'open');
});

test('the worker is asked on a tap alone, and says which way the video goes', async ({ open, stack }) => {
  const sessions = await stack.worker.sessionsEver();
  const minted = stack.twilio.requests.length;
  const screen = await open({ path: '/check' });
  await expectVerdict(screen, 'use_enh');
  await button(screen, 'Test detection, too').click();
  await expectVerdict(screen, 'direct_works');
  await expect(outcome(screen, 'worker')).toHaveAttribute('data-outcome', 'direct');
  expect(await stack.worker.sessionsEver()).toBe(sessions + 1);
  expect(stack.twilio.requests.length, 'still one pass').toBe(minted + 1);
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect.poll(() => stack.worker.sessions()).toBe(0);
  await stack.worker.stop();
  try {
    await button(screen, 'Test detection, too').click();
    await expectVerdict(screen, 'worker_down');
  } finally {
    await stack.worker.start();
  }
});

test.describe('the relay', () => {
  test.afterEach(({ stack }) => stack.twilio.setMode('ok'));
  const cases: [TwilioMode, string, RegExp][] = [
    ['unreachable', 'turn_down', /the relay cannot be reached/],
    ['500', 'turn_down', /the relay cannot be reached\.Try again soon/],
    ['401', 'turn_refused', /does not let this visit in\.Whoever runs this app must check them/],
  ];
  for (const [mode, name, words] of cases) {
    test(`Twilio in mode ${mode}: ${name}`, { tag: '@long' }, async ({ open, stack }) => {
      stack.twilio.setMode(mode);
      const screen = await open({ path: '/check' });
      await blockUdp(screen.page);
      await again(screen, name);
      await expect(verdict(screen)).toHaveText(words);
    });
  }

  test('its certificate is for another name', async ({ open }) => {
    const screen = await open({ path: '/check' });
    // The certificate names localhost alone; UDP needs none, so that way is closed here.
    const { tls } = relayFacts().ports;
    await blockUdp(screen.page);
    await changeRelay(screen.page, (config) => {
      const urls = [`turns:127.0.0.1:${tls}?transport=tcp`];
      config.iceServers = config.iceServers
        .filter(({ credential }) => credential)
        .map((one) => ({ ...one, urls }));
    });
    await again(screen, 'certificate');
  });

  test('it refuses the pass: turn_refused', { tag: '@long' }, async ({ open }) => {
    const screen = await open({ path: '/check' });
    await changeRelay(screen.page, ({ iceServers }) => {
      for (const server of iceServers) if (server.credential) server.credential = 'bm90IHRoYXQgb25l';
    });
    await again(screen, 'turn_refused');
  });

  test('the same, by a clock that is an hour off: clock', { tag: '@long' }, async ({ open }) => {
    const setBack = () => {
      const now = Date.now;
      Date.now = () => now() - 3_600_000;
    };
    const screen = await open({ path: '/check', before: [{ run: setBack }] });
    await expectVerdict(screen, 'use_enh');
    await expect(verdict(screen)).toContainText('clock is off');
    await changeRelay(screen.page, ({ iceServers }) => {
      for (const server of iceServers) if (server.credential) server.credential = 'bm90IHRoYXQgb25l';
    });
    await again(screen, 'clock');
  });
});

test.describe('what stands before the app', () => {
  const page = { contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' };
  test('a sign-in page in its place, or a redirect to one', { tag: '@long' }, async ({ open }) => {
    const screen = await open({ path: '/check' });
    await screen.page.route('**/v1/config', (route) => route.fulfill(page));
    await again(screen, 'captive_portal');
    const to = { status: 302, headers: { Location: 'http://127.0.0.1:9/hotel' } };
    await screen.page.route('**/v1/config', (route) => route.fulfill(to));
    await again(screen, 'captive_portal');
  });

  test('a server that is out of order, or does not answer', { tag: '@long' }, async ({ open }) => {
    const screen = await open({ path: '/check' });
    await screen.page.route('**/v1/config', (route) => route.fulfill({ status: 503, body: 'Out of order' }));
    await again(screen, 'proxy_down');
    await screen.page.route('**/v1/config', (route) => route.abort('connectionrefused'));
    await again(screen, 'proxy_down');
  });

  test('no network at all: the page comes from the service worker', async ({ open }) => {
    const screen = await open({ context: { serviceWorkers: 'allow' } });
    const { page } = screen;
    await page.evaluate(() => navigator.serviceWorker.ready);
    await reload(page);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await page.context().setOffline(true);
    await page.goto('/check');
    await expectVerdict(screen, 'offline');
  });
});

test('a browser without WebRTC', { tag: '@long' }, async ({ open }) => {
  const run = () => Reflect.deleteProperty(window, 'RTCPeerConnection');
  const screen = await open({ path: '/check', before: [{ run }] });
  await expectVerdict(screen, 'no_webrtc');
});

test('a machine without a camera, and one that may not use it', { tag: '@long' }, async ({ open }) => {
  await expectVerdict(await open({ path: '/check', camera: 'none' }), 'no_camera');
  const deny = () => {
    navigator.permissions.query = async () => ({ state: 'denied' }) as PermissionStatus;
  };
  await expectVerdict(await open({ path: '/check', before: [{ run: deny }] }), 'no_camera');
});

test('beside a live session in another tab it sends no bursts, and results go on', {
  tag: '@long',
}, async ({ open }) => {
  const live = await open();
  const results = await watchResults(live.page);
  await live.goLive('SIGHTLINE STILL');
  const check = await live.page.context().newPage();
  await check.goto('/check');
  await check.getByRole('button', { name: 'Stop' }).click();
  await check.waitForTimeout(3_000);
  const settledAt = (await results()).length;
  await check.waitForTimeout(7_000);
  const before = (await results()).slice(settledAt);
  await check.getByRole('button', { name: 'Check again' }).click();
  await expect(check.getByTestId('verdict')).toHaveAttribute('data-verdict', 'use_enh', DONE);
  const beside = (await results()).slice(settledAt + before.length);
  const figures = [longestGap(beside), longestGap(before)].map(Math.round);
  console.log(`longest gap between results: ${figures[0]} ms beside a check, ${figures[1]} ms before it`);
  await expect(check.locator('[data-check=relayTls]')).toContainText(/works · \d+ ms/);
  await expect(check.locator('[data-check=relayTls]')).not.toContainText('kbit/s');
  // On a machine that does other things besides, no more than half a gap more than it makes by itself.
  expect(longestGap(beside)).toBeLessThanOrEqual(Math.max(150, longestGap(before) * 1.5));
  await live.live.click();
  await check.getByRole('button', { name: 'Check again' }).click();
  await expect(check.locator('[data-check=relayTls]')).toContainText(/\d{2,} kbit\/s/, DONE);
});

test('stopped in the middle, nothing of it stays', { tag: '@long' }, async ({ open }) => {
  const screen = await open({ path: '/check' });
  await expect.poll(() => screen.openPeers()).toBeGreaterThan(3);
  await button(screen, 'Stop').click();
  await expect.poll(() => screen.openPeers()).toBe(0);
  await expect(verdict(screen)).toHaveText('The check was stopped.');
  await expect(verdict(screen)).not.toHaveAttribute('data-verdict', /./);
});

test('the report can be handed on, and holds nothing that is secret', async ({ open, stack }) => {
  const screen = await open({ path: '/check' });
  const secrets = [...stack.secrets, 'localhost:443', '127.0.0.1', '"'];
  await changeRelay(screen.page, ({ iceServers }) => {
    for (const { username, credential } of iceServers)
      if (username && credential) secrets.push(username, credential);
  });
  await again(screen, 'use_enh');
  await button(screen, 'Share the report').click();
  const text = await screen.page.getByTestId('report').textContent();
  const link = (await screen.page.getByTestId('report-link').getAttribute('href')) ?? '';
  await expect(screen.page.getByRole('img', { name: 'Link to this report' })).toBeVisible();
  expect(secrets.length).toBeGreaterThan(6);
  for (const secret of secrets) expect(`${text} ${new URL(link).hash}`).not.toContain(secret);
  expect(new URL(link).search).toBe('');
  const helper = await open({ path: new URL(link).pathname + new URL(link).hash });
  await expectVerdict(helper, 'use_enh');
  await expect(helper.page.getByText('A report of another device')).toBeVisible();
  expect(await helper.peersEver()).toBe(0);
});

test('a failed dial leads to it, and so does the top of the screen', async ({ open, stack }) => {
  const screen = await open();
  await screen.untilPicture();
  await stack.worker.stop();
  try {
    await screen.live.click();
    await screen.oneAlert();
    await screen.page.getByRole('link', { name: 'Find out why' }).click();
    await expect(screen.page.getByRole('heading', { name: 'Check the connection' })).toBeVisible();
  } finally {
    await stack.worker.start();
  }
  await screen.page.getByRole('link', { name: 'Back to the app' }).click();
  await screen.page.getByRole('link', { name: 'Check the connection' }).click();
  await expect(verdict(screen)).toBeVisible();
});

for (const viewport of VIEWPORTS) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`it reads well at ${size}`, { tag: nightlyBut(viewport) }, async ({ open }) => {
    const screen = await open({ path: '/check', viewport });
    const { page } = screen;
    await expect(outcome(screen, 'relayTls')).toBeVisible();
    await page.screenshot({ path: shot(`check-running-${size}.png`) });
    await expectVerdict(screen, 'use_enh');
    await button(screen, 'Share the report').click();
    await expect(page.locator('.qr')).toBeVisible();
    await page.screenshot({ path: shot(`check-${size}.png`), fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
}
