/** The words of turnserver.conf for a relay that can reach its own machine's worker and nothing else. */
import { createHmac } from 'node:crypto';

export type CoturnOptions = {
  /** The one address it takes clients at. */
  listenIp: string;
  /** The one address it relays from. */
  relayIp: string;
  port: number;
  /** Port of TURN over TLS; needs `cert` and `key`, paths of PEM files. */
  tlsPort?: number;
  cert?: string;
  key?: string;
  realm?: string;
  /** The only addresses it may send to. Loopback is refused by coturn itself, even when named here. */
  allowPeers: readonly string[];
};

/** A phone, a desktop, a few tabs, an allocation per transport: far below what a thief would want. */
const USER_QUOTA = 20;
const TOTAL_QUOTA = 200;

function tlsLines({ tlsPort, cert, key }: CoturnOptions): string[] {
  if (tlsPort === undefined || cert === undefined || key === undefined) return ['no-tls', 'no-dtls'];
  return [
    `tls-listening-port=${tlsPort}`,
    `cert=${cert}`,
    `pkey=${key}`,
    'no-dtls',
    'no-tlsv1',
    'no-tlsv1_1',
  ];
}

/** A line break in a value would smuggle in a setting of its own. */
function line(text: string): string {
  if (/[\r\n]/.test(text)) throw new RangeError('A coturn setting is one line.');
  return text;
}

/** `dir` is the private run directory: every file that coturn writes goes there. */
export function coturnConfig(options: CoturnOptions, secret: string, dir: string): string {
  const lines = [
    `listening-ip=${options.listenIp}`,
    `relay-ip=${options.relayIp}`,
    `listening-port=${options.port}`,
    ...tlsLines(options),
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    `realm=${options.realm ?? 'sightline.local'}`,
    'fingerprint',
    'stale-nonce=600',
    `user-quota=${USER_QUOTA}`,
    `total-quota=${TOTAL_QUOTA}`,
    // Deny all, then allow by name: an allowed address wins over a denied range.
    'denied-peer-ip=0.0.0.0-255.255.255.255',
    'denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ...options.allowPeers.map((peer) => `allowed-peer-ip=${peer}`),
    'no-multicast-peers',
    'no-tcp-relay',
    'no-cli',
    'no-rfc5780',
    'no-stun-backward-compatibility',
    'response-origin-only-with-rfc5780',
    'no-software-attribute',
    `userdb=${dir}/turndb`,
    `pidfile=${dir}/turnserver.pid`,
    'log-file=stdout',
    'simple-log',
  ];
  return `${lines.map(line).join('\n')}\n`;
}

/** What `use-auth-secret` takes (draft-uberti-behave-turn-rest-00): the user's name begins with its last second. */
export function loginFor(secret: string, lifeSeconds: number, name: string, nowMs = Date.now()) {
  const username = `${Math.floor(nowMs / 1000) + lifeSeconds}:${name}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
