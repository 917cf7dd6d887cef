import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, plainEnv, startChild } from './child';
import { ROOT } from './paths';

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
  /** Resolves at once, but for a worker that crashed and is being started again. */
  healed(): Promise<void>;
};

const READY_MS = 20_000;

/** The embedded worker in a process of its own. `coldStartMs`: how late its answer to an offer comes. */
export async function startWorker(port: number, coldStartMs = 0): Promise<InferenceWorker> {
  const url = `http://127.0.0.1:${port}`;
  let child: Child | null = null;
  let past = '';
  let isWanted = false;
  let revival = Promise.resolve();
  /** As `npm start` does (scripts/start/children.ts): a crash costs the test that it meets, not all that follow. */
  const reviveAfter = async (started: Child) => {
    await started.exited;
    if (!isWanted || child !== started) return;
    console.error(`The worker ended by itself and is started again:\n${started.output().slice(-1500)}`);
    past += started.output();
    revival = start();
    await revival;
  };
  const start = async (coldMs = coldStartMs) => {
    const env = {
      ...plainEnv(),
      HOST: '127.0.0.1',
      PORT: String(port),
      STUN_URL: '',
      COLD_START_MS: String(coldMs),
    };
    child = await startChild(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { env, cwd: ROOT });
    await untilReady(url, child);
    isWanted = true;
    reviveAfter(child).catch((thrown: unknown) => console.error(thrown));
  };
  const stop = async () => {
    isWanted = false;
    await child?.stop();
    past += child?.output() ?? '';
    child = null;
  };
  const output = () => past + (child?.output() ?? '');
  await start().catch(async (thrown) => {
    await stop();
    throw thrown;
  });
  return {
    url,
    output,
    start,
    stop,
    healed: () => revival,
    sessions: () => metric(url, 'sightline_sessions_active'),
    sessionsEver: () => metric(url, 'sightline_sessions_started_total'),
  };
}

async function untilReady(url: string, child: Child): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (
      await fetch(`${url}/readiness`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    const gone = await Promise.race([child.exited.then(() => true), sleep(100, false)]);
    if (gone) break;
  }
  throw new Error(`The worker did not come up:\n${child.output().slice(-3000)}`);
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  if (!line) throw new Error(`The worker publishes no ${name}.`);
  return Number(line.slice(name.length + 1));
}
