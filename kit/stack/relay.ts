/** The one relay of a test run: coturn behind a gate that lets TLS on port 443 through and nothing else. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { emptyHome, trustingHome } from '../browser/trust';
import { certificatesFor } from '../process/certs';
import { startCoturn } from '../process/coturn';
import { ROOT } from '../process/paths';
import { freePort } from '../process/ports';
import { startParts } from './parts';
import { startTlsGate, type TlsGate } from './tlsGate';

/** The name that the certificate is made out to, and that the Twilio stand-in puts into its URLs. */
export const TURN_HOST = 'localhost';

/** What the tests must know of the relay; handed to Playwright's workers through the environment. */
export type RelayFacts = {
  secret: string;
  /** A HOME whose Chromium trusts the relay's certificate, and one whose Chromium does not. */
  trusting: string;
  suspicious: string;
  /** The CA itself, a PEM file: Firefox keeps what it trusts in its profile. */
  caCert: string;
  /** coturn's own, for a network that lets more through than the gate does: STUN, TURN by UDP and TCP; TLS. */
  ports: { plain: number; tls: number };
  /** A JSON file: the flows to port 443 that the gate has let through and dropped so far. */
  gateCounts: string;
  /** A private folder of this run, removed at its end. */
  folder: string;
};

type Relay = RelayFacts & { stop(): Promise<void> };

/**
 * coturn refuses loopback as a peer, and so does ICE: the worker is reached at this machine's own address. It
 * is relayed from there, too: Firefox pairs no candidate at loopback with one elsewhere (nICEr,
 * ice_component.c).
 */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
}

/** Rejects in one sentence where coturn, certutil or port 443 cannot be had; nothing is left running. */
export function startRelay(): Promise<Relay> {
  return startParts(async (keep) => {
    const folder = join(ROOT, '.sightline', `e2e-${randomUUID().slice(0, 8)}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    keep(folder, () => rmSync(folder, { recursive: true, force: true }));
    const { files } = await certificatesFor([TURN_HOST], join(folder, 'certificates'));
    const ports = { plain: await freePort(), tls: await freePort() };
    const coturn = await startCoturn({
      listenIp: '127.0.0.1',
      relayIp: ownAddresses()[0] ?? '127.0.0.1',
      port: ports.plain,
      tlsPort: ports.tls,
      cert: files.cert,
      key: files.key,
      allowPeers: ownAddresses(),
      dir: join(folder, 'coturn'),
    });
    keep(coturn, ({ close }) => close());
    const gateCounts = join(folder, 'gate.json');
    const tell = (counts: TlsGate['counts']) => writeFileSync(gateCounts, JSON.stringify(counts));
    tell({ passed: 0, dropped: 0 });
    keep(await startTlsGate(443, ports.tls, tell), ({ close }) => close());
    const trusting = trustingHome(folder, files.caCert);
    const suspicious = emptyHome(folder, 'suspicious');
    const { caCert } = files;
    return { secret: coturn.secret, trusting, suspicious, caCert, ports, gateCounts, folder };
  });
}
