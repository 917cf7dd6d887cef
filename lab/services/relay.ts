/** coturn in the internet namespace, the product's settings: TURN and STUN on 3478, TLS and TCP on 443. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CertificateFiles } from '../../kit/process/certs';
import type { Child } from '../../kit/process/child';
import { coturnProgram, writeConfig } from '../../kit/process/coturn';
import { HOSTS, NAMESPACES, WORKER } from '../network/addresses';
import { daemon, inNamespace, LabError } from '../network/shell';
import { PROBE } from '../network/wire/wire';

export const RELAY_HOST = 'relay.sightline.test';

export type Relay = {
  secret: string;
  /** As a machine that reboots; `start` brings it back with the same secret and no allocation. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

/** Its log says "listening" for sockets that it failed to bind, too; a STUN request tells. */
async function untilAnswering(relay: Child, host: string = HOSTS.relay): Promise<void> {
  const answer = await inNamespace(NAMESPACES.internet, 'python3', [PROBE, 'stun', host, '8000']);
  if (answer.trim() !== 'true') throw new LabError(`coturn did not come up: ${relay.output().slice(-500)}`);
}

export async function startRelay(folder: string, { cert, key }: CertificateFiles): Promise<Relay> {
  const program = coturnProgram();
  const dir = join(folder, 'coturn');
  const secret = randomBytes(32).toString('base64url');
  const options = {
    listenIp: HOSTS.relay,
    relayIp: HOSTS.relay,
    port: 3478,
    // coturn tells TLS from plain TCP by the first byte, so this is Twilio's plain 443 as well.
    tlsPort: 443,
    cert,
    key,
    // And itself: the page's check goes round by it.
    allowPeers: [WORKER.outside, HOSTS.relay],
  };
  const config = writeConfig(options, secret, dir);
  let running: Child | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const start = async () => {
    await stop();
    running = daemon(program, ['-c', config], { namespace: NAMESPACES.internet, cwd: dir });
    await untilAnswering(running);
  };
  await start();
  return { secret, start, stop };
}

/** A second coturn that answers STUN alone, as vendors have it: at addresses of its own. */
export async function startStun(folder: string): Promise<Child> {
  const listening = [HOSTS.stun, HOSTS.secondStun].flatMap((address) => ['--listening-ip', address]);
  const args = ['-n', '--stun-only', ...listening, '--listening-port', '3478'];
  const quiet = ['--no-tls', '--no-dtls', '--no-cli', '--no-rfc5780', '--log-file', 'stdout', '--simple-log'];
  const files = ['--pidfile', join(folder, 'stun.pid'), '--userdb', join(folder, 'stundb')];
  const options = { namespace: NAMESPACES.internet, cwd: folder };
  const stun = daemon(coturnProgram(), [...args, ...quiet, ...files], options);
  await untilAnswering(stun, HOSTS.stun);
  return stun;
}
