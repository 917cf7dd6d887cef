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
  /** `expired`: with a certificate that ran out yesterday. */
  start(certificate?: 'good' | 'expired'): Promise<void>;
  /** How many allocations it holds: a relayed port is a UDP socket of its own. */
  allocations(): Promise<number>;
};

/** RFC 8656 §7.2, and coturn's default: relayed ports stand from here on. */
const FIRST_RELAYED_PORT = 49152;

/** Of /proc/net/udp (proc_net_udp(5)): the second column is `ADDRESS:PORT`, the address's bytes turned round. */
function relayedPorts(sockets: string): number {
  const bytes = HOSTS.relay.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const local = new RegExp(`^\\s*\\d+: ${bytes.reverse().join('')}:([0-9A-F]{4}) `, 'gim');
  const ports = [...sockets.matchAll(local)].map(([, port = '']) => Number.parseInt(port, 16));
  return ports.filter((port) => port >= FIRST_RELAYED_PORT).length;
}

/** Its log says "listening" for sockets that it failed to bind, too; a STUN request tells. */
async function untilAnswering(relay: Child, host: string = HOSTS.relay): Promise<void> {
  const answer = await inNamespace(NAMESPACES.internet, 'python3', [PROBE, 'stun', host, '8000']);
  if (answer.trim() !== 'true') throw new LabError(`coturn did not come up: ${relay.output().slice(-500)}`);
}

export async function startRelay(
  folder: string,
  certificates: Record<'good' | 'expired', CertificateFiles>,
): Promise<Relay> {
  const program = coturnProgram();
  const dir = join(folder, 'coturn');
  const secret = randomBytes(32).toString('base64url');
  const optionsOf = ({ cert, key }: CertificateFiles) => ({
    listenIp: HOSTS.relay,
    relayIp: HOSTS.relay,
    port: 3478,
    // coturn tells TLS from plain TCP by the first byte, so this is Twilio's plain 443 as well.
    tlsPort: 443,
    cert,
    key,
    // And itself: the page's check goes round by it.
    allowPeers: [WORKER.outside, HOSTS.relay],
  });
  let running: Child | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const start: Relay['start'] = async (certificate = 'good') => {
    await stop();
    const config = writeConfig(optionsOf(certificates[certificate]), secret, dir);
    running = daemon(program, ['-c', config], { namespace: NAMESPACES.internet, cwd: dir });
    await untilAnswering(running);
  };
  await start();
  const allocations = async () =>
    relayedPorts(await inNamespace(NAMESPACES.internet, 'cat', ['/proc/net/udp']));
  return { secret, start, stop, allocations };
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
