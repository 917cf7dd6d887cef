/**
 * From the JSON of a workflow's outputs to values: what each is tells its shape, and its kind where that is
 * known.
 */

import { outputFailure, SERIALIZATION_ERROR } from './failures';
import type { Found } from './identity';
import { Allowance, DEEPEST, LONGEST_TEXT, MOST_ITEMS, MOST_OUTPUTS } from './kinds/bounds';
import { readClasses } from './kinds/classes';
import { conceptPredictions } from './kinds/concepts';
import { type Fields, isRecord, isShare, isSize } from './kinds/is';
import type { Failure, Output, Shape, Size, ThingsValue, Value } from './kinds/model';
import { isPicture, readPicture } from './kinds/picture';
import { placeOf } from './kinds/place';
import { readShapes } from './kinds/shapes';
import { cut } from './kinds/text';
import { readThing } from './kinds/thing';
import { unitOf } from './kinds/units';
import { type Kinds, sayThings, type Workflow } from './kinds/workflow';

const nothing = (): Value => ({ kind: 'nothing' });

/** Where a value stands: in which output, how deep, and whether in a list. */
type At = { output: string; kinds: Kinds; depth: number; listed: boolean };

export class Reader {
  readonly allowance = new Allowance();
  readonly outputs: Output[] = [];
  readonly found: (Found & { value: ThingsValue })[] = [];
  readonly shapes: Shape[] = [];
  readonly failures: Failure[] = [];
  private sets = 0;

  constructor(
    private readonly frame: Size | null,
    private readonly workflow: Workflow | null,
  ) {}

  readOutputs(outputs: Fields, prefix = ''): void {
    for (const name of Object.keys(outputs)) {
      if (this.outputs.length >= MOST_OUTPUTS) this.allowance.leftOut += 1;
      else this.readOutput(prefix + name, outputs[name], prefix !== '');
    }
  }

  /** All outputs of a step come as one (`$steps.x.*`): each is an output of its own here. */
  private readOutput(path: string, value: unknown, inner: boolean): void {
    const output = cut(path, 200);
    if (
      !inner &&
      isRecord(value) &&
      !isSpecial(value) &&
      Object.values(value).some((each) => holdsSpecial(each))
    ) {
      return this.readOutputs(value, `${output}.`);
    }
    const kinds = this.workflow?.outputs.get(output) ?? [];
    // The value itself, not a copy: whether its things are drawn is known once all outputs are read.
    this.outputs.push(
      Object.assign(this.read(value, { output, kinds, depth: 0, listed: false }), { name: output }),
    );
  }

  private read(value: unknown, at: At): Value {
    if (!this.allowance.takeValue()) return this.leaveOut();
    if (typeof value === 'number') return this.readNumber(value, at);
    if (typeof value === 'boolean') return { kind: 'flag', value };
    if (typeof value === 'string') return readText(value, at.kinds);
    if (Array.isArray(value)) return this.readList(value, at);
    if (isRecord(value)) return this.readRecord(value, at);
    return nothing();
  }

  private readNumber(value: number, { output, kinds }: At): Value {
    if (!Number.isFinite(value)) return this.leaveOut();
    if (kinds.includes('float_zero_to_one') && isShare(value))
      return { kind: 'number', value: value * 100, unit: '%' };
    const isCount = Number.isSafeInteger(value) && value >= 0 && !kinds.includes('float');
    return { kind: isCount ? 'count' : 'number', value, unit: unitOf(output) };
  }

  private readList(list: unknown[], at: At): Value {
    if (list.length === 0 && sayThings(at.kinds)) return { kind: 'things', count: 0, unplaced: 0 };
    const shapes = readShapes(list, at.output, at.kinds, this.shapes, this.allowance);
    if (shapes) return shapes;
    const isNested = list.slice(0, MOST_ITEMS).some((each) => typeof each === 'object' && each !== null);
    if (at.depth >= DEEPEST || (isNested && !holdsSpecial(list))) return { kind: 'json', json: list };
    return this.readItems(list, list, at);
  }

  private readItems(items: unknown[], json: unknown, at: At): Value {
    const inner = { ...at, depth: at.depth + 1, listed: true };
    const read = items.slice(0, MOST_ITEMS).map((each) => this.read(each, inner));
    return { kind: 'list', items: read, length: items.length, json };
  }

  private readRecord(record: Fields, at: At): Value {
    if (SERIALIZATION_ERROR in record) return this.fail(record[SERIALIZATION_ERROR], at);
    if (isPicture(record)) return readPicture(record, this.frame);
    const classes = readClasses(record);
    if (classes) return classes;
    if (Array.isArray(record.predictions)) return this.readSet(record.predictions, record.image, at);
    const concepts = conceptPredictions(record);
    if (concepts) return this.readSet(concepts, null, at);
    if (at.depth >= DEEPEST || !Object.values(record).some((each) => holdsSpecial(each)))
      return { kind: 'json', json: record };
    return this.readItems(Object.values(record), record, at);
  }

  private readSet(predictions: unknown[], image: unknown, at: At): Value {
    const size = isSize(image) ? image : null;
    const value: ThingsValue = { kind: 'things', count: 0, unplaced: 0 };
    const set = this.sets;
    this.sets += 1;
    for (const prediction of predictions) {
      const place = placeOf(
        isRecord(prediction) ? prediction : {},
        { image: size, listed: at.listed },
        this.frame,
      );
      const thing = this.allowance.takeThing()
        ? readThing(prediction, at.output, size, place, this.allowance)
        : null;
      if (!thing) this.allowance.leftOut += 1;
      else {
        this.found.push({ thing, placed: place !== 'unknown', set, value });
        value.count += 1;
      }
    }
    return value;
  }

  private fail(reason: unknown, { output }: At): Value {
    const failure = outputFailure(output, reason);
    this.failures.push(failure);
    return { kind: 'failure', failure };
  }

  private leaveOut(): Value {
    this.allowance.leftOut += 1;
    return nothing();
  }
}

function readText(text: string, kinds: Kinds): Value {
  if (kinds.length === 1 && kinds[0] === 'top_class')
    return { kind: 'class', scores: [{ name: cut(text, 200), confidence: null }] };
  return { kind: 'text', text: cut(text, LONGEST_TEXT) };
}

/** More than data: a set, classes, a picture or a failure. */
function isSpecial(value: Fields): boolean {
  return (
    'predictions' in value || 'prompt_results' in value || SERIALIZATION_ERROR in value || isPicture(value)
  );
}

/**
 * The first entries of a list tell what the others are; the very first may be null, where a step was skipped.
 */
function holdsSpecial(value: unknown, depth = 0): boolean {
  if (Array.isArray(value))
    return depth < DEEPEST && value.slice(0, 8).some((each) => holdsSpecial(each, depth + 1));
  return isRecord(value) && isSpecial(value);
}
