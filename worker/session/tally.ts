import type { Counted } from '../ipc/messages';
import type { SessionCounts } from '../metrics/metrics';

/** What a process's sessions have counted since it was last asked. */
export class Tally implements SessionCounts {
  framesReceived = 0;
  framesReplaced = 0;
  resultsSent = 0;
  resultsDropped = 0;
  private ages: number[] = [];

  readonly resultAge = { observe: (ms: number) => void this.ages.push(ms) };

  drain(): Counted {
    const { framesReceived, framesReplaced, resultsSent, resultsDropped, ages } = this;
    const { heapUsed: heap, external } = process.memoryUsage();
    this.framesReceived = 0;
    this.framesReplaced = 0;
    this.resultsSent = 0;
    this.resultsDropped = 0;
    this.ages = [];
    return { framesReceived, framesReplaced, resultsSent, resultsDropped, ages, heap, external };
  }
}
