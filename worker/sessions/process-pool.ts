/**
 * Every session lives in a child process, as in the hosted worker. libwebrtc is native code that takes in
 * what strangers send, and where it crashes it takes its process with it: with @roamhq/wrtc 0.10 that happens
 * in about one of three hundred sessions whose client hangs up in the middle of a stream
 * (`RTCDataChannel::Send` looks at the channel's state, waits for another thread, and calls through a pointer
 * that the channel's end has cleared meanwhile; a core dump of 22 November 2026). That session is over
 * anyway; nobody else's ends with it.
 */
import type { Pace, SessionRequest } from '../ipc/messages';
import type { Metrics } from '../metrics/metrics';
import type { DetectorSettings } from '../workflows/detectors';
import type { OpenLine } from './fork';
import { type RemoteSession, SessionProcess } from './session-process';
import { Turns } from './turns';

/** So many stay for the sessions to come: a page that dials anew has two for a moment. */
const MOST_IDLE = 2;
/** libwebrtc for Node keeps some 10 kB of every session that is over; a fresh process has nothing of them. */
const MOST_HELD = 100;
/**
 * Starting one takes a quarter of a second of a core; the dial that has taken the last one is likely over by
 * then.
 */
const RESTOCK_MS = 1000;

export type PoolOptions = {
  /** More sessions than these share them. */
  most: number;
  detectors: DetectorSettings;
  /** Frames in which is detected at the same time, in all of them. */
  concurrency: number;
  metrics: Metrics;
};

export class ProcessPool {
  private readonly processes = new Set<SessionProcess>();
  private readonly turns: Record<Pace, Turns<SessionProcess>>;
  private isCrowded = false;
  private lastNumber = 0;
  private restocking: NodeJS.Timeout | undefined;
  /** From then on nobody else tells why one does not start. */
  private hasOpened = false;
  private isClosing = false;

  constructor(
    private readonly options: PoolOptions,
    private readonly openLine: OpenLine,
  ) {
    options.metrics.sessionMemory = () => this.memory();
    const turns = (pace: Pace, size: number, each: number) =>
      new Turns<SessionProcess>(size, each, (asker, number) => asker.grant(number, pace));
    // One slow detection at a time, beside the fast ones.
    this.turns = {
      fast: turns('fast', options.concurrency, options.detectors.threads),
      slow: turns('slow', 1, 1),
    };
  }

  /** Waits until one process can take a session. @throws where none can, with Node's `code` if it has one. */
  async open(): Promise<void> {
    await this.start().ready;
  }

  begin(request: SessionRequest, onEnd: () => void): RemoteSession {
    this.lastNumber += 1;
    const session = this.choose().begin(this.lastNumber, request, () => {
      this.updateCrowded();
      onEnd();
    });
    this.updateCrowded();
    this.restockLater();
    return session;
  }

  /** Ends all sessions. Resolves once their processes are gone. */
  async close(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.restocking);
    await Promise.all([...this.processes].map((each) => each.close()));
  }

  private choose(): SessionProcess {
    const [leastBusy] = [...this.processes].sort((one, other) => one.load - other.load);
    if (leastBusy && (leastBusy.load === 0 || this.processes.size >= this.options.most)) return leastBusy;
    return this.start();
  }

  private start(): SessionProcess {
    const { detectors, metrics } = this.options;
    let isReady = false;
    const started: SessionProcess = new SessionProcess({
      openLine: this.openLine,
      detectors,
      metrics,
      turns: this.turns,
      onIdle: () => this.thinOut(),
      onGone: (how) => {
        this.remove(started);
        if (how !== null) this.onCrash(how, started.load, isReady);
      },
    });
    this.processes.add(started);
    metrics.sessionProcesses = this.processes.size;
    if (this.isCrowded) started.crowd(true);
    started.ready.then(
      () => {
        isReady = true;
        this.hasOpened = true;
      },
      ({ message }: Error) => {
        if (this.hasOpened && !this.isClosing)
          console.error(`A process for sessions cannot start: ${message}`);
      },
    );
    return started;
  }

  /** What crashes before it is ready would do so again. */
  private onCrash(how: string, sessions: number, wasReady: boolean): void {
    if (wasReady) this.restockLater();
    this.options.metrics.sessionProcessesCrashed += 1;
    const toll = sessions === 0 ? 'no session' : sessions === 1 ? 'one session' : `${sessions} sessions`;
    console.error(`A process that held ${toll} crashed (${how}); all others go on.`);
  }

  /**
   * Asking for each detection costs a message to and fro, which nobody needs while there are threads for all.
   */
  private updateCrowded(): void {
    const isCrowded = this.sum(({ load }) => load) > this.options.concurrency;
    if (isCrowded === this.isCrowded) return;
    this.isCrowded = isCrowded;
    for (const each of this.processes) each.crowd(isCrowded);
  }

  private memory() {
    return {
      heap: this.sum(({ memory }) => memory.heap),
      external: this.sum(({ memory }) => memory.external),
    };
  }

  private sum(of: (each: SessionProcess) => number): number {
    return [...this.processes].reduce((total, each) => total + of(each), 0);
  }

  private get idle(): SessionProcess[] {
    return [...this.processes].filter(({ load }) => load === 0);
  }

  private thinOut(): void {
    if (this.isClosing) return;
    const isWorn = ({ held, isBloated }: SessionProcess) => isBloated || held >= MOST_HELD;
    const spare = this.idle.filter((each) => !isWorn(each)).slice(MOST_IDLE);
    for (const each of [...this.idle.filter(isWorn), ...spare]) {
      this.remove(each);
      void each.close();
    }
    this.restockLater();
  }

  private remove(gone: SessionProcess): void {
    this.processes.delete(gone);
    this.options.metrics.sessionProcesses = this.processes.size;
  }

  private restockLater(): void {
    if (this.isClosing || this.restocking) return;
    this.restocking = setTimeout(() => {
      this.restocking = undefined;
      if (this.idle.length === 0 && this.processes.size < this.options.most) this.start();
    }, RESTOCK_MS).unref();
  }
}
