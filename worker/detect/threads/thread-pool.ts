import { type TransferListItem, Worker } from 'node:worker_threads';

/** What a thread answers; it posts `{ready: true}` once, before its first job. */
export type ThreadAnswer<Answer> = { answer: Answer } | { failure: string; unreadable: boolean };
type Posted<Answer> = { ready: true } | ThreadAnswer<Answer>;

export type Prepared<Job> = { job: Job; transfer: TransferListItem[] };

/** Says when a turn may begin. */
export type Gate = {
  /** @returns null where it may at once; else, as soon as it may, what to call once it is over. */
  enter(): Promise<() => void> | null;
};

export type PoolOptions = {
  size: number;
  /** The thread's file. */
  entry: string;
  /** What it finds as `workerData.data`. */
  data?: unknown;
  /** ms; a job that takes longer is given up, and its thread ended and replaced. */
  jobLimitMs: number;
  /**
   * The thread runs native code that must not be cut short: it is sent null and ends by itself, and a job
   * that was given up keeps it until it is done. onnxruntime-node 1.30 takes the whole process down where a
   * thread is terminated within one of its calls ("terminate called after throwing an instance of
   * 'Napi::Error'").
   */
  endsItself?: boolean;
  /** Asked for each turn; without one a turn needs a free thread alone. */
  gate?: Gate | undefined;
  /** Turns that may wait; one more is refused. */
  maxWaiting: number;
};

/** All places in the queue are taken. */
export class PoolBusy extends Error {}
/** A job was given up. */
export class PoolLate extends Error {
  constructor() {
    super('The detection took too long and was ended.');
  }
}

type Turn<Job, Answer> = {
  prepare: () => Prepared<Job> | null;
  resolve: (answer: ThreadAnswer<Answer> | null) => void;
  reject: (error: Error) => void;
  /** To the gate: it is over. */
  leave: () => void;
};

/**
 * A few threads that take turns. A turn is prepared only when a thread is free, so what it works on is as new
 * as it can be; turns are served in the order they were asked for, so sessions that each ask for one at a
 * time share alike.
 */
export class ThreadPool<Job, Answer> {
  private readonly threads = new Set<Thread<Job, Answer>>();
  /** Each needs a thread, */
  private readonly waiting: Turn<Job, Answer>[] = [];
  /** and before that the gate's word. */
  private readonly outside = new Set<Turn<Job, Answer>>();
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /**
   * Starts the threads that do not run yet and waits until each of them can work. @throws where one cannot
   * start.
   */
  async open(): Promise<void> {
    const missing = this.options.size - this.threads.size;
    const fresh = Array.from({ length: missing }, () => this.spawn());
    await Promise.all(fresh.map((thread) => thread.ready));
  }

  /**
   * @returns null where `prepare` gave nothing. @throws PoolBusy, PoolLate, or Error where the thread died.
   */
  run(prepare: () => Prepared<Job> | null): Promise<ThreadAnswer<Answer> | null> {
    if (this.closed) return Promise.resolve(null);
    if (this.waiting.length + this.outside.size >= this.options.maxWaiting) {
      return Promise.reject(new PoolBusy());
    }
    return new Promise((resolve, reject) => this.admit({ prepare, resolve, reject, leave: () => {} }));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const turn of this.takeAll()) turn.resolve(null);
    await Promise.all([...this.threads].map((thread) => thread.end()));
  }

  private spawn(): Thread<Job, Answer> {
    const thread = new Thread<Job, Answer>(this.options, () => this.serve());
    this.threads.add(thread);
    thread.ended.then(() => this.threads.delete(thread)).catch(() => {});
    thread.ready.catch((error: Error) => this.refuseAll(error));
    return thread;
  }

  /** A thread that cannot even start (out of memory) will not start for the next turn either. */
  private refuseAll(error: Error): void {
    for (const turn of this.takeAll()) turn.reject(error);
  }

  private takeAll(): Turn<Job, Answer>[] {
    const all = [...this.waiting.splice(0), ...this.outside];
    this.outside.clear();
    for (const turn of all) turn.leave();
    return all;
  }

  private serve(): void {
    for (const thread of this.threads) {
      if (thread.isIdle) this.start(thread);
    }
    // Those that are starting will take one turn each.
    const starting = [...this.threads].filter((thread) => thread.isStarting).length;
    const missing = this.closed ? 0 : this.options.size - this.threads.size;
    if (missing > 0 && this.waiting.length > starting) this.spawn();
  }

  private admit(turn: Turn<Job, Answer>): void {
    const entering = this.options.gate?.enter();
    if (!entering) return this.line(turn);
    this.outside.add(turn);
    void entering.then((leave) => {
      // Where the pool was closed meanwhile, nobody waits for it any more.
      if (this.outside.delete(turn)) this.line({ ...turn, leave });
      else leave();
    });
  }

  private line(turn: Turn<Job, Answer>): void {
    this.waiting.push(turn);
    this.serve();
  }

  private start(thread: Thread<Job, Answer>): void {
    for (let turn = this.waiting.shift(); turn; turn = this.waiting.shift()) {
      const prepared = turn.prepare();
      if (prepared === null) {
        turn.leave();
        turn.resolve(null);
        continue;
      }
      thread.work(prepared).finally(turn.leave).then(turn.resolve, turn.reject);
      return;
    }
  }
}

