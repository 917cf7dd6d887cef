/** A TURN client of coturn's, `turnutils_uclient`, uses what each route of the built worker hands out. */
import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lanAddress } from '../../dev/start/lan';
import { type Coturn, startCoturn } from '../../kit/process/coturn';
import { loginFor } from '../../kit/process/coturnConfig';
import { freePort } from '../../kit/process/ports';
import { findTool } from '../../kit/process/tools.mjs';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startTwilio, type TwilioStandin } from '../../kit/standins/twilio';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { TWILIO_ENV } from '../../proxy/testing';

type Login = { username: string; credential: string };

let coturn: Coturn;
let twilio: TwilioStandin;
let cloudflare: Upstream;
let artifact: Artifact;
let port: number;

beforeAll(async () => {
  port = await freePort();
  // Its two clients send to each other through the relay, which sends to nobody but the relay's own address.
  const relayIp = lanAddress(networkInterfaces())?.address ?? '127.0.0.1';
  coturn = await startCoturn({ listenIp: '127.0.0.1', relayIp, port, allowPeers: [relayIp] });
  const ports = { udp: port, tcp: port, tls: port };
  twilio = await startTwilio({
    accountSid: TWILIO_ENV.TWILIO_ACCOUNT_SID,
    authToken: TWILIO_ENV.TWILIO_AUTH_TOKEN,
    coturnSecret: coturn.secret,
    relay: { host: '127.0.0.1', ports },
  });
  cloudflare = await startUpstream();
  cloudflare.answer(() => ({ status: 201, body: { iceServers: [relay()] } }));
  artifact = await bootArtifact(
    {
      ...TWILIO_ENV,
      TWILIO_API_URL: twilio.url,
      CLOUDFLARE_TURN_KEY_ID: 'key1',
      CLOUDFLARE_TURN_API_TOKEN: 'token1',
      CLOUDFLARE_TURN_API_URL: cloudflare.url,
      COTURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
      COTURN_SECRET: coturn.secret,
      // Its vendor is the real one by its settings, so localhost alone opens nothing.
      ROBOFLOW_API_KEY: 'key1',
      OPEN_ACCESS: '1',
    },
    { standIns: { 'api.roboflow.com': () => ({ iceServers: [relay()] }) } },
  );
});
afterAll(async () => {
  await artifact?.stop();
  await coturn?.close();
  await Promise.all([twilio?.close(), cloudflare?.close()]);
});

const login = (secret: string, lifeSeconds: number) => loginFor(secret, lifeSeconds, 'outside');
const relay = () => ({ urls: [`turn:127.0.0.1:${port}?transport=udp`], ...login(coturn.secret, 600) });

/** Whether two allocations were made and a message went from one to the other. The credentials, which are in
 * its arguments for all to see, are good on this relay alone, for as long as the test runs. */
function allocates({ username, credential }: Login): Promise<boolean> {
  const program = findTool('turnutils_uclient');
  if (program === null) throw new Error('turnutils_uclient is missing; install the package "coturn".');
  const args = ['-y', '-c', '-n', '1', '-p', String(port), '-u', username, '-w', credential, '127.0.0.1'];
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 60_000 }, (error, printed) => {
      if (error?.killed) reject(error);
      else resolve(error === null && /tot_recv_msgs=[1-9]/.test(printed));
    });
  });
}

async function loginOf(route: string): Promise<Login> {
  const response = await fetch(`${artifact.url}/v1/webrtc-turn-config${route}`);
  const { iceServers } = (await response.json()) as { iceServers: Partial<Login>[] };
  const found = iceServers.find(({ credential }) => credential !== undefined);
  if (!found) throw new Error('The route hands out no relay.');
  return found as Login;
}

describe('a client from outside', () => {
  it.concurrent.each(['/twilio', '/cloudflare', '/coturn', ''])(
    'relays with what %j returns',
    async (route) => {
      expect(await allocates(await loginOf(route))).toBe(true);
    },
    90_000,
  );

  it.concurrent('is refused with what is expired, forged or another deployment’s', async () => {
    const { username, credential } = await loginOf('/coturn');
    const later = username.replace(/^\d+/, (expiry) => String(Number(expiry) + 60));
    for (const bad of [
      login(coturn.secret, -5),
      { username: later, credential },
      { username, credential: `${credential.startsWith('A') ? 'B' : 'A'}${credential.slice(1)}` },
      login('another', 600),
    ])
      expect(await allocates(bad)).toBe(false);
  });
});
