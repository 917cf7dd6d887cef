import type { Counted, EndReason, Pace, Report, SessionReport, SessionRequest } from '../ipc/messages';
import { Refused, refusedBecause } from '../ipc/refused';
import type { Metrics } from '../metrics/metrics';
import type { DetectorSettings } from '../workflows/detectors';
import { type Deferred, defer } from './deferred';
import type { OpenLine } from './fork';
import type { Turns } from './turns';

/**
 * A child says how much it has counted twice a second. One that is silent this often, one time after the
 * other, hangs.
 */
const LISTEN_EVERY_MS = 5_000;
const MOST_SILENT = 6;

export type ProcessOptions = {
  openLine: OpenLine;
  detectors: DetectorSettings;
  metrics: Metrics;
  turns: Record<Pace, Turns<SessionProcess>>;
  /** Its last session has ended. */
  onIdle: () => void;
  /** @param how the signal's name or the exit status; null where it was told to end. */
  onGone: (how: string | null) => void;
};

/** A session in a child process, seen from here. */
export type RemoteSession = {
  /** The answer's SDP. Rejects with Refused where there will be none. */
  answer: Promise<string>;
  /** Asks it to end; it says when it has. */
  end(reason: EndReason): void;
};

/** One child process and its sessions. */
export class SessionProcess {
  /** Sessions that it has ever held. */
  held = 0;
  /**
   * One of them was too large: what libwebrtc's decoder took for it, the process gives back with its end
   * alone.
   */
  isBloated = false;
  /** Bytes, half a second ago. */
  memory = { heap: 0, external: 0 };
  private readonly line;
  private readonly sessions = new Map<number, { answered: Deferred<string>; onEnd: () => void }>();
  private readonly start = defer<void>();
  private readonly gone = defer<void>();
  private silent = 0;
  private readonly listening = setInterval(() => this.checkPulse(), LISTEN_EVERY_MS).unref();

  constructor(private readonly options: ProcessOptions) {
    this.line = options.openLine({
      report: (report) => this.onReport(report),
      gone: (how) => this.onGone(how),
    });
    this.line.send({ start: options.detectors });
  }

  /** Rejects where the process cannot hold sessions, with Node's `code` if it has one. */
  get ready(): Promise<void> {
    return this.start.promise;
  }

  get load(): number {
    return this.sessions.size;
  }

  /**
   * One that is not ready yet begins with it as soon as it is. @param number no other session's, in any
   * process.
   */
  begin(number: number, request: SessionRequest, onEnd: () => void): RemoteSession {
    const answered = defer<string>();
    this.sessions.set(number, { answered, onEnd });
    this.held += 1;
    this.line.send({ session: number, open: request });
    return {
      answer: answered.promise,
      end: (reason) => {
        if (this.sessions.has(number)) this.line.send({ session: number, end: reason });
      },
    };
  }

  crowd(isCrowded: boolean): void {
    this.line.send({ crowded: isCrowded });
  }

  grant(number: number, pace: Pace): void {
    this.line.send({ granted: number, pace });
  }

  /** Ends its sessions with it. Resolves once it is gone. */
  close(): Promise<void> {
    this.line.close();
    return this.gone.promise;
  }

  /** Counted, not timed: after a laptop's sleep all clocks have run on. */
  private checkPulse(): void {
    this.silent += 1;
    if (this.silent > MOST_SILENT) this.line.kill();
  }

  private onReport(report: Report): void {
    const { turns } = this.options;
    this.silent = 0;
    if ('ready' in report) this.start.resolve();
    else if ('broken' in report) this.onBroken(report.broken);
    else if ('counted' in report) this.count(report.counted);
    else if ('asks' in report) turns[report.pace].ask(this, report.asks);
    else if ('done' in report) turns[report.pace].done(this, report.done);
    else this.onSession(report);
  }

  private onSession(report: SessionReport): void {
    const answered = this.sessions.get(report.session)?.answered;
    if ('answer' in report) answered?.resolve(report.answer);
    else if ('refused' in report) answered?.reject(new Refused(report.refused));
    else {
      if (report.ended === 'video_too_large') this.isBloated = true;
      this.onEnded(report.session);
    }
  }

  /** By its own word or with its process. */
  private onEnded(number: number): void {
    const session = this.sessions.get(number);
    if (!session) return;
    this.sessions.delete(number);
    session.answered.reject(refusedBecause('broken', 'the session ended before its answer was ready.'));
    session.onEnd();
    if (this.load === 0) this.options.onIdle();
  }

  private onBroken({ message, code }: { message: string; code: string | null }): void {
    this.start.reject(Object.assign(new Error(message), code === null ? {} : { code }));
    this.line.close();
  }

  private count({ ages, heap, external, ...counts }: Counted): void {
    const { metrics } = this.options;
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) metrics[key] += counts[key];
    for (const age of ages) metrics.resultAge.observe(age);
    this.memory = { heap, external };
  }

  private onGone(how: string | null): void {
    clearInterval(this.listening);
    this.start.reject(new Error(`The process for sessions ended while it started (${how}).`));
    for (const turns of Object.values(this.options.turns)) turns.leave(this);
    this.options.onGone(how);
    for (const number of [...this.sessions.keys()]) this.onEnded(number);
    this.gone.resolve();
  }
}
