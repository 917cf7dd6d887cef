/**
 * The processes that `npm start` keeps: each in a group of its own, heard but hidden, and all gone when one
 * goes.
 */
import type { ChildProcess } from 'node:child_process';
import { type Child as Started, spawnChild } from '../../../kit/process/child';
import { type ParentWatch, startParentWatch } from '../../../kit/process/parent/parentWatch';
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

export class Children {
  readonly #all = new Map<Child, () => Promise<void>>();
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
    const started = spawnChild(process.execPath, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      ipc: spec.revive ?? false,
      onLine: (line) => this.#take(child, line),
    });
    const child = this.#adopt(spec.name, started.process, (dead) => this.#bury(spec, dead));
    this.#all.set(child, started.stop);
    if (started.pid !== undefined) this.#parentWatch.add(-started.pid);
    return child;
  }

  /** Watches a process that someone else started and will end. */
  watch(name: string, started: Started): void {
    this.#adopt(name, started.process, (child) => {
      child.log.push(...started.output().split('\n').slice(-KEPT_LINES));
      this.#onDeath(child);
    });
  }

  hear(name: string, line: string): void {
    if (this.#verbose) process.stdout.write(`${name} | ${line}\n`);
  }

  /** Ends all that it started; may be called again. */
  stop(): Promise<void> {
    for (const timer of this.#reviving) clearTimeout(timer);
    this.#stopping ??= Promise.all(
      [...this.#all].map(([child, stop]) => stop().then(() => this.#forget(child))),
    ).then(() => undefined);
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
    this.#all.delete(child);
    if (child.process.pid !== undefined) this.#parentWatch.remove(-child.process.pid);
  }

  #adopt(name: string, process_: ChildProcess, onEnd: (child: Child) => void): Child {
    const child: Child = { name, process: process_, log: [], hasServed: false };
    process_.once('message', () => {
      child.hasServed = true;
    });
    // Ctrl-C reaches a child of the same terminal before this process hears of it: a moment's grace tells the
    // two apart.
    process_.once('exit', () => setTimeout(() => !this.stopping && onEnd(child), 150));
    return child;
  }

  #take(child: Child, line: string): void {
    if (line.trim() === '') return;
    child.log.push(line);
    if (child.log.length > KEPT_LINES) child.log.shift();
    this.hear(child.name, line);
  }
}
