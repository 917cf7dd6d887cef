import type { EndReason } from '../session/lifetime';
import { Refused, refusedBecause } from '../session/refused';
import { defer } from './deferred';
import type { Order, SessionOrder, SessionReport } from './words';

export type HostedOptions = {
  number: number;
  order: SessionOrder;
  send: (order: Order) => void;
  onEnd: () => void;
};

/** A session in another process, seen from the worker. */
export class HostedSession {
  private readonly answered = defer<string>();
  private hasEnded = false;

  constructor(private readonly options: HostedOptions) {
    options.send({ session: options.number, open: options.order });
  }

  /** The answer's SDP. Rejects with Refused where there will be none. */
  get answer(): Promise<string> {
    return this.answered.promise;
  }

  /** Asks it to end; it says when it has. */
  end(reason: EndReason): void {
    if (!this.hasEnded) this.options.send({ session: this.options.number, end: reason });
  }

  hear(report: SessionReport): void {
    if ('answer' in report) this.answered.resolve(report.answer);
    else if ('refused' in report) this.answered.reject(new Refused(report.refused));
    else this.ended();
  }

  /** It has ended, by its own word or with its process. Idempotent. */
  ended(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.answered.reject(refusedBecause('broken', 'the session ended before its answer was ready.'));
    this.options.onEnd();
  }
}
