import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { openScreen } from '../../../kit/browser/open';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, shot, test } from '../../../kit/browser/test';
import { type Child, plainEnv, startChild } from '../../../kit/process/child';
import { freePort } from '../../../kit/process/ports';
import { ownPorts } from '../../../kit/stack/start';

type Start = { env?: Record<string, string>; settings?: string; args?: string[] };

/** `npm start` on ports of its own, with these lines for a `.dev.vars`. */
async function start({ env = {}, settings = '', args = [] }: Start, ready?: RegExp): Promise<Child> {
  const devVars = test.info().outputPath('dev.vars');
  writeFileSync(devVars, settings, { mode: 0o600 });
  return startChild(process.execPath, ['--import', 'tsx', 'dev/start.ts', ...args], {
    // Not the database of whoever runs the tests.
    env: {
      ...plainEnv(),
      ...(await ownPorts()),
      DEV_VARS_FILE: devVars,
      STATE_DIR: test.info().outputPath('state'),
      ...env,
    },
    ...(ready ? { ready, readyMs: 90_000 } : {}),
  });
}

/** What a start that cannot be leaves on the terminal: its exit code, and the last lines. */
async function refusal(options: Start): Promise<{ code: number | string; text: string }> {
  const child = await start(options);
  const code = await child.exited;
  return { code, text: child.output().trim() };
}

test('a taken port is one sentence that names it, and nothing stays running', async () => {
  const taken = createServer().listen(await freePort(), '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
  const address = taken.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  try {
    for (const name of ['APP_PORT', 'WORKER_PORT', 'TURN_PORT']) {
      const { code, text } = await refusal({ env: { [name]: port } });
      expect(code, name).toBe(1);
      expect(text.split('\n'), name).toHaveLength(1);
      expect(text, name).toContain(`port ${port}/tcp on 127.0.0.1 is taken`);
      expect(text, name).toMatch(/stop that program and try again\.$/);
    }
  } finally {
    taken.close();
  }
});

test('an unknown key is named, with the one that was meant', async () => {
  const { code, text } = await refusal({ settings: 'TWILO_ACCOUNT_SID=AC1\n' });
  expect(code).toBe(2);
  expect(text.split('\n')).toHaveLength(1);
  expect(text).toMatch(/TWILO_ACCOUNT_SID is not a variable of this app\. Did you mean TWILIO_ACCOUNT_SID\?/);
});

test('a missing key is named, and no value is shown', async () => {
  const sid = `AC${'0123456789abcdef'.repeat(2)}`;
  const { code, text } = await refusal({ settings: `TWILIO_ACCOUNT_SID=${sid}\n` });
  expect(code).toBe(2);
  expect(text.split('\n')).toHaveLength(1);
  expect(text).toMatch(/TWILIO_AUTH_TOKEN is missing\..*\.dev\.vars/);
  expect(text).not.toContain(sid);
});

test('an unknown option is answered with where the help is', async () => {
  const { code, text } = await refusal({ args: ['--fone'] });
  expect(code).toBe(2);
  expect(text).toMatch(/--fone.*--help/);
});

/** A photo through ACC. @returns what has a mask in it */
async function photographed({ page, photo }: CameraScreen): Promise<string[]> {
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/infer');
  await page.getByRole('button', { name: 'ACC', exact: true }).click();
  await photo.click();
  const { outputs } = (await (await answered).json()) as Seen;
  return outputs[0].predictions.predictions.flatMap((each) => (each.rle_mask ? [each.class] : []));
}
type Seen = { outputs: [{ predictions: { predictions: { class: string; rle_mask?: object }[] } }] };

test('started for real: LIVE and ACC see everyday things, ENH relays over TCP and says so, and Ctrl-C ends everything', {
  tag: '@long',
}, async ({ browsers }) => {
  test.setTimeout(150_000);
  const child = await start({}, /Sightline runs at\s+\S+/);
  try {
    const url = /Sightline runs at\s+(\S+)/.exec(child.output())?.[1] ?? '';
    const screen = await openScreen(await browsers.get({ scene: 'wall' }), url, {
      viewport: { width: 1280, height: 800 },
    });
    await screen.goLive('cat');
    for (const thing of ['cup', 'person']) await expect(screen.detections).toContainText(thing);
    await expect(screen.route).toHaveText(/^direct · UDP/);
    await screen.page.screenshot({ path: shot('things-live.png') });
    await screen.enh.click();
    await expect(screen.route).toHaveText(/^relay · TCP \d+/, { timeout: 20_000 });
    expect(await screen.paths()).toEqual([
      expect.objectContaining({ candidateType: 'relay', relayProtocol: 'tcp' }),
    ]);
    const masked = await photographed(screen);
    expect(masked).toEqual(expect.arrayContaining(['cat', 'person']));
    await expect(screen.page.getByRole('dialog').getByText('person').first()).toBeVisible();
    await screen.page.screenshot({ path: shot('things-accurate.png') });
    await screen.page.context().close();
    child.interrupt();
    expect(await child.exited).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  } finally {
    await child.stop();
  }
});

test('over https visitors have budgets, which a restart does not fill up again', { tag: '@long' }, async ({
  playwright,
}) => {
  test.setTimeout(150_000);
  const settings = ['ACCESS_CODE=open-sesame', `SESSION_SECRET=${'s'.repeat(32)}`, 'VISITOR_LIMITS=2,9,99,9'];
  const options = { settings: settings.join('\n'), args: ['--phone', '--host', '127.0.0.1'] };
  const client = await playwright.request.newContext({ ignoreHTTPSErrors: true });
  const run = async (use: (url: string) => Promise<void>) => {
    const child = await start(options, /Sightline runs at\s+\S+/);
    try {
      await use(/Sightline runs at\s+(\S+)/.exec(child.output())?.[1] ?? '');
    } finally {
      await child.stop();
    }
  };
  const relay = async (url: string) => (await client.get(`${url}/v1/webrtc-turn-config`)).status();
  await run(async (url) => {
    expect(url).toMatch(/^https:/);
    expect(await relay(url)).toBe(401);
    const proof = await client.post(`${url}/v1/session`, { data: { code: 'open-sesame' } });
    expect(proof.status()).toBe(200);
    expect([await relay(url), await relay(url), await relay(url)]).toEqual([200, 200, 429]);
  });
  await run(async (url) => {
    const refused = await client.get(`${url}/v1/webrtc-turn-config`);
    expect(await refused.json()).toMatchObject({ error: { code: 'budget_spent' } });
  });
  await client.dispose();
});
