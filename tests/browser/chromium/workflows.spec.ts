/** A choice of workflows, on the screen and on a real worker; and ENH on the Roboflow account's own relay. */
import { reload } from '../../../kit/browser/open';
import { expect, test } from '../../../kit/browser/test';
import { loginFor } from '../../../kit/process/coturnConfig';
import type { App } from '../../../kit/stack/app';
import { startUpstream, type Upstream } from '../../../kit/standins/upstream';
import type { DeploymentConfig } from '../../../protocol/api';
import { longestGap, watchResults } from '../resultTimes';

let account: Upstream;
let app: App;
test.beforeAll(async ({ stack }) => {
  account = await startUpstream();
  account.answer(() => {
    // What the relay's own stand-in of Twilio signs with: the last of the stack's secrets.
    const login = loginFor(stack.secrets.at(-1) ?? '', 900, 'account');
    const urls = ['turn:localhost:9?transport=udp', 'turn:localhost:9?transport=tcp'];
    const tls = 'turns:localhost:443?transport=tcp';
    return { status: 200, body: { iceServers: [{ urls: [...urls, tls], ...login }] } };
  });
  app = await stack.another({
    FAST_WORKFLOW_ID: 'codes',
    WORKFLOWS: 'Signs:fast,Code text:code_text',
    WORKFLOW_INPUTS: 'label',
    TWILIO_ACCOUNT_SID: '',
    TWILIO_AUTH_TOKEN: '',
    ENHANCED_TURN: 'roboflow',
    ROBOFLOW_API_KEY: 'local',
    ROBOFLOW_API_URL: account.url,
  });
});
test.afterAll(async () => {
  await app?.stop();
  await account?.close();
});
const here = (path = '/') => ({ path, context: { baseURL: app.url } });

test('ENH without Twilio is the account’s relay: relay, TLS, port 443', async ({ open }) => {
  const screen = await open(here('/?relay=force'));
  await screen.enh.click();
  await screen.goLive('SIGHTLINE STILL');
  await expect(screen.route).toHaveText(/^relay · TLS 443( · \d+ ms)?$/);
});

test('what is chosen runs, waits while ENH is on, and is back after it, and at the next visit', async ({
  open,
  stack,
}) => {
  const screen = await open(here('/?relay=force'));
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  const settings = page.getByRole('button', { name: 'Settings' });
  await settings.click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByRole('radio', { name: 'Signs' }).check();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  // The worker's model sees no code: what the codes' reader had found is gone.
  await expect(screen.detections).not.toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  await expect.poll(() => screen.openPeers()).toBe(1);
  await screen.enh.click();
  await expect(screen.detections).toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  await settings.click();
  await expect(sheet.getByText('ENH runs FAST. Signs waits, and is back when ENH is off.')).toBeVisible();
  await page.keyboard.press('Escape');
  await screen.enh.click();
  await expect(screen.detections).not.toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  await reload(page);
  await expect(settings).toHaveAttribute('aria-description', 'Signs');
  const config: DeploymentConfig = await page.evaluate(async () => (await fetch('/v1/config')).json());
  expect(config.choices.map(({ name }) => name)).toEqual(['Signs', 'Code text']);
  expect(
    stack.interceptor.posts.some(({ path }) => path.endsWith('/workflows/fast/describe_interface')),
  ).toBe(true);
});

test('an input that is typed while live changes what is said, without a gap before', {
  tag: '@long',
}, async ({ open }) => {
  const screen = await open(here());
  const { page } = screen;
  const results = await watchResults(page);
  const settings = page.getByRole('button', { name: 'Settings' });
  await settings.click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByRole('radio', { name: 'Code text' }).check();
  await sheet.getByRole('checkbox', { name: 'True to the frame' }).check();
  await page.keyboard.press('Escape');
  await screen.live.click();
  const readouts = page.getByTestId('readouts');
  await expect(readouts).toContainText(/Codes: \d/, { timeout: 20_000 });
  await settings.click();
  const field = sheet.getByLabel('label');
  await field.pressSequentially('Tags');
  const typedMs = await page.evaluate(() => performance.now());
  // `expect` would look once a second by then.
  const isChanged = () =>
    /Tags: \d/.test(document.querySelector('[data-testid=readouts]')?.textContent ?? '');
  await page.waitForFunction(isChanged, undefined, { polling: 20, timeout: 10_000 });
  const changedMs = (await page.evaluate(() => performance.now())) - typedMs;
  const gapMs = longestGap(
    (await results()).filter((at) => at > typedMs - 1_000 && at < typedMs + changedMs),
  );
  console.log(`typed to seen ${Math.round(changedMs)} ms, longest gap before ${Math.round(gapMs)} ms`);
  expect(changedMs).toBeLessThan(3_000);
  expect(gapMs).toBeLessThan(500);
  await field.fill('Marks');
  await field.press('Enter');
  await expect(readouts).toContainText(/Marks: \d/, { timeout: 10_000 });
  await reload(page);
  await settings.click();
  await expect(sheet.getByRole('checkbox', { name: 'True to the frame' })).toBeChecked();
});
