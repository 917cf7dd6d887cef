import type { Gate } from '../detect/threads/thread-pool';
import type { Pace, Report } from '../ipc/messages';

/** A child process's way to the worker's turns of one kind (`sessions/turns.ts`). Open, nobody needs one. */
export class TurnGate implements Gate {
  private readonly waiting = new Map<number, (leave: () => void) => void>();
  private last = 0;

  constructor(
    private readonly pace: Pace,
    private readonly send: (report: Report) => void,
    public isOpen: boolean,
  ) {}

  enter(): Promise<() => void> | null {
    if (this.isOpen) return null;
    this.last += 1;
    const number = this.last;
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.send({ asks: number, pace: this.pace });
    });
  }

  granted(number: number): void {
    this.waiting.get(number)?.(() => this.send({ done: number, pace: this.pace }));
    this.waiting.delete(number);
  }
}
