import { type TransferListItem, Worker } from 'node:worker_threads';

/** What a thread answers; it posts `{ready: true}` once, before its first job. */
export type ThreadAnswer<Answer> = { answer: Answer } | { failure: string; unreadable: boolean };
type Posted<Answer> = { ready: true } | ThreadAnswer<Answer>;

export type Prepared<Job> = { job: Job; transfer: TransferListItem[] };

export type PoolOptions = {
  size: number;
  /** The thread's TypeScript file. */
  entry: URL;
  /** ms; a job that takes longer has its thread ended and replaced. */
  jobLimitMs: number;
  /** Turns that may wait; one more is refused. */
  maxWaiting: number;
};

/** All places in the queue are taken. */
export class PoolBusy extends Error {}

type Turn<Job, Answer> = {
  prepare: () => Prepared<Job> | null;
  resolve: (answer: ThreadAnswer<Answer> | null) => void;
  reject: (error: Error) => void;
};

/**
 * A few threads that take turns. A turn is prepared only when a thread is free, so what it works on is as new as
 * it can be; turns are served in the order they were asked for, so sessions that each ask for one at a time share alike.
 */
export class ThreadPool<Job, Answer> {
  private readonly threads = new Set<Thread<Job, Answer>>();
  private readonly waiting: Turn<Job, Answer>[] = [];
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** Starts the threads and waits until each can work. @throws where one cannot start. */
  async open(): Promise<void> {
    const fresh = Array.from({ length: this.options.size }, () => this.spawn());
    await Promise.all(fresh.map((thread) => thread.ready));
  }

  /** @returns null where `prepare` gave nothing. @throws PoolBusy, or Error where the thread died or was too slow. */
  run(prepare: () => Prepared<Job> | null): Promise<ThreadAnswer<Answer> | null> {
    if (this.closed) return Promise.resolve(null);
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(new PoolBusy());
    return new Promise((resolve, reject) => {
      this.waiting.push({ prepare, resolve, reject });
      this.serve();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const turn of this.waiting.splice(0)) turn.resolve(null);
    await Promise.all([...this.threads].map((thread) => thread.end()));
  }

  private spawn(): Thread<Job, Answer> {
    const thread = new Thread<Job, Answer>(this.options);
    this.threads.add(thread);
    thread.ended.then(() => this.threads.delete(thread)).catch(() => {});
    thread.ready.then(() => this.serve()).catch((error: Error) => this.refuseAll(error));
    return thread;
  }

  /** A thread that cannot even start (out of memory) will not start for the next turn either. */
  private refuseAll(error: Error): void {
    for (const turn of this.waiting.splice(0)) turn.reject(error);
  }

  private serve(): void {
    const missing = this.closed ? 0 : this.options.size - this.threads.size;
    if (missing > 0 && this.waiting.length > 0) this.spawn();
    for (const thread of this.threads) {
      if (thread.isIdle) this.start(thread);
    }
  }

  private start(thread: Thread<Job, Answer>): void {
    for (let turn = this.waiting.shift(); turn; turn = this.waiting.shift()) {
      const prepared = turn.prepare();
      if (prepared === null) {
        turn.resolve(null);
        continue;
      }
      thread
        .work(prepared)
        .then(turn.resolve, turn.reject)
        .finally(() => this.serve());
      return;
    }
  }
}

class Thread<Job, Answer> {
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  private readonly worker: Worker;
  private state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting';
  private settle: ((outcome: Posted<Answer> | Error) => void) | null = null;

  constructor(private readonly options: PoolOptions) {
    // Without this process's own arguments: a test runner's or tsx's loader would be set up twice.
    const boot = new URL('./thread-boot.mjs', import.meta.url);
    this.worker = new Worker(boot, { execArgv: [], workerData: { entry: options.entry.href } });
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.ready = this.expect().then(() => {
      this.state = 'idle';
    });
    this.worker.on('message', (posted: Posted<Answer>) => this.settle?.(posted));
    this.worker.on('error', (error) =>
      this.settle?.(error instanceof Error ? error : new Error(String(error))),
    );
    this.worker.once('exit', () => {
      this.state = 'ended';
      this.settle?.(new Error('The detection thread ended.'));
    });
  }

  get isIdle(): boolean {
    return this.state === 'idle';
  }

  async work({ job, transfer }: Prepared<Job>): Promise<ThreadAnswer<Answer>> {
    this.state = 'busy';
    const limit = setTimeout(() => void this.end(), this.options.jobLimitMs);
    try {
      const answered = this.expect();
      this.worker.postMessage(job, transfer);
      return (await answered) as ThreadAnswer<Answer>;
    } finally {
      clearTimeout(limit);
      if (this.state === 'busy') this.state = 'idle';
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
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
