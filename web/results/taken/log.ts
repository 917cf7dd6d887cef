/**
 * What a session has seen, small enough for hours of it: how many of each class were in view in each second,
 * and each thing that can be told from others, by its text or its tracker's number.
 */
import type { Thing } from '../kinds/model';

/** `atMs`: the second's beginning (epoch). `most`: in view at once, by class. */
export type Second = { atMs: number; most: Map<string, number> };
/** `text` and `track` are what it is told by; one of them is there. ms of the epoch. */
export type Sighting = {
  name: string;
  text: string | null;
  track: number | null;
  firstMs: number;
  lastMs: number;
  /** The best of all its frames, 0 to 1. */
  confidence: number | null;
};

/** Four hours; of a longer session the last ones. */
const MOST_SECONDS = 4 * 3_600;
/** Classes of one second. */
const MOST_CLASSES = 64;
const MOST_SIGHTINGS = 10_000;
/** Characters of a text. */
const LONGEST_TEXT = 1_000;

export class SessionLog {
  private readonly seconds: Second[] = [];
  private readonly sightings = new Map<string, Sighting>();
  /** Seconds, classes and sightings that there was no room for. */
  leftOut = 0;

  /** What was in view in one frame. @param nowMs of the epoch, never earlier than the last one */
  add(things: readonly Thing[], nowMs: number): void {
    const { most } = this.secondOf(nowMs);
    for (const [name, count] of countsOf(things)) {
      const before = most.get(name);
      if (before === undefined && most.size >= MOST_CLASSES) this.leftOut += 1;
      else if (count > (before ?? 0)) most.set(name, count);
    }
    for (const thing of things) this.sight(thing, nowMs);
  }

  clear(): void {
    this.seconds.length = 0;
    this.sightings.clear();
    this.leftOut = 0;
  }

  /** A copy, the oldest first. */
  all(): { seconds: Second[]; sightings: Sighting[]; leftOut: number } {
    const { leftOut } = this;
    return { seconds: [...this.seconds], sightings: [...this.sightings.values()], leftOut };
  }

  private secondOf(nowMs: number): Second {
    const last = this.seconds.at(-1);
    if (last && nowMs >= last.atMs && nowMs < last.atMs + 1_000) return last;
    const atMs = Math.floor(nowMs / 1_000) * 1_000;
    const second = { atMs, most: new Map() };
    this.seconds.push(second);
    // By the hundred: to shift a long list each second would be the most of the work.
    if (this.seconds.length > MOST_SECONDS + 100) this.leftOut += this.seconds.splice(0, 100).length;
    return second;
  }

  private sight({ name, text, track, confidence }: Thing, nowMs: number): void {
    if (!text && track === undefined) return;
    const key = text ? `text ${name} ${text.slice(0, LONGEST_TEXT)}` : `track ${name} ${track}`;
    const known = this.sightings.get(key);
    if (known) {
      known.lastMs = nowMs;
      known.confidence = better(known.confidence, confidence);
    } else if (this.sightings.size >= MOST_SIGHTINGS) this.leftOut += 1;
    else
      this.sightings.set(key, {
        name,
        text: text ? text.slice(0, LONGEST_TEXT) : null,
        track: track ?? null,
        firstMs: nowMs,
        lastMs: nowMs,
        confidence,
      });
  }
}

function countsOf(things: readonly Thing[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function better(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
