/** Everything that the client talks to, started in its namespace and ended with the lab. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { trustingHome } from '../../kit/browser/trust';
import { type CertificateFiles, certificatesFor } from '../../kit/process/certs';
import type { Child } from '../../kit/process/child';
import { startParts } from '../../kit/stack/parts';
import { HOSTS, NAMES } from '../network/addresses';
import { runFolder } from '../network/namespaces';
import { coturnEnv, startApp } from './app';
import { type FaultProxy, startFaultProxy } from './faultProxy/faultProxy';
import { type Relay, startRelay, startStun } from './relay';
import { startWorker, type Worker } from './worker';

export type Services = {
  app: Child;
  /** Stands before the app where it was asked for. */
  faultProxy: FaultProxy | null;
  relay: Relay;
  worker: Worker;
  /** The certificate of app and relay. */
  files: CertificateFiles;
  /** A HOME whose Chromium trusts the certificates of app and relay. */
  home: string;
  /** A private folder, removed at the end. */
  folder: string;
  stop(): Promise<void>;
};

/** Where the app listens behind the fault proxy. */
const BEHIND_PORT = 8443;
/** A certificate that was made so long ago ran out yesterday: certificatesFor makes them for a year. */
const LONG_AGO_MS = 366 * 24 * 3_600_000;

/** @param withFaults whether the fault proxy stands before the app; it costs a dial a millisecond or two. */
export function startServices(withFaults = false): Promise<Services> {
  return startParts(async (keep) => {
    const folder = keep(runFolder(), (path) => rmSync(path, { recursive: true, force: true }));
    const { good: files, ...old } = await certificates(join(folder, 'certificates'));
    const relay = keep(await startRelay(folder, { good: files, ...old }), ({ stop }) => stop());
    keep(await startStun(folder), ({ stop }) => stop());
    const worker = keep(await startWorker(), ({ stop }) => stop());
    const app = await startApp(folder, files, {
      ...{ host: HOSTS.app, port: withFaults ? BEHIND_PORT : 443, inspectorPort: 9229 },
      env: coturnEnv(relay.secret),
    });
    keep(app, ({ stop }) => stop());
    const faultProxy = withFaults ? await startFaultProxy(files, relay.secret, BEHIND_PORT) : null;
    keep(faultProxy, (proxy) => proxy?.stop());
    return { app, faultProxy, relay, worker, files, home: trustingHome(folder, files.caCert), folder };
  });
}

async function certificates(folder: string): Promise<Record<'good' | 'expired', CertificateFiles>> {
  const hosts = Object.keys(NAMES);
  const good = await certificatesFor(hosts, folder);
  const expired = await certificatesFor(hosts, folder, 'expired', Date.now() - LONG_AGO_MS);
  return { good: good.files, expired: expired.files };
}
