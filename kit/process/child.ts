import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../paths';

export type Child = {
  /** Undefined where it did not start. */
  readonly pid: number | undefined;
  /** What it wrote so far, standard output and error together. */
  output(): string;
  /** Resolves with the exit code; null where a signal ended it. */
  exited: Promise<number | null>;
  /** Ctrl-C: a terminal sends it to the whole group. */
  interrupt(): void;
  /** Ends it and everything that it started. May be called again. */
  stop(): Promise<void>;
};

export type ChildOptions = {
  env: Record<string, string>;
  cwd?: string;
  /** Resolves `startChild` when the output matches; without it, at once. */
  ready?: RegExp;
  readyMs?: number;
};

const STOP_MS = 4000;

/** Only what a program needs to run: a stray TWILIO_* of the developer's shell must not configure the system under test. */
export function plainEnv(): Record<string, string> {
  const { PATH = '', HOME = '/tmp', CI } = process.env;
  return { PATH, HOME, NO_COLOR: '1', ...(CI ? { CI } : {}) };
}

/** Starts a program in a process group of its own. Rejects with its last output where it ends or stays silent before `ready`. */
export async function startChild(program: string, args: string[], options: ChildOptions): Promise<Child> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? ROOT,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const handle = handleOf(child);
  if (options.ready) {
    try {
      await untilSaid(handle, options.ready, options.readyMs ?? 30_000);
    } catch (thrown) {
      await handle.stop();
      throw thrown;
    }
  }
  return handle;
}

function handleOf(child: ChildProcess): Child {
  let said = '';
  const take = (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-200_000);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const exited = new Promise<number | null>((done) => {
    child.once('exit', (code) => done(code));
    child.once('error', (error) => {
      said += `\n${error.message}`;
      done(1);
    });
  });
  // A test runner that is killed must not leave servers behind.
  const onExit = () => signal(child, 'SIGKILL');
  process.once('exit', onExit);
  void exited.then(() => process.off('exit', onExit));
  return {
    pid: child.pid,
    output: () => said,
    exited,
    interrupt: () => signal(child, 'SIGINT'),
    stop: () => end(child, exited),
  };
}

/** To the whole group: wrangler killed alone would orphan its workerd. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone already.
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return signal(child, 'SIGKILL');
  child.kill('SIGTERM');
  await Promise.race([exited, sleep(STOP_MS, undefined, { ref: false })]);
  signal(child, 'SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function untilSaid(child: Child, words: RegExp, limitMs: number): Promise<void> {
  const gone = child.exited.then(() => true);
  const until = Date.now() + limitMs;
  while (!words.test(child.output())) {
    const over = await Promise.race([gone, sleep(50, false)]);
    if (words.test(child.output())) return;
    if (over || Date.now() > until) {
      throw new Error(
        `It did not come up (${over ? 'it ended' : `${limitMs} ms`}):\n${child.output().slice(-3000)}`,
      );
    }
  }
}
