/** What fails in the frames of a session: told once, for as long as it goes on, not frame by frame. */
import { MOST_FAILURES } from './kinds/bounds';
import type { Failure } from './kinds/model';

/** A failure with how often it came: in `failed` of the last `of` frames. */
export type Trouble = Failure & { failed: number; of: number };

/** So many frames are looked back on. */
const FRAMES = 30;
/** Well again: no such failure for so long (ms), be it that only every third frame fails. */
const QUIET_MS = 5_000;
/** Of a worker that takes long for `FRAMES` of them. */
const SLOW_QUIET_MS = 15_000;

type Known = { failure: Failure; lastMs: number };

export class Troubles {
  /** Of the last frames the keys of what failed, the oldest frame first. */
  private frames: string[][] = [];
  private readonly known = new Map<string, Known>();
  private readonly dismissed = new Set<string>();

  /** Call with what each frame says has failed, often nothing. */
  frame(failures: readonly Failure[], nowMs: number): void {
    this.frames.push(failures.map(({ key }) => key));
    if (this.frames.length > FRAMES) this.frames.shift();
    for (const failure of failures) this.note(failure, nowMs);
  }

  /** What goes on, the one that began first at the head. Forgets what is well again. */
  now(nowMs: number): Trouble[] {
    for (const [key, { lastMs }] of this.known) if (this.isOver(key, nowMs - lastMs)) this.forget(key);
    const of = this.frames.length;
    return [...this.known.values()]
      .filter(({ failure }) => !this.dismissed.has(failure.key))
      .map(({ failure }) => ({ ...failure, failed: this.timesOf(failure.key), of }));
  }

  /** Until it is well again, or the session ends. */
  dismiss(key: string): void {
    if (this.known.has(key)) this.dismissed.add(key);
  }

  clear(): void {
    this.frames = [];
    this.known.clear();
    this.dismissed.clear();
  }

  /** The first one's words stay: those of each frame's would not stand still. */
  private note(failure: Failure, nowMs: number): void {
    const known = this.known.get(failure.key);
    if (known) known.lastMs = nowMs;
    else if (this.known.size < MOST_FAILURES) this.known.set(failure.key, { failure, lastMs: nowMs });
  }

  private isOver(key: string, quietMs: number): boolean {
    const most = this.timesOf(key) === 0 ? QUIET_MS : SLOW_QUIET_MS;
    return quietMs >= most;
  }

  private timesOf(key: string): number {
    return this.frames.filter((keys) => keys.includes(key)).length;
  }

  private forget(key: string): void {
    this.known.delete(key);
    this.dismissed.delete(key);
  }
}
