/**
 * The processes that `npm start` keeps: each in a group of its own, heard but hidden, and all gone when one
 * goes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParentWatch, startParentWatch } from '../../../kit/process/parentWatch';
import { createRestartPolicy } from '../../../worker/runtime/restarts';

export type ChildSpec = {
  name: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>;
  /**
   * Whether it is started again after a crash. The worker is: worker/keep.ts says why. It sends a message
   * once it serves.
   */
  revive?: boolean;
};

export type Child = {
  name: string;
  process: ChildProcess;
  /** Its last lines, oldest first. */
  log: string[];
  /** It has said so. */
  hasServed: boolean;
};

const KEPT_LINES = 30;
const STOP_MS = 5000;

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** ESRCH is no error here: what is gone cannot be signalled. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}

export class Children {
  readonly #all: Child[] = [];
  readonly #parentWatch: ParentWatch;
  readonly #verbose: boolean;
  readonly #onDeath: (child: Child) => void;
  readonly #onRevival: (line: string) => void;
  readonly #restartAfter = createRestartPolicy();
  readonly #reviving = new Set<NodeJS.Timeout>();
  #stopping: Promise<void> | null = null;

  /**
   * `onDeath` hears of a child that ended while nobody asked it to; `onRevival` gets a line on one that is
   * started again. `runDir` is removed should this process be killed.
   */
  constructor(options: {
    runDir: string;
    verbose: boolean;
    onDeath: (child: Child) => void;
    onRevival?: (line: string) => void;
  }) {
    this.#verbose = options.verbose;
    this.#onDeath = options.onDeath;
    this.#onRevival = options.onRevival ?? (() => {});
    this.#parentWatch = startParentWatch(options.runDir);
  }

  get stopping(): boolean {
    return this.#stopping !== null;
  }

  /** Runs Node with these arguments. */
  start(spec: ChildSpec): Child {
    if (this.stopping) throw new Error('Nothing is started while everything stops.');
    const process_ = spawn(process.execPath, [...spec.args], {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(spec.revive ? (['ipc'] as const) : [])],
    });
    const child = this.#adopt(spec.name, process_, (dead) => this.#bury(spec, dead));
    this.#all.push(child);
    if (process_.pid !== undefined) this.#parentWatch.add(-process_.pid);
    return child;
  }

  /** Watches a process that someone else started and will end. */
  watch(name: string, process_: ChildProcess): void {
    this.#adopt(name, process_, this.#onDeath);
  }

  hear(name: string, line: string): void {
    if (this.#verbose) process.stdout.write(`${name} | ${line}\n`);
  }

  /** Ends all that it started; may be called again. */
  stop(): Promise<void> {
    for (const timer of this.#reviving) clearTimeout(timer);
    this.#stopping ??= Promise.all(this.#all.map((child) => this.#end(child))).then(() => undefined);
    return this.#stopping;
  }

  /** Ends the parent watch; the last thing to call. */
  release(): void {
    this.#parentWatch.end();
  }

  #bury(spec: ChildSpec, child: Child): void {
    const { exitCode: code, signalCode: signal } = child.process;
    const restart = spec.revive ? this.#restartAfter({ code, signal, hasListened: child.hasServed }) : null;
    if (!restart) return this.#onDeath(child);
    this.#onRevival(restart.line);
    this.#forget(child);
    const timer = setTimeout(() => {
      this.#reviving.delete(timer);
      this.start(spec);
    }, restart.delayMs);
    this.#reviving.add(timer);
  }

  /** Its number may be another's by and by. */
  #forget(child: Child): void {
    this.#all.splice(this.#all.indexOf(child), 1);
    if (child.process.pid !== undefined) this.#parentWatch.remove(-child.process.pid);
  }

  #adopt(name: string, process_: ChildProcess, onEnd: (child: Child) => void): Child {
    const child: Child = { name, process: process_, log: [], hasServed: false };
    process_.once('message', () => {
      child.hasServed = true;
    });
    const take = (chunk: Buffer) => this.#take(child, chunk.toString('utf8'));
    process_.stdout?.on('data', take);
    process_.stderr?.on('data', take);
    // Ctrl-C reaches a child of the same terminal before this process hears of it: a moment's grace tells the
    // two apart.
    process_.once('exit', () => setTimeout(() => !this.stopping && onEnd(child), 150));
    return child;
  }

  #take(child: Child, text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      child.log.push(line);
      if (child.log.length > KEPT_LINES) child.log.shift();
      this.hear(child.name, line);
    }
  }

  async #end({ process: child }: Child): Promise<void> {
    const { pid } = child;
    if (pid === undefined) return;
    const gone = isOver(child) ? Promise.resolve() : once(child, 'exit');
    signalGroup(pid, 'SIGTERM');
    await Promise.race([gone, sleep(STOP_MS, undefined, { ref: false })]);
    // Also when the leader is gone: wrangler's workerd may outlive it.
    signalGroup(pid, 'SIGKILL');
    await gone;
    this.#parentWatch.remove(-pid);
  }
}
