/** Roboflow's own server, as conformance/roboflow/serve.sh runs it, with workflows of the test's own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Child, plainEnv, startChild } from '../../kit/process/child';
import { ROOT } from '../../kit/process/paths';
import { freePort } from '../../kit/process/ports';
import { childrenOf } from '../../kit/process/usage';

export const SCRIPT = join(ROOT, 'conformance', 'roboflow', 'serve.sh');
const CACHE = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const FOLDER = process.env.FOLDER ?? join(CACHE, 'sightline-roboflow', '1.8.3');
/** Imports of torch's stand-ins and of every block. */
const READY_MS = 180_000;

export const isInstalled = existsSync(join(FOLDER, 'installed'));
export const NOT_INSTALLED =
  "Roboflow's server is not installed: INSTALL=only conformance/roboflow/serve.sh does so.";

export type RoboflowServer = {
  url: string;
  /** The process ids of its sessions: its own children, but for the one that tracks what they share. */
  sessions(): number[];
  /** How many offers it has answered with a session. */
  answers(): number;
  /** What it and its sessions printed. */
  output(): string;
  /** From the next session on the workspace "local" has this workflow. */
  define(id: string, specification: object): void;
  stop(): Promise<void>;
};

/** @param cache where it looks for workflows; of this server alone. */
export async function startRoboflow(cache: string): Promise<RoboflowServer> {
  const port = await freePort();
  const child = await startChild('bash', [SCRIPT, String(port)], {
    env: { ...plainEnv(), FOLDER, CACHE: cache },
    ready: /Uvicorn running/,
    readyMs: READY_MS,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    sessions: () => sessionsOf(child),
    answers: () => child.output().split('"POST /initialise_webrtc_worker HTTP/1.1" 200').length - 1,
    output: child.output,
    define: (id, specification) => define(cache, id, specification),
    stop: child.stop,
  };
}

/** multiprocessing starts each session with this word in its command line. */
function sessionsOf({ pid = 0 }: Child): number[] {
  return childrenOf(pid).filter((each) => readFileSync(`/proc/${each}/cmdline`).includes('spawn_main'));
}

/** As a local server keeps its workflows (inference 1.8.3, core/roboflow_api.py:1678). */
function define(cache: string, id: string, specification: object): void {
  const folder = join(cache, 'workflow', 'local');
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(id).digest('hex');
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ id, config: JSON.stringify({ specification }) }),
  );
}
