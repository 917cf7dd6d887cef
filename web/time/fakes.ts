/** Time for tests. */
import type { Clock } from './clock';

/** A clock whose hands move only by `pass`. */
export class FakeClock implements Clock {
  private time = 0;
  private tasks: { at: number; run: () => void; signal: AbortSignal }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void, signal: AbortSignal): void {
    if (!signal.aborted) this.tasks.push({ at: this.time + ms, run: task, signal });
  }

  /** Tasks that would still run: a session that is over must leave none. */
  get pending(): number {
    return this.tasks.filter(({ signal }) => !signal.aborted).length;
  }

  /** Moves on by `ms`, running what falls due in order, and lets promises settle after each. */
  async pass(ms: number): Promise<void> {
    const end = this.time + Math.max(0, ms);
    await settled();
    for (let task = this.nextDue(end); task; task = this.nextDue(end)) {
      this.time = task.at;
      task.run();
      await settled();
    }
    this.time = end;
  }

  private nextDue(end: number) {
    this.tasks = this.tasks.filter(({ signal }) => !signal.aborted).sort((a, b) => a.at - b.at);
    return (this.tasks[0]?.at ?? Number.POSITIVE_INFINITY) <= end ? this.tasks.shift() : undefined;
  }
}

/** Lets every promise that can settle do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
}
