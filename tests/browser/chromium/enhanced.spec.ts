import { expect, test } from '../../../kit/browser/test';

const RELAY_TLS_443 = {
  candidateType: 'relay',
  relayProtocol: 'tls',
  url: expect.stringMatching(/^turns:localhost:443(\?transport=tcp)?$/),
};

test('ENH with a forced relay: the selected pair is relay, TLS, port 443', async ({ open }) => {
  const screen = await open({ path: '/?relay=force' });
  await screen.enh.click();
  await expect(screen.enh).toHaveAttribute('aria-pressed', 'true');
  await screen.goLive('SIGHTLINE STILL');
  expect(await screen.paths()).toEqual([expect.objectContaining(RELAY_TLS_443)]);
  await expect(screen.route).toHaveText(/^relay · TLS 443( · \d+ ms)?$/);
});

test('at the start of an enhanced stream a small text says what path it takes', async ({ open }) => {
  const screen = await open({ path: '/?relay=force' });
  await screen.enh.click();
  await screen.live.click();
  await expect(screen.page.getByText('ENH · relay')).toBeVisible({ timeout: 20_000 });
});

test('ENH makes the relay available and ICE may still prefer the direct path', async ({ open, stack }) => {
  const before = stack.twilio.requests.length;
  const screen = await open();
  await screen.enh.click();
  await screen.live.click();
  await expect(screen.page.getByText('ENH · direct')).toBeVisible({ timeout: 20_000 });
  await screen.untilSeen('SIGHTLINE STILL');
  await expect(screen.route).toHaveText(/^direct · UDP/);
  expect(stack.twilio.requests.length, 'credentials come from Twilio').toBeGreaterThan(before);
  expect(stack.twilio.requests.every(({ authorized }) => authorized)).toBe(true);
});

test('ENH toggled while live changes the route, and back, without a second camera request', async ({
  open,
}) => {
  const screen = await open({ path: '/?relay=force' });
  await screen.goLive('SIGHTLINE STILL');
  await expect(screen.route).toHaveText(/^direct · UDP/);
  await screen.enh.click();
  await expect(screen.route).toHaveText(/^relay · TLS 443/, { timeout: 20_000 });
  await expect.poll(() => screen.openPeers(), { message: 'the old peer is let go' }).toBe(1);
  expect(await screen.paths()).toEqual([expect.objectContaining(RELAY_TLS_443)]);
  await screen.enh.click();
  await expect(screen.enh).toHaveAttribute('aria-pressed', 'false');
  await expect(screen.route).toHaveText(/^direct · UDP/, { timeout: 20_000 });
  await expect.poll(() => screen.openPeers()).toBe(1);
  expect((await screen.paths())[0]?.candidateType).not.toBe('relay');
  await screen.untilSeen('SIGHTLINE STILL');
  expect(await screen.cameraCalls()).toBe(1);
});

test('an active ENH looks different from an idle one', async ({ open }) => {
  const screen = await open();
  const look = () =>
    screen.enh.evaluate((button) => {
      const { backgroundColor, color, borderColor, boxShadow } = getComputedStyle(button);
      return [backgroundColor, color, borderColor, boxShadow].join(' ');
    });
  const idle = await look();
  await screen.enh.click();
  await screen.page.mouse.move(0, 0);
  await expect.poll(look).not.toBe(idle);
});

test('live in ENH asks for the fast workflow on the medium plan, whatever ACC says', async ({ open }) => {
  const screen = await open({ path: '/?relay=force' });
  const offers: { wrtcParams?: Record<string, unknown> }[] = [];
  screen.page.on('request', (request) => {
    if (request.url().endsWith('/v1/webrtc-offer')) offers.push(request.postDataJSON());
  });
  await screen.enh.click();
  await screen.goLive('SIGHTLINE STILL');
  expect(offers).toHaveLength(1);
  expect(offers[0]?.wrtcParams).toMatchObject({ workflowId: 'codes', requestedPlan: 'webrtc-gpu-medium' });
});
