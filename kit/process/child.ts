/** The one launcher: programs in groups of their own, heard but hidden, and never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths';

export type Child = {
  readonly process: ChildProcess;
  /** Undefined where it did not start. */
  readonly pid: number | undefined;
  /** What it wrote so far, standard output and error together. */
  output(): string;
  /** Resolves with the exit code, or with the signal's name where that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  hasEnded(): boolean;
  /** Resolves with the first match in its output. Rejects with its last words where it ends or is silent. */
  until(words: RegExp, limitMs?: number): Promise<RegExpExecArray>;
  /** Ctrl-C: a terminal sends it to the whole group. */
  interrupt(): void;
  /** Ends it and everything that it started. May be called again. */
  stop(): Promise<void>;
  /** The same as a machine that loses its power: nobody is told. */
  kill(): Promise<void>;
};

export type ChildOptions = {
  /** The whole environment: nothing is inherited. */
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Resolves `startChild` when the output matches; without it, at once. */
  ready?: RegExp;
  readyMs?: number;
  /** Leaves its standard input open, for what is to be written to it. */
  input?: boolean;
  /** Opens a channel for messages from it. */
  ipc?: boolean;
  onLine?: (line: string) => void;
};

const READY_MS = 30_000;
const POLL_MS = 20;
const STOP_MS = 4000;
const KEPT_CHARS = 200_000;

const running = new Set<ChildProcess>();
const killAll = () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
};
// A test runner that ends must not leave servers behind.
process.on('exit', killAll);
// Nor one that Ctrl-C ends: a signal that nobody else answers ends a process without the event 'exit'.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    if (process.listenerCount(signal) > 0) return;
    killAll();
    process.kill(process.pid, signal);
  });

/** Only what a program needs: a stray TWILIO_* of the shell must not configure the system under test. */
export function plainEnv(): Record<string, string> {
  const { PATH = '', HOME = '/tmp' } = process.env;
  const kept = ['CI', 'XDG_CACHE_HOME', 'SIGHTLINE_MODELS'].flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value]] : [];
  });
  return { PATH, HOME, NO_COLOR: '1', ...Object.fromEntries(kept) };
}

/** Starts a program. Rejects with its last output where it ends or stays silent before `ready`. */
export async function startChild(
  program: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<Child> {
  const child = spawnChild(program, args, options);
  if (options.ready) {
    try {
      await child.until(options.ready, options.readyMs);
    } catch (thrown) {
      await child.stop();
      throw thrown;
    }
  }
  return child;
}

/** Starts a program and waits for nothing. */
export function spawnChild(program: string, args: readonly string[], options: ChildOptions): Child {
  const { env, cwd = ROOT, input = false, ipc = false, onLine } = options;
  const child = spawn(program, args, {
    ...{ cwd, env, detached: true },
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  // The far end may be gone before the last word to it.
  child.stdin?.on('error', () => {});
  running.add(child);
  const output = listen(child, onLine);
  const exited = endOf(child);
  void exited.then(() => running.delete(child));
  return {
    process: child,
    pid: child.pid,
    output,
    exited,
    hasEnded: () => hasEnded(child),
    until: (words, limitMs) => untilSaid(child, output, words, limitMs),
    interrupt: () => signalGroup(child, 'SIGINT'),
    stop: () => end(child, exited),
    async kill() {
      signalGroup(child, 'SIGKILL');
      await exited;
    },
  };
}

function listen(child: ChildProcess, onLine?: (line: string) => void): () => string {
  let said = '';
  let line = '';
  const take = (text: string) => {
    said = (said + text).slice(-KEPT_CHARS);
    if (!onLine) return;
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) onLine(each);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  child.once('error', ({ message }) => take(`\n${message}`));
  return () => said;
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((done) => {
    child.once('exit', (code, signal) => done(signal ?? code ?? 1));
    child.once('error', () => done(1));
  });
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** To the whole group: wrangler killed alone would orphan its workerd. */
function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone already.
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (!hasEnded(child)) {
    child.kill('SIGTERM');
    await Promise.race([exited, sleep(STOP_MS, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL');
  await exited;
}

async function untilSaid(
  child: ChildProcess,
  output: () => string,
  words: RegExp,
  limitMs = READY_MS,
): Promise<RegExpExecArray> {
  const limit = Date.now() + limitMs;
  for (;;) {
    // Asked before its words are read: its last ones count.
    const over = hasEnded(child);
    const found = words.exec(output());
    if (found) return found;
    if (over || Date.now() > limit) {
      const why = over ? 'it ended' : `${limitMs} ms`;
      throw new Error(`${child.spawnfile} did not come up (${why}):\n${output().slice(-3000)}`);
    }
    await sleep(POLL_MS);
  }
}
