import type { EyeSettings } from '../eyes';
import type { Metrics } from '../metrics';
import { defer } from './deferred';
import type { OpenLine } from './fork';
import { HostedSession } from './hosted-session';
import type { Turns } from './turns';
import type { Counted, Pace, Report, SessionOrder } from './words';

/** A process says how much it has counted twice a second. One that is silent this often, one time after the other, hangs. */
const LISTEN_EVERY_MS = 5_000;
const MOST_SILENT = 6;

export type HostOptions = {
  openLine: OpenLine;
  eyes: EyeSettings;
  metrics: Metrics;
  turns: Record<Pace, Turns<Host>>;
  /** Its last session has ended. */
  onIdle: () => void;
  /** @param how the signal's name or the exit status; null where it was told to end. */
  onGone: (how: string | null) => void;
};

/** One process and its sessions. */
export class Host {
  /** Sessions that it has ever held. */
  held = 0;
  /** One of them was too large: what libwebrtc's decoder took for it, the process gives back with its end alone. */
  isBloated = false;
  /** Bytes, half a second ago. */
  memory = { heap: 0, external: 0 };
  private readonly line;
  private readonly sessions = new Map<number, HostedSession>();
  private readonly start = defer<void>();
  private readonly gone = defer<void>();
  private silent = 0;
  private readonly listening = setInterval(() => this.checkPulse(), LISTEN_EVERY_MS).unref();

  constructor(private readonly options: HostOptions) {
    this.line = options.openLine({ report: (words) => this.hear(words), gone: (how) => this.leave(how) });
    this.line.send({ start: options.eyes });
  }

  /** Rejects where the process cannot hold sessions, with Node's `code` if it has one. */
  get ready(): Promise<void> {
    return this.start.promise;
  }

  get load(): number {
    return this.sessions.size;
  }

  /** One that is not ready yet begins with it as soon as it is. */
  begin(number: number, order: SessionOrder, onEnd: () => void): HostedSession {
    const session = new HostedSession({
      number,
      order,
      send: (words) => this.line.send(words),
      onEnd: () => {
        this.sessions.delete(number);
        onEnd();
        if (this.load === 0) this.options.onIdle();
      },
    });
    this.sessions.set(number, session);
    this.held += 1;
    return session;
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

  private hear(report: Report): void {
    this.silent = 0;
    if ('ready' in report) this.start.resolve();
    else if ('broken' in report) this.break(report.broken);
    else if ('counted' in report) this.count(report.counted);
    else if ('asks' in report) this.options.turns[report.pace].ask(this, report.asks);
    else if ('done' in report) this.options.turns[report.pace].done(this, report.done);
    else {
      if ('ended' in report && report.ended === 'video_too_large') this.isBloated = true;
      this.sessions.get(report.session)?.hear(report);
    }
  }

  private break({ message, code }: { message: string; code: string | null }): void {
    this.start.reject(Object.assign(new Error(message), code === null ? {} : { code }));
    this.line.close();
  }

  private count({ ages, heap, external, ...counts }: Counted): void {
    const { metrics } = this.options;
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) metrics[key] += counts[key];
    for (const age of ages) metrics.resultAge.observe(age);
    this.memory = { heap, external };
  }

  private leave(how: string | null): void {
    clearInterval(this.listening);
    this.start.reject(new Error(`The process for sessions ended while it started (${how}).`));
    for (const turns of Object.values(this.options.turns)) turns.leave(this);
    this.options.onGone(how);
    for (const session of this.sessions.values()) session.ended();
    this.gone.resolve();
  }
}
