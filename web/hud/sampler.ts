/** Looks at the session once a second, as long as somebody looks at what it finds. */
import { type Trace, Traces } from '../results/traces';
import { type Clock, every } from '../time/clock';
import { type Figures, figuresOf } from './figures';
import { type Snapshot, snapshotReader } from './snapshot';

const EVERY_MS = 1_000;
/** Twice the rate of any camera: more results than this in a second are not worth their ages. */
const MOST_AGES = 120;

/** Those that are drawn over the last minute. */
const TRACED = ['results', 'ageMs', 'roundTripMs', 'loss', 'upKbps', 'downKbps', 'frames'] as const;
type Traced = (typeof TRACED)[number];
export type Reading = { figures: Figures; traces: Readonly<Partial<Record<Traced, Trace>>> };

/** As much of a live session as is looked at. */
export type HudSource = {
  /** Of the peer in use; null where there is none. `peer`: another one counts anew. */
  readStats(): Promise<{ peer: object; report: RTCStatsReport; iceServers: RTCIceServer[] } | null>;
  /** Each result as it comes. @returns what ends it */
  onResult(listener: () => void): () => void;
  /** How old (ms) a result is when it comes, where that is known. @returns what ends it */
  onAge(listener: (ms: number) => void): () => void;
};

/** @returns what ends it: no timer and no listener is left */
export function watchFigures(source: HudSource, clock: Clock, tell: (reading: Reading) => void): () => void {
  const sampler = new Sampler(source, clock, tell);
  return () => sampler.end();
}

class Sampler {
  private readonly ended = new AbortController();
  private readonly traces = new Traces();
  private readonly shown: Partial<Record<Traced, Trace>> = {};
  private readonly offs: (() => void)[];
  private last: { peer: object; snapshot: Snapshot } | null = null;
  private reader: { peer: object; read: ReturnType<typeof snapshotReader> } | null = null;
  private count = 0;
  private agesMs: number[] = [];
  private sinceMs: number;
  private reading = false;

  constructor(
    private readonly source: HudSource,
    private readonly clock: Clock,
    private readonly tell: (reading: Reading) => void,
  ) {
    this.sinceMs = clock.now();
    this.offs = [
      source.onResult(() => {
        this.count += 1;
      }),
      source.onAge((ms) => this.agesMs.length < MOST_AGES && this.agesMs.push(ms)),
    ];
    every(clock, EVERY_MS, () => void this.look(), this.ended.signal);
    void this.look();
  }

  end(): void {
    this.ended.abort();
    for (const off of this.offs) off();
  }

  private async look(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    const told = await this.source.readStats().catch(() => null); // A peer closed meanwhile says nothing.
    this.reading = false;
    if (this.ended.signal.aborted) return;
    const snapshot = told && this.readerOf(told.peer)(told.report as never, told.iceServers);
    const before = told && this.last?.peer === told.peer ? this.last.snapshot : null;
    this.last = told && snapshot && { peer: told.peer, snapshot };
    const figures = figuresOf(before, snapshot, this.arrived());
    this.tell({ figures, traces: this.traced(figures) });
  }

  private readerOf(peer: object): ReturnType<typeof snapshotReader> {
    if (this.reader?.peer !== peer) this.reader = { peer, read: snapshotReader() };
    return this.reader.read;
  }

  private arrived() {
    const now = this.clock.now();
    const arrived = { count: this.count, ms: now - this.sinceMs, agesMs: this.agesMs };
    this.count = 0;
    this.agesMs = [];
    this.sinceMs = now;
    return arrived;
  }

  /** A figure that is not known leaves a gap. */
  private traced(figures: Figures): Reading['traces'] {
    const atMs = this.clock.now();
    for (const name of TRACED) {
      const value = figures[name];
      if (value !== null) this.shown[name] = this.traces.add(name, value, atMs);
    }
    return { ...this.shown };
  }
}
