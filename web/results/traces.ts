/** How a number went over the last minute: a point for each time that the screen is told. */
import { MOST_OUTPUTS } from './kinds/bounds';

/** `atMs`: by the clock of the session. */
type TracePoint = { atMs: number; value: number };
export type Trace = readonly TracePoint[];

const TRACE_MS = 60_000;

/** Bounded by the outputs that one result may have, and by what a minute of updates holds. */
export class Traces {
  private readonly byOutput = new Map<string, Trace>();

  add(output: string, value: number, nowMs: number): Trace {
    const past = this.byOutput.get(output) ?? [];
    const trace = [...past.filter(({ atMs }) => nowMs - atMs < TRACE_MS), { atMs: nowMs, value }];
    // Anew, so that the one longest untold is the first: a workflow may name its outputs anew each frame.
    this.byOutput.delete(output);
    this.byOutput.set(output, trace);
    const [oldest] = this.byOutput.keys();
    if (this.byOutput.size > MOST_OUTPUTS && oldest !== undefined) this.byOutput.delete(oldest);
    return trace;
  }

  clear(): void {
    this.byOutput.clear();
  }
}
