import type { Gate } from '../detect/thread-pool';
import type { Report } from './words';

/** A process's way to the worker's turns (`turns.ts`): open while there is room for all. */
export class TurnGate implements Gate {
  private readonly waiting = new Map<number, (leave: () => void) => void>();
  private isOpen = true;
  private last = 0;

  constructor(private readonly report: (words: Report) => void) {}

  enter(): Promise<() => void> | null {
    if (this.isOpen) return null;
    this.last += 1;
    const number = this.last;
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.report({ asks: number });
    });
  }

  crowded(isCrowded: boolean): void {
    this.isOpen = !isCrowded;
  }

  granted(number: number): void {
    this.waiting.get(number)?.(() => this.report({ done: number }));
    this.waiting.delete(number);
  }
}
