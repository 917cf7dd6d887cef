import { expect, test } from '../../../kit/browser/test';

type Ice = { iceServers: { urls: string[]; username?: string; credential?: string }[] };

test('no credential, key or session description ends up in a log or on the page', async ({ open, stack }) => {
  const screen = await open({ path: '/?relay=force' });
  const { page } = screen;
  const printed: string[] = [];
  page.on('console', (message) => printed.push(message.text()));
  const minted: string[] = [];
  page.on('response', async (response) => {
    if (!response.url().includes('/v1/webrtc-turn-config') || !response.ok()) return;
    // What the page itself has let go of, nobody can read.
    const { iceServers } = (await response.json().catch(() => ({ iceServers: [] }))) as Ice;
    minted.push(...iceServers.flatMap(({ username, credential }) => [username ?? '', credential ?? '']));
  });
  await screen.enh.click();
  await screen.goLive('SIGHTLINE STILL');
  // A refusal on the way writes more into logs than success does.
  stack.twilio.setMode('401');
  await screen.live.click();
  await screen.live.click();
  stack.twilio.setMode('ok');
  const secrets = [...stack.secrets, ...minted].filter(Boolean);
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  const said = [stack.app.output(), stack.worker.output(), ...printed, await page.content()].join('\n');
  for (const secret of secrets) expect(said.includes(secret), 'a secret was written down').toBe(false);
  expect(said).not.toMatch(/a=ice-(ufrag|pwd)|a=fingerprint|candidate:\d/);
  expect(stack.app.output(), 'there is a log to look at').toContain('/v1/webrtc-offer');
});
