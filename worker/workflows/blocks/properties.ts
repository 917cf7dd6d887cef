/** Reads a step's properties: literal, an input's value, or what a step before it makes. */
import { type Refusal, workflowSyntaxError } from '../../errors';
import { type Kind, maybeSet } from './kinds';
import { type Point, Shares } from './points';
import { DetectionSet } from './sets';
import { type Step, StepError, type Values, wordOf } from './types';

/** What a step can refer to. */
export type Scope = {
  /** Values of inputs that are no pictures, by name. */
  parameters: ReadonlyMap<string, unknown>;
  /** Inputs that are pictures. */
  images: ReadonlySet<string>;
  /** Kinds by `step.output`, of the steps before. */
  outputs: ReadonlyMap<string, readonly Kind[]>;
};

export type Source = { value: unknown } | { from: string };

/** Points in px of a picture of that size. */
type InPicture = (size: { width: number; height: number }) => Point[];

export const IMAGE_SELECTOR = '"$inputs.<name of a WorkflowImage input>"';
const MOST_POINTS = 1000;
const INPUT = /^\$inputs\.(.+)$/;
const OUTPUT = /^\$steps\.([^.]+\..+)$/;

export class Properties {
  constructor(
    readonly step: Step,
    private readonly scope: Scope,
  ) {}

  /** @throws Refusal where a selector leads nowhere. */
  source(property: string, given: unknown = this.step[property]): Source {
    const input = typeof given === 'string' ? INPUT.exec(given)?.[1] : undefined;
    const output = typeof given === 'string' ? OUTPUT.exec(given)?.[1] : undefined;
    if (input !== undefined && this.scope.parameters.has(input))
      return { value: this.scope.parameters.get(input) };
    if (output !== undefined && this.scope.outputs.has(output)) return { from: output };
    if (input === undefined && output === undefined) return { value: given };
    throw this.refused(property, 'a selector of an input, or of an output of a step before it');
  }

  /** A selector of things seen. */
  set(property: string): (values: Values) => DetectionSet {
    const source = this.source(property);
    const kinds = 'from' in source ? (this.scope.outputs.get(source.from) ?? []) : [];
    if (!('from' in source) || !maybeSet(kinds))
      throw this.refused(property, '"$steps.<a step that detects>.<its output>"');
    return (values) => toSet(values.get(source.from));
  }

  /** A set whose things are numbered; the words are those of the block of that name. */
  trackedSet(property: string, block: string): (values: Values) => DetectionSet {
    const read = this.set(property);
    return (values) => {
      const set = read(values);
      if (set.facts.tracked) return set;
      throw new StepError(`tracker_id not initialized, ${block} requires detections to be tracked`);
    };
  }

  image(property: string): void {
    const name = INPUT.exec(wordOf(this.step[property]))?.[1];
    if (name === undefined || !this.scope.images.has(name)) throw this.refused(property, IMAGE_SELECTOR);
  }

  number(property: string, { fallback, min, max }: { fallback: number; min: number; max: number }): number {
    const value = this.literal(property) ?? fallback;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw this.refused(property, `a number from ${min} to ${max}`);
  }

  flag(property: string, fallback: boolean): boolean {
    const value = this.literal(property) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.refused(property, 'true or false');
  }

  /** @returns undefined where it is left away. */
  oneOf<Word extends string>(property: string, words: readonly Word[]): Word | undefined {
    const value = this.literal(property) ?? undefined;
    const word = words.find((each) => each === value);
    if (word !== undefined || value === undefined) return word;
    throw this.refused(property, `one of ${words.join(', ')}`);
  }

  /** A list of `[x, y]`, px. */
  points(property: string, least: number, most = MOST_POINTS): InPicture {
    return this.pointsOf(property, this.literal(property), least, most);
  }

  /** One such list, or a list of them. */
  pointLists(property: string, least: number): InPicture[] {
    const value = this.literal(property);
    const isNested = Array.isArray(value) && Array.isArray(value[0]) && Array.isArray(value[0][0]);
    const lists: unknown[] = isNested ? value : [value];
    if (lists.length <= MOST_POINTS)
      return lists.map((each) => this.pointsOf(property, each, least, MOST_POINTS));
    throw this.refused(property, `at most ${MOST_POINTS} lists of points`);
  }

  private pointsOf(property: string, value: unknown, least: number, most: number): InPicture {
    if (value instanceof Shares) return (size) => value.toPixels(size);
    const isList = Array.isArray(value) && value.length >= least && value.length <= most;
    if (!isList || !value.every(isPair)) {
      const count = least === most ? String(least) : `${least} or more`;
      throw this.refused(property, `a list of ${count} points [x, y] in pixels`);
    }
    const points = value.map(([x, y]) => ({ x, y }));
    return () => points;
  }

  /** What is known before the first picture. */
  literal(property: string): unknown {
    const source = this.source(property);
    if ('value' in source) return source.value;
    throw this.refused(property, 'a value, or "$inputs.<a parameter>"');
  }

  refused(property: string, wanted: string): Refusal {
    return refusedFor(this.step, property, wanted);
  }
}

export function refusedFor({ name: id, type }: Step, property: string, wanted: string): Refusal {
  return workflowSyntaxError(`The step "${id}" needs ${property}: ${wanted}.`, { id, type, property });
}

export function resolve(source: Source, values: Values): unknown {
  return 'value' in source ? source.value : values.get(source.from);
}

/** @throws StepError where it is none. */
export function toSet(value: unknown): DetectionSet {
  if (value instanceof DetectionSet) return value;
  throw new StepError('a set of detections was expected, and something else came');
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
