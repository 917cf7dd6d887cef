/**
 * What the screen is told of results: chip, lines, banners and troubles of one and the same moment, at a pace
 * that people and React can follow. Boxes take another way: each result goes to the overlay itself.
 */
import type { Clock } from '../time/clock';
import { summarise } from './inView';
import { MOST_OUTPUTS } from './kinds/bounds';
import type { ClassScore, Readout, Result, Summary, Thing } from './kinds/model';
import { classInWords } from './kinds/text';
import { readoutsOf, sheetText } from './readouts';
import { GONE_AFTER_MS, SHOWN_PHASES } from './shown';
import { type Trace, Traces } from './traces';
import { type Trouble, Troubles } from './troubles';

/** As much of a live session as is listened to. Both return what takes the listener off again. */
export type ResultSource = {
  onResult(listener: (result: Result) => void): () => void;
  onState(listener: (state: { phase: string }) => void): () => void;
};

/** A line to read; `trace` is empty where it is no number. */
export type Line = Readout & { trace: Trace };
/** What a classification says of the whole picture in words, the likeliest first. */
export type Banner = {
  output: string;
  /** One class for all of it; else labels of which several hold. */
  isOne: boolean;
  scores: ClassScore[];
};
export type Seen = { summary: Summary; lines: Line[]; banners: Banner[]; troubles: Trouble[] };

export type ScreenFeed = {
  /** All that an output of the newest result says; null where it is gone. */
  textOf(output: string): string | null;
  /** Of the newest result, as long as it is shown. */
  things(): readonly Thing[];
  dismissTrouble(key: string): void;
  /** The picture is another one: what was seen in the last is not in it. */
  clear(): void;
  /** Lets go of listeners and timers. */
  end(): void;
};

export const NOTHING_SEEN: Seen = {
  summary: { state: 'nothing', count: 0, items: [], leftOut: 0, text: '' },
  lines: [],
  banners: [],
  troubles: [],
};

/** So that chip, lines and boxes agree within a quarter of a second: the boxes are redrawn with each result. */
const REFRESH_MS = 250;

/** Tells `listener` at most every 250 ms; the first new result after a quiet quarter of a second at once. */
export function createScreenFeed(
  source: ResultSource,
  clock: Clock,
  listener: (seen: Seen) => void,
): ScreenFeed {
  return new Feed(source, clock, listener);
}

class Feed implements ScreenFeed {
  private readonly ended = new AbortController();
  private readonly off: (() => void)[];
  private readonly traces = new Traces();
  private readonly troubles = new Troubles();
  /** Sets that have had a line: it stays, whether or not all of the set is drawn at the moment. */
  private readonly kept = new Set<string>();
  private newest: { result: Result; atMs: number } | null = null;
  private told = NOTHING_SEEN;
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private isDue = false;
  private isAgeing = false;

  constructor(
    source: ResultSource,
    private readonly clock: Clock,
    private readonly listener: (seen: Seen) => void,
  ) {
    this.off = [
      source.onResult((result) => this.onResult(result)),
      source.onState(({ phase }) => SHOWN_PHASES.has(phase) || this.forget()),
    ];
  }

  textOf(output: string): string | null {
    return this.newest && textOf(this.newest.result, output);
  }

  things(): readonly Thing[] {
    return this.newest?.result.things ?? [];
  }

  dismissTrouble(key: string): void {
    this.troubles.dismiss(key);
    this.tell();
  }

  clear(): void {
    this.newest = null;
    this.traces.clear();
    this.tell();
  }

  end(): void {
    for (const off of this.off) off();
    this.ended.abort();
  }

  private onResult(result: Result): void {
    const nowMs = this.clock.now();
    this.troubles.frame(result.failures, nowMs);
    // A frame that failed takes nothing away: of what is in view it says nothing.
    if (result.well) {
      this.newest = { result, atMs: nowMs };
      this.watchAge();
    }
    this.change();
  }

