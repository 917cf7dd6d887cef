/** The worker behind its own NAT: the embedded one, or one of the lab's own in its place. */
import { fileURLToPath } from 'node:url';
import { type Child, plainEnv } from '../../kit/process/child';
import { SIGNS } from '../../kit/stack/signs';
import { NAMESPACES, WORKER } from '../network/addresses';
import { daemon, inNamespace, LabError } from '../network/shell';

/** `aiortc`: the hosted worker's stack. A number: the embedded worker at so many results a second, or so late. */
type WorkerKind = 'embedded' | 'aiortc' | { resultsPerSecond: number } | { coldStartMs: number };

export type Worker = {
  /** What its own metric says. */
  sessions(): Promise<number>;
  /** The same of its results, from a frame's arrival to its result's leaving. */
  resultAge(): Promise<{ sumMs: number; count: number }>;
  /** Ends it in good order: its sessions are told. */
  stop(): Promise<void>;
  /** As a machine that loses its power: nobody is told. */
  kill(): Promise<void>;
  /** Of the same kind as before, where none is named. Resolves when it listens. */
  start(kind?: WorkerKind): Promise<void>;
};

const FETCH = `
import sys, urllib.request
print(urllib.request.urlopen("http://127.0.0.1:${WORKER.port}/metrics", timeout=2).read().decode())
`;

/** @throws LabError where it publishes none of that name */
async function metrics(...names: string[]): Promise<number[]> {
  const text = await inNamespace(NAMESPACES.worker, 'python3', ['-c', FETCH]);
  return names.map((name) => {
    const line = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.]+)`, 'm').exec(text);
    if (!line) throw new LabError(`The worker publishes no ${name}.`);
    return Number(line[1]);
  });
}

async function sessions(): Promise<number> {
  const [active = 0] = await metrics('sightline_sessions_active');
  return active;
}

async function resultAge(): Promise<{ sumMs: number; count: number }> {
  const [seconds = 0, count = 0] = await metrics(
    'sightline_result_age_seconds_sum',
    'sightline_result_age_seconds_count',
  );
  return { sumMs: seconds * 1_000, count };
}

const own = (name: string) => fileURLToPath(new URL(`workers/${name}`, import.meta.url));
/** Debian's python3-aiortc belongs to Debian's Python, whatever else comes first on PATH. */
const DEBIAN_PYTHON = '/usr/bin/python3';

function commandOf(kind: WorkerKind): [string, string[]] {
  if (kind === 'aiortc') return [DEBIAN_PYTHON, [own('aiortc_worker.py')]];
  const isPaced = typeof kind === 'object' && 'resultsPerSecond' in kind;
  const entry = isPaced ? own('pacedWorker.ts') : 'worker/main.ts';
  return [process.execPath, ['--import', 'tsx', entry]];
}

function envOf(kind: WorkerKind): Record<string, string> {
  if (typeof kind !== 'object') return {};
  if ('coldStartMs' in kind) return { COLD_START_MS: String(kind.coldStartMs) };
  return { RESULTS_PER_SECOND: String(kind.resultsPerSecond) };
}

/** `GZIP=0`, because the SDK cannot read zipped results. */
async function run(kind: WorkerKind): Promise<Child> {
  const started = daemon(...commandOf(kind), {
    namespace: NAMESPACES.worker,
    env: {
      ...plainEnv(),
      ...SIGNS,
      HOST: '0.0.0.0',
      PORT: String(WORKER.port),
      ALLOWED_HOSTS: WORKER.name,
      GZIP: '0',
      // Each failed dial holds a place until the worker gives it up; the lab makes many of them on purpose.
      MAX_STREAMS: '200',
      ...envOf(kind),
    },
  });
  await started.until(/listens on/, 30_000);
  return started;
}

/** A worker that ends by itself is a find, not a reason to go on in silence. */
function tellOfEnd(worker: Child, isWanted: () => boolean): void {
  void worker.exited.then((how) => {
    if (isWanted()) return;
    console.error(`The worker ended by itself (${how}): ${worker.output().slice(-1500)}`);
  });
}

export async function startWorker(): Promise<Worker> {
  let running: Child | null = null;
  let last: WorkerKind = 'embedded';
  const end = async (how: 'stop' | 'kill') => {
    const worker = running;
    running = null;
    await worker?.[how]();
  };
  const start = async (kind: WorkerKind = last) => {
    await end('stop');
    last = kind;
    const worker = await run(kind);
    running = worker;
    tellOfEnd(worker, () => running !== worker);
  };
  await start();
  return { sessions, resultAge, start, stop: () => end('stop'), kill: () => end('kill') };
}
