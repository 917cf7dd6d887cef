/** The embedded worker behind its own NAT; `GZIP=0`, because the SDK cannot read zipped results. */

import { plainEnv } from '../../harness/child';
import { ROOT } from '../../harness/paths';
import { NAMESPACES, WORKER } from '../addresses';
import { type Daemon, daemon, inNamespace, LabError } from '../shell';

export type Worker = {
  /** What its own metric says. */
  sessions(): Promise<number>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

const FETCH = `
import sys, urllib.request
print(urllib.request.urlopen("http://127.0.0.1:${WORKER.port}/metrics", timeout=2).read().decode())
`;

async function sessions(): Promise<number> {
  const text = await inNamespace(NAMESPACES.worker, 'python3', ['-c', FETCH]);
  const line = /^sightline_sessions_active(?:\{[^}]*\})? (\d+)/m.exec(text);
  if (!line) throw new LabError('The worker publishes no sightline_sessions_active.');
  return Number(line[1]);
}

export async function startWorker(): Promise<Worker> {
  let running: Daemon | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  const start = async () => {
    await stop();
    running = daemon(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
      namespace: NAMESPACES.worker,
      cwd: ROOT,
      // Each failed dial holds a place until the worker gives it up; the lab makes many of them on purpose.
      env: { ...plainEnv(), HOST: '0.0.0.0', PORT: String(WORKER.port), GZIP: '0', MAX_STREAMS: '200' },
    });
    await running.until(/listens on/, 30_000);
  };
  await start();
  return { sessions, start, stop };
}
