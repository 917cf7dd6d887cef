/** The worker as a process of its own, as `npm run worker` starts it, seen from outside: for benchmarks and for tests that kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withMallocEnv } from '../../worker/runtime/allocator';
import { freePort } from '../process/ports';

const MAIN = fileURLToPath(new URL('../../worker/main.ts', import.meta.url));
const START_LIMIT_MS = 60_000;
/** `USER_HZ`, the unit of /proc/PID/stat: 100 on every Linux that Node runs on (man 5 proc). */
const TICKS_PER_SECOND = 100;

export type WorkerProcess = {
  url: string;
  pid: number;
  /** Everything it has printed. */
  output(): string;
  /** @returns the exit status, or the signal's name where that ended it. Resolves at once where it has ended already. */
  ended: Promise<number | string>;
  /** Sends the signal (SIGTERM by default) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
};

const COLLECT = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  setInterval(runInNewContext('gc'), 1000).unref();
`;
/** Variables for a worker that collects its garbage every second, its sessions' processes too: what it holds then is what it needs. */
export const COLLECTING = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(COLLECT)}`,
};

/** Starts a worker with these variables and waits until it listens. @throws with what it printed where it does not. */
export async function startProcess(env: Record<string, string> = {}): Promise<WorkerProcess> {
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: withMallocEnv({ ...process.env, HOST: '127.0.0.1', ...env, PORT: port }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string);
  await listening(child, () => printed, ended);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => printed,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

async function listening(child: ChildProcess, printed: () => string, ended: Promise<number | string>) {
  const startMs = performance.now();
  let status: number | string | null = null;
  void ended.then((value) => {
    status = value;
  });
  while (!printed().includes('listens on')) {
    if (status === null && performance.now() - startMs > START_LIMIT_MS) child.kill('SIGKILL');
    if (status !== null) throw new Error(`The worker did not start (${status}): ${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What a process and its children hold, together. Linux alone; elsewhere every figure is NaN, and tables say so. */
export type Holdings = {
  processes: number;
  cpuMs: number;
  pssMb: number;
  threads: number;
  fds: number;
};

/** CPU time since their beginning of a process and its children, ms: of libwebrtc's threads (decoding, encryption, network) and of all others. */
export type CpuTime = { mediaMs: number; ownMs: number };

/**
 * libwebrtc names its threads; Node's all bear the program's name. NaN but on Linux. To the nanosecond, which stat is not: schedstat
 * (Documentation/scheduler/sched-stats.rst).
 */
export function cpuTimeOf(pid: number): CpuTime {
  const spent: CpuTime = { mediaMs: 0, ownMs: 0 };
  const ofOne = (each: number) => {
    const own = read(each, 'comm');
    for (const thread of readdirSync(`/proc/${each}/task`)) {
      const ms = Number(read(each, `task/${thread}/schedstat`).split(' ')[0]) / 1e6;
      spent[read(each, `task/${thread}/comm`) === own ? 'ownMs' : 'mediaMs'] += ms;
    }
  };
  return overFamily(pid, ofOne) ? spent : { mediaMs: Number.NaN, ownMs: Number.NaN };
}

export function holdingsOf(pid: number): Holdings {
  const held: Holdings = { processes: 0, cpuMs: 0, pssMb: 0, threads: 0, fds: 0 };
  const ofOne = (each: number) => {
    const fields = statOf(each);
    const status = read(each, 'status');
    const memory = read(each, 'smaps_rollup');
    held.processes += 1;
    held.cpuMs += ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    // What several share counts once, in parts.
    held.pssMb += Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1]) / 1024;
    held.threads += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]);
    held.fds += readdirSync(`/proc/${each}/fd`).length;
  };
  if (overFamily(pid, ofOne)) return held;
  const none = Number.NaN;
  return { processes: none, cpuMs: none, pssMb: none, threads: none, fds: none };
}

/** The processes that this one has started and that still run. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0 && isChild(each, pid));
}

function isChild(pid: number, parent: number): boolean {
  try {
    return Number(statOf(pid)[1]) === parent;
  } catch {
    return false;
  }
}

/** @returns whether it could be asked at all; a child that ends meanwhile is left out. */
function overFamily(pid: number, ofOne: (pid: number) => void): boolean {
  const couldAsk = (each: number) => {
    try {
      ofOne(each);
      return true;
    } catch {
      return false;
    }
  };
  if (!couldAsk(pid)) return false;
  childrenOf(pid).forEach(couldAsk);
  return true;
}

function read(pid: number, path: string): string {
  return readFileSync(`/proc/${pid}/${path}`, 'utf8').trim();
}

/** From the third field on: the second, the name, may hold spaces. */
function statOf(pid: number): string[] {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
