/** This WebKit is built without WebRTC, as an iPhone in Lockdown Mode is: LIVE cannot work, and says why. */
import { expect, keepShot, needsWebkit, test } from './test';

needsWebkit();

const LIVE_ROUTES = /\/v1\/webrtc/;

test('LIVE says at once that this browser has no live video, and sends nothing', async ({ visit, stack }) => {
  const screen = await visit();
  await screen.untilPicture();
  expect(await screen.run(() => typeof window.RTCPeerConnection)).toBe('undefined');
  const before = stack.app.output().length;
  await screen.press('LIVE');
  // Once the code for it is there; nothing is asked of anybody.
  await expect.poll(() => screen.phase()).toBe('failed');
  const { code, text } = await screen.oneAlert();
  expect(code).toBe('webrtc_missing');
  expect(text).toMatch(/This browser cannot send live video/);
  expect(text).toMatch(/PHOTO/);
  expect(text).toMatch(/Lockdown Mode/);
  expect(text).not.toMatch(/network/);
  expect(await screen.isPressed('LIVE')).toBe('false');
  await keepShot(screen, 'live-without-webrtc');
  await screen.press('Dismiss');
  await expect.poll(() => screen.count('[role=alert]')).toBe(0);
  expect(await screen.phase()).toBe('idle');
  // ENH would get a relay ready, and money hangs on a relay.
  await screen.press('ENH');
  await screen.press('LIVE');
  expect((await screen.oneAlert()).code).toBe('webrtc_missing');
  // A dial that goes round would have begun again by now (web/session/recovery/redialPolicy.ts).
  await new Promise((done) => setTimeout(done, 1_500));
  expect(stack.app.output().slice(before)).not.toMatch(LIVE_ROUTES);
  expect(await screen.phase()).toBe('failed');
});

test('PHOTO works where LIVE does not', async ({ visit }) => {
  const screen = await visit();
  await screen.untilPicture();
  await screen.press('LIVE');
  await screen.oneAlert();
  await screen.press('PHOTO');
  // The mock camera shows no code.
  await expect.poll(() => screen.text('dialog .sheetBody'), { timeout: 30_000 }).toMatch(/Nothing was found/);
});
