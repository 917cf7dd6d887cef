/** The worker as a process of its own, as `npm run worker` starts it, seen from outside: for benchmarks and for tests that kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
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

/** Node's arguments for a worker that collects its garbage every second: what it holds then is what it needs. */
export const COLLECTING = [
  '--expose-gc',
  '--import',
  'data:text/javascript,setInterval(()=>globalThis.gc(),1000).unref()',
];

/** Starts a worker with these variables and waits until it listens. @throws with what it printed where it does not. */
export async function startProcess(
  env: Record<string, string> = {},
  nodeArgs: readonly string[] = [],
): Promise<WorkerProcess> {
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, [...nodeArgs, '--import', 'tsx', MAIN], {
    env: { ...process.env, HOST: '127.0.0.1', ...env, PORT: port },
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

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** What a process holds. Linux alone; elsewhere every figure is NaN, and tables say so. */
export type Holdings = { cpuMs: number; rssMb: number; threads: number; fds: number };

/** CPU time since the process began, ms: of libwebrtc's threads (decoding, encryption, network) and of all others. */
export type CpuTime = { mediaMs: number; ownMs: number };

/**
 * libwebrtc names its threads; Node's all bear the program's name. NaN but on Linux. To the nanosecond, which stat is not: schedstat
 * (Documentation/scheduler/sched-stats.rst).
 */
export function cpuTimeOf(pid: number): CpuTime {
  const spent: CpuTime = { mediaMs: 0, ownMs: 0 };
  try {
    const read = (path: string) => readFileSync(`/proc/${pid}/${path}`, 'utf8').trim();
    const own = read('comm');
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const ms = Number(read(`task/${thread}/schedstat`).split(' ')[0]) / 1e6;
      spent[read(`task/${thread}/comm`) === own ? 'ownMs' : 'mediaMs'] += ms;
    }
    return spent;
  } catch {
    return { mediaMs: Number.NaN, ownMs: Number.NaN };
  }
}

export function holdingsOf(pid: number): Holdings {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, may hold spaces; the rest begins behind its bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND,
      rssMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024,
      threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]),
      fds: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return { cpuMs: Number.NaN, rssMb: Number.NaN, threads: Number.NaN, fds: Number.NaN };
  }
}
