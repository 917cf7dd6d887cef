/** Everything that the client talks to, started in its namespace and ended with the lab. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesFor } from '../../../scripts/certs';
import { trustingHome } from '../../harness/trust';
import { NAMES } from '../addresses';
import { runFolder } from '../namespaces';
import type { Daemon } from '../shell';
import { startApp } from './app';
import { type Relay, startRelay } from './relay';
import { startWorker, type Worker } from './worker';

export type Services = {
  app: Daemon;
  relay: Relay;
  worker: Worker;
  /** A HOME whose Chromium trusts the certificates of app and relay. */
  home: string;
  /** A private folder, removed at the end. */
  folder: string;
  stop(): Promise<void>;
};

export async function startServices(): Promise<Services> {
  const folder = runFolder();
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { files } = await certificatesFor(Object.keys(NAMES), join(folder, 'certificates'));
    const relay = await startRelay(folder, files);
    undo.push(relay.stop);
    const worker = await startWorker();
    undo.push(worker.stop);
    const app = await startApp(folder, files, relay.secret);
    undo.push(app.stop);
    return { app, relay, worker, home: trustingHome(folder, files.caCert), folder, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