class Thread<Job, Answer> {
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  private readonly worker: Worker;
  private state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting';
  private clock: NodeJS.Timeout | null = null;
  private tooLate: () => void = () => {};
  private settle: ((outcome: Posted<Answer> | Error) => void) | null = null;

  /** @param onChange is called where the thread has become idle or has ended. */
  constructor(
    private readonly options: PoolOptions,
    private readonly onChange: () => void,
  ) {
    // Without this process's own arguments: a test runner's or tsx's loader would be set up twice.
    const workerData = { entry: options.entry, data: options.data };
    const boot = new URL('../../boot.mjs', import.meta.url);
    this.worker = new Worker(boot, { execArgv: [], workerData });
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.ready = this.expect().then(() => this.rest());
    this.worker.on('message', (posted: Posted<Answer>) => this.settle?.(posted));
    this.worker.on('error', (error) =>
      this.settle?.(error instanceof Error ? error : new Error(String(error))),
    );
    this.worker.once('exit', () => {
      this.state = 'ended';
      clearTimeout(this.clock ?? undefined);
      this.settle?.(new Error('The detection thread ended.'));
      queueMicrotask(this.onChange);
    });
  }

  get isIdle(): boolean {
    return this.state === 'idle';
  }

  get isStarting(): boolean {
    return this.state === 'starting';
  }

  work({ job, transfer }: Prepared<Job>): Promise<ThreadAnswer<Answer>> {
    this.state = 'busy';
    const answered = this.expect().then((posted) => {
      this.rest();
      return posted as ThreadAnswer<Answer>;
    });
    this.worker.postMessage(job, transfer);
    return this.inTime(answered);
  }

  private rest(): void {
    if (this.state === 'ended') return;
    this.state = 'idle';
    // After the answer's own listeners: a session that asks again at once comes after those that already
    // wait.
    queueMicrotask(this.onChange);
  }

  private inTime<Value>(answered: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.tooLate = () => {
        reject(new PoolLate());
        if (!this.options.endsItself) void this.end();
      };
      answered.then(resolve, reject);
      this.startClock();
    });
  }

  /** One timer for all jobs, wound up anew for each: it may run out while there is none. */
  private startClock(): void {
    if (this.clock) this.clock.refresh();
    else
      this.clock = setTimeout(() => {
        if (this.state === 'busy') this.tooLate();
      }, this.options.jobLimitMs).unref();
  }

  async end(): Promise<void> {
    if (!this.options.endsItself) await this.worker.terminate();
    else if (this.state !== 'ended') {
      this.worker.postMessage(null);
      await this.ended;
    }
  }

  private expect(): Promise<Posted<Answer>> {
    return new Promise((resolve, reject) => {
      this.settle = (outcome) => {
        this.settle = null;
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
    });
  }
}
