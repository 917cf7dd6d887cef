/** Everything that the client talks to, started in its namespace and ended with the lab. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesFor } from '../../dev/certs';
import { trustingHome } from '../../kit/browser/trust';
import { NAMES } from '../addresses';
import { runFolder } from '../namespaces';
import type { Daemon } from '../shell';
import { startApp } from './app';
import { type Front, startFront } from './front/front';
import { type Relay, startRelay } from './relay';
import { startWorker, type Worker } from './worker';

export type Services = {
  app: Daemon;
  /** Stands before the app where it was asked for. */
  front: Front | null;
  relay: Relay;
  worker: Worker;
  /** A HOME whose Chromium trusts the certificates of app and relay. */
  home: string;
  /** A private folder, removed at the end. */
  folder: string;
  stop(): Promise<void>;
};

/** Where the app listens behind the front. */
const BEHIND_PORT = 8443;

/** @param withFront whether a switchable front stands before the app; it costs a dial a millisecond or two. */
export async function startServices(withFront = false): Promise<Services> {
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
    const app = await startApp(folder, files, relay.secret, withFront ? BEHIND_PORT : 443);
    undo.push(app.stop);
    const front = withFront ? await startFront(files, relay.secret, BEHIND_PORT) : null;
    if (front) undo.push(front.stop);
    return { app, front, relay, worker, home: trustingHome(folder, files.caCert), folder, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