  private forget(): void {
    this.newest = null;
    this.troubles.clear();
    this.traces.clear();
    this.kept.clear();
    if (this.told !== NOTHING_SEEN) this.tell();
  }

  private change(): void {
    if (this.isDue) return;
    const waitMs = this.toldAtMs + REFRESH_MS - this.clock.now();
    if (waitMs <= 0) return this.tell();
    this.isDue = true;
    this.clock.after(waitMs, () => this.isDue && this.tell(), this.ended.signal);
  }

  private tell(): void {
    this.isDue = false;
    this.toldAtMs = this.clock.now();
    const seen = this.seen();
    if (seen === this.told || saysTheSame(seen, this.told)) return;
    this.told = seen;
    this.listener(seen);
  }

  private seen(): Seen {
    const troubles = this.troubles.now(this.toldAtMs);
    if (!this.newest) return troubles.length > 0 ? { ...NOTHING_SEEN, troubles } : NOTHING_SEEN;
    const { result } = this.newest;
    const summary = summarise(result);
    return { summary, lines: this.linesOf(result, summary), banners: bannersOf(result), troubles };
  }

  /** One for each output that is not all drawn. The chip alone says that nothing is in view, or to be shown. */
  private linesOf(result: Result, { state }: Summary): Line[] {
    const readouts = readoutsOf(result);
    if (state === 'unshowable') return [];
    if (state !== 'nothing') for (const readout of readouts) this.keep(readout);
    return readouts
      .filter(({ kind, drawn, output }) => (kind === 'things' ? this.kept.has(output) : !drawn))
      .map((readout) => ({ ...readout, trace: this.traceOf(readout) }));
  }

  private keep({ kind, drawn, output }: Readout): void {
    if (kind === 'things' && !drawn && this.kept.size < MOST_OUTPUTS) this.kept.add(output);
  }

  private traceOf({ output, number }: Readout): Trace {
    return number === null ? [] : this.traces.add(output, number, this.toldAtMs);
  }

  /** One look at a time at how old the newest result is. */
  private watchAge(): void {
    if (this.isAgeing || !this.newest) return;
    this.isAgeing = true;
    const leftMs = this.newest.atMs + GONE_AFTER_MS - this.clock.now();
    this.clock.after(leftMs, () => this.onAge(), this.ended.signal);
  }

  private onAge(): void {
    this.isAgeing = false;
    if (!this.newest) return;
    if (this.clock.now() - this.newest.atMs < GONE_AFTER_MS) return this.watchAge();
    this.newest = null;
    this.tell();
  }
}

/** A scene that stands still is no news: it would be drawn anew four times a second. */
const saysTheSame = (a: Seen, b: Seen) => JSON.stringify(a) === JSON.stringify(b);

/** What is told of a single picture. */
export function seenInPhoto(result: Result): Seen {
  const summary = summarise(result);
  const { state } = summary;
  const tells = ({ kind, drawn }: Readout) =>
    !drawn && kind !== 'failure' && !(kind === 'things' && state === 'nothing');
  const lines = state === 'unshowable' ? [] : readoutsOf(result).filter(tells);
  return {
    summary,
    lines: lines.map((line) => ({ ...line, trace: [] })),
    banners: bannersOf(result),
    troubles: result.failures.map((failure) => ({ ...failure, failed: 1, of: 1 })),
  };
}

function bannersOf({ outputs }: Result): Banner[] {
  return outputs.flatMap((output) => {
    if (output.kind !== 'class' && output.kind !== 'labels') return [];
    const scores = output.scores.map(({ name, confidence }) => ({ name: classInWords(name), confidence }));
    return scores.length > 0 ? [{ output: output.name, isOne: output.kind === 'class', scores }] : [];
  });
}

/** All that an output of this result says; null where it has none of that name. */
export function textOf({ outputs }: Result, output: string): string | null {
  const found = outputs.find(({ name }) => name === output);
  return found ? sheetText(found) : null;
}
