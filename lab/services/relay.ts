/** coturn in the internet namespace, with the product's own settings: TURN and STUN on 3478, and on 443 both TLS and plain TCP. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFiles } from '../../dev/certs';
import { coturnConfig } from '../../dev/coturn/config';
import { findTool } from '../../dev/tools.mjs';
import { HOSTS, NAMESPACES, WORKER } from '../addresses';
import { type Daemon, daemon, inNamespace, LabError } from '../shell';
import { PROBE } from '../wire/wire';

export const RELAY_HOST = 'relay.sightline.test';

export type Relay = {
  secret: string;
  /** Ends it, as a machine that reboots would; `start` brings it back with the same secret and no allocation. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** The end of its log. */
  said(): string;
};

/** Its log says "listening" for sockets that it failed to bind, too; a STUN request tells. */
async function untilAnswering(relay: Daemon): Promise<void> {
  const answer = await inNamespace(NAMESPACES.internet, 'python3', [PROBE, 'stun', HOSTS.relay, '8000']);
  if (answer.trim() !== 'true') throw new LabError(`coturn did not come up: ${relay.said().slice(-500)}`);
}

export async function startRelay(folder: string, { cert, key }: CertificateFiles): Promise<Relay> {
  const program = findTool('turnserver');
  if (program === null) throw new LabError('coturn is not installed; install the package "coturn".');
  const dir = join(folder, 'coturn');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  const config = join(dir, 'turnserver.conf');
  const options = {
    listenIp: HOSTS.relay,
    relayIp: HOSTS.relay,
    port: 3478,
    // coturn tells TLS from plain TCP by the first byte, so this is Twilio's plain 443 as well.
    tlsPort: 443,
    cert,
    key,
    allowPeers: [WORKER.outside],
  };
  writeFileSync(config, coturnConfig(options, secret, dir), { mode: 0o600 });
  let running: Daemon | null = null;
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
  return { secret, start, stop, said: () => running?.said() ?? '' };
}
