/** The embedded worker as a process of its own, as `npm run worker` starts it, seen from outside. */
import { withMallocEnv } from '../../worker/runtime/allocator';
import { plainEnv, startChild } from '../process/child';
import { freePort } from '../process/ports';
import { SIGNS } from './signs';

export type WorkerProcess = {
  url: string;
  pid: number;
  /** Everything it has printed. */
  output(): string;
  /** The exit status, or the signal's name where that ended it. */
  ended: Promise<number | string>;
  /** Sends the signal (SIGTERM by default) to this process alone and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
};

export type InferenceWorker = {
  url: string;
  /** How many sessions run, and how many ever began since it was started: its own metrics. */
  sessions(): Promise<number>;
  sessionsEver(): Promise<number>;
  /** What it printed, of all its lives. */
  output(): string;
  /** Ends the process, as a machine that dies would. */
  stop(): Promise<void>;
  /** Brings it up again at the same address; cold as at first, or as given (ms). */
  start(coldStartMs?: number): Promise<void>;
};

const START_LIMIT_MS = 60_000;

const COLLECT = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  setInterval(runInNewContext('gc'), 1000).unref();
`;
/** Variables for a worker that collects its garbage each second: what it holds then is what it needs. */
export const COLLECTING = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(COLLECT)}`,
};

/**
 * Starts a worker with these variables and waits until it listens. @throws with what it printed where it does
 * not.
 * @param shell what else it inherits: a benchmark's worker takes the model that the shell names
 */
export async function startProcess(
  env: Record<string, string> = {},
  shell: NodeJS.ProcessEnv = process.env,
): Promise<WorkerProcess> {
  const port = env.PORT ?? String(await freePort());
  const child = await startChild(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
    env: withMallocEnv({ ...SIGNS, ...shell, HOST: '127.0.0.1', ...env, PORT: port }),
    ready: /listens on/,
    readyMs: START_LIMIT_MS,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: child.output,
    ended: child.exited,
    stop(signal = 'SIGTERM') {
      child.process.kill(signal);
      return child.exited;
    },
  };
}

/** One that can be ended and started anew. `coldStartMs`: how late its answer to an offer comes. */
export async function startWorker(port: number, coldStartMs = 0): Promise<InferenceWorker> {
  let running: WorkerProcess | null = null;
  let past = '';
  const start = async (coldMs = coldStartMs) => {
    const env = { PORT: String(port), STUN_URL: '', COLD_START_MS: String(coldMs) };
    running = await startProcess(env, plainEnv());
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    start,
    output: () => past + (running?.output() ?? ''),
    async stop() {
      await running?.stop('SIGTERM');
      past += running?.output() ?? '';
      running = null;
    },
    sessions: () => metric(url, 'sightline_sessions_active'),
    sessionsEver: () => metric(url, 'sightline_sessions_started_total'),
  };
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  if (!line) throw new Error(`The worker publishes no ${name}.`);
  return Number(line.slice(name.length + 1));
}
