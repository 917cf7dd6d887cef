/** `.dev.vars` in the root of a clone, where a person puts it, read by each command that starts the app. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { openScreen } from '../../../kit/browser/open';
import { expect, test } from '../../../kit/browser/test';
import { cloneTree } from '../../../kit/stack/clone';
import { type Started, startInClone } from '../../../kit/stack/start';
import type { DeploymentConfig, TurnConfig } from '../../../protocol/api';

const COMMANDS = [['start'], ['run', 'dev'], ['run', 'phone']];

type Wanted = { banner: RegExp; provider: string; relayProtocol: RegExp };

const RELAYS: Record<string, Wanted & { leftOut: RegExp }> = {
  'Twilio’s keys': {
    banner: /ENH uses +Twilio\n/,
    provider: 'twilio',
    relayProtocol: /^tls$/,
    leftOut: /^$/,
  },
  // Then the relay's secret, and that there is no STUN, is what the start adds to the file's lines.
  'no relay': {
    banner: /ENH uses +coturn on this machine/,
    provider: 'coturn',
    // On the LAN it is there over UDP, too.
    relayProtocol: /^(tcp|udp)$/,
    leftOut: /^TWILIO_|_STUN_URLS$/,
  },
};

/** The access code that a start has made; null where it made none. */
function madeCode(app: Started): string | null {
  return /Access code +(\S+)\n/.exec(app.output())?.[1] ?? null;
}

async function checkConfig(
  client: APIRequestContext,
  { provider }: Wanted,
  code: string | null,
): Promise<void> {
  if (code !== null) {
    expect((await client.get(`/v1/webrtc-turn-config/${provider}`)).status()).toBe(401);
    expect((await client.post('/v1/session', { data: { code } })).status()).toBe(200);
  }
  const config: DeploymentConfig = await (await client.get('/v1/config')).json();
  expect(config.enhanced).toMatchObject({ available: true, provider });
  const minted = await client.get(`/v1/webrtc-turn-config/${provider}`);
  expect(minted.status()).toBe(200);
  const { iceServers }: TurnConfig = await minted.json();
  expect(iceServers.at(-1)).toMatchObject({ username: expect.any(String), credential: expect.any(String) });
  const plain: TurnConfig = await (await client.get('/v1/webrtc-turn-config')).json();
  expect(plain.iceServers).toEqual([]);
}

for (const command of COMMANDS) {
  for (const [name, { leftOut, ...wanted }] of Object.entries(RELAYS)) {
    test(`npm ${command.join(' ')} with Roboflow’s keys and ${name} in the root's .dev.vars: what it says is so, and LIVE goes live`, {
      tag: '@long',
    }, async ({ browsers, stack, playwright }) => {
      test.setTimeout(240_000);
      const clone = cloneTree({ page: true });
      const all = { ...stack.settings, ROBOFLOW_API_KEY: 'a-key', ROBOFLOW_WORKSPACE: 'a-workspace' };
      const lines = Object.entries(all).filter(([key]) => !leftOut.test(key));
      writeFileSync(join(clone.root, '.dev.vars'), lines.map(([key, value]) => `${key}=${value}\n`).join(''));
      let app: Started | null = null;
      try {
        app = await startInClone(clone.root, command);
        expect(app.output()).toMatch(wanted.banner);
        const client = await playwright.request.newContext({ ignoreHTTPSErrors: true, baseURL: app.url });
        // On the LAN these keys, which are billed, need one; on localhost they do not.
        const code = madeCode(app);
        expect(code === null).toBe(!command.includes('phone'));
        await checkConfig(client, wanted, code);
        await client.dispose();
        const screen = await openScreen(await browsers.get(), app.url, {
          // As in the scanned link.
          path: code === null ? '/?relay=force' : `/?relay=force#code=${code}`,
          context: { ignoreHTTPSErrors: true },
        });
        await expect(screen.page).toHaveURL(`${app.url}/?relay=force`);
        await screen.enh.click();
        await screen.goLive('SIGHTLINE STILL');
        expect(await screen.paths()).toEqual([
          expect.objectContaining({
            candidateType: 'relay',
            relayProtocol: expect.stringMatching(wanted.relayProtocol),
          }),
        ]);
        expect(screen.faults).toEqual([]);
        await screen.page.context().close();
        for (const secret of stack.secrets) expect(app.output()).not.toContain(secret);
      } finally {
        await app?.stop();
        clone.remove();
      }
    });
  }
}
