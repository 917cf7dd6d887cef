import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../paths';
import { type Child, plainEnv, startChild } from '../process/child';

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

const READY_MS = 20_000;

/** The embedded worker in a process of its own. `coldStartMs`: how late its answer to an offer comes. */
export async function startWorker(port: number, coldStartMs = 0): Promise<InferenceWorker> {
  const url = `http://127.0.0.1:${port}`;
  let child: Child | null = null;
  let past = '';
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
  };
  const stop = async () => {
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
