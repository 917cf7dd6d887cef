/** What steps are given, and what they hand on. */
import type { Detections } from '../../detect/types';

/** One step of a specification, its properties as they were sent. */
export type Step = { type: string; name: string; [property: string]: unknown };

/** What is known when the detector has looked at a picture. */
export type Moment = {
  /** Of the upright picture, px. */
  width: number;
  height: number;
  /** When it came in, ms since the epoch. */
  atMs: number;
  /** Declared for the stream; null where nobody said. */
  fps: number | null;
  /** What its things name as their parent. */
  parent: string;
  detections: Detections;
};

/** What the steps before have made, by `step.output`. */
export type Values = ReadonlyMap<string, unknown>;

/** The text that it is; no other value is asked for one, as `{"toString":1}` would throw. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Its fields; of what has none, none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** @throws StepError */
export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new StepError('a list was expected, and something else came');
}

/** What a definition names by `property`. @throws Unsupported */
export function named<Each>(all: ReadonlyMap<unknown, Each>, name: unknown, property: string): Each {
  const found = all.get(name);
  if (found !== undefined) return found;
  throw new Unsupported(`${property} as one of ${[...all.keys()].join(', ')}`);
}

/** A definition that cannot be run; the words name it. */
export class Unsupported extends Error {}

/** A step that cannot go on with what it is given; the words are for the client. */
export class StepError extends Error {}
