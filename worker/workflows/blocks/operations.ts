/**
 * Operations on values: the part of the platform's query language that can be run here
 * (core_steps/common/query_language/entities/operations.py).
 */
import { compileCondition } from './conditions';
import { anchorOf, edgesOf } from './points';
import { toSet } from './properties';
import { DetectionSet, type Thing, writeSet } from './sets';
import { bounded, toText } from './text';
import { asList, asRecord, type Moment, named, StepError, Unsupported, wordOf } from './types';

export type Operation = (value: unknown, moment: Moment) => unknown;
type Made = ReturnType<typeof asRecord>;

const MOST_OPERATIONS = 50;

/** @param list as it was sent; absent ones do nothing. @throws Unsupported */
export function compileOperations(list: unknown): Operation {
  if (list === undefined || list === null) return (value) => value;
  if (!Array.isArray(list) || list.length > MOST_OPERATIONS)
    throw new Unsupported(`a list of at most ${MOST_OPERATIONS} operations`);
  const chain = list.map(compileOperation);
  return (value, moment) => chain.reduce((made, operation) => operation(made, moment), value);
}

function compileOperation(definition: unknown): Operation {
  const given = asRecord(definition);
  const make = MAKERS.get(wordOf(given.type));
  if (make) return make(given);
  throw new Unsupported(
    `operations that the embedded worker knows: ${[...MAKERS.keys()].join(', ')}; not ${wordOf(given.type) || 'one without a type'}`,
  );
}

const MAKERS = new Map<string, (given: Made) => Operation>([
  ['StringToLowerCase', () => (value) => toText(value).toLowerCase()],
  ['StringToUpperCase', () => (value) => toText(value).toUpperCase()],
  ['ToString', () => toText],
  ['ToBoolean', () => Boolean],
  [
    'ToNumber',
    ({ cast_to }) =>
      (value) =>
        toNumber(value, cast_to === 'int'),
  ],
  ['NumberRound', ({ decimal_digits }) => round(asNumber(decimal_digits, 'decimal_digits'))],
  ['Multiply', ({ other }) => scale(asNumber(other, 'other'))],
  ['Divide', ({ other }) => scale(1 / asNumber(other, 'other'))],
  ['SequenceLength', () => lengthOf],
  ['SequenceElementsCount', () => (value) => countElements(asList(value))],
  [
    'SequenceJoin',
    ({ separator = ', ' }) =>
      (value) =>
        bounded(asList(value).map(toText).join(toText(separator))),
  ],
  ['NumericSequenceAggregate', aggregate],
  ['DetectionsPropertyExtract', extractEach],
  [
    'ExtractDetectionProperty',
    ({ property_name }) =>
      (value) =>
        named(READERS, property_name, 'property_name')(value as Thing),
  ],
  ['DetectionsToDictionary', () => (value, moment) => toDictionary(toSet(value), moment)],
  // What a step has not made is None there, which json.dumps writes as null.
  ['ConvertDictionaryToJSON', () => (value) => bounded(JSON.stringify(value ?? null))],
  ['SortDetections', sort],
  ['DetectionsFilter', filter],
  ['ClassificationPropertyExtract', classProperty],
]);

function toNumber(value: unknown, whole: boolean): number {
  const isPlain = typeof value !== 'object' || value === null;
  const number = isPlain ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) throw new StepError(`${toText(value).slice(0, 50)} is no number`);
  return whole ? Math.trunc(number) : number;
}

function asNumber(value: unknown, property: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Unsupported(`${property} as a number`);
}

const scale = (by: number) => (value: unknown) => toNumber(value, false) * by;
const round = (digits: number) => (value: unknown) =>
  Math.round(toNumber(value, false) * 10 ** digits) / 10 ** digits;

function lengthOf(value: unknown): number {
  if (value instanceof DetectionSet) return value.things.length;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw new StepError(`${toText(value).slice(0, 50)} has no length`);
}

function countElements(list: unknown[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const each of list.map(toText)) counts.set(each, (counts.get(each) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const AGGREGATES = new Map<unknown, (numbers: number[]) => number>([
  ['min', (numbers) => Math.min(...numbers)],
  ['max', (numbers) => Math.max(...numbers)],
  ['sum', (numbers) => numbers.reduce((sum, each) => sum + each, 0)],
]);

function aggregate({ function: name, neutral_value = null }: Made): Operation {
  const combine = AGGREGATES.get(name);
  if (!combine) throw new Unsupported('function as min, max or sum');
  return (value) => {
    const numbers = asList(value).map((each) => toNumber(each, false));
    return numbers.length > 0 ? combine(numbers) : neutral_value;
  };
}

type Reader = (thing: Thing) => unknown;
const whole = (anchor: Parameters<typeof anchorOf>[1]): Reader => {
  return (thing) => {
    const { x, y } = anchorOf(thing, anchor);
    return [roundHalfEven(x), roundHalfEven(y)];
  };
};

const MEASURES: [string, (thing: Thing) => number][] = [
  ['x_min', (thing) => edgesOf(thing).left],
  ['x_max', (thing) => edgesOf(thing).right],
  ['y_min', (thing) => edgesOf(thing).top],
  ['y_max', (thing) => edgesOf(thing).bottom],
  ['size', ({ width, height }) => width * height],
];

/** `data`, the text of a code, is this worker's own: the platform's enumeration lacks it. */
const READERS = new Map<unknown, Reader>([
  ['confidence', ({ confidence }) => confidence],
  ['class_name', (thing) => thing.class],
  ['class_id', ({ class_id }) => class_id],
  ...MEASURES,
  ['center', whole('CENTER')],
  ['top_left', whole('TOP_LEFT')],
  ['top_right', whole('TOP_RIGHT')],
  ['bottom_left', whole('BOTTOM_LEFT')],
  ['bottom_right', whole('BOTTOM_RIGHT')],
  ['tracker_id', ({ tracker_id }) => tracker_id],
  ['time_in_zone', ({ time_in_zone }) => time_in_zone],
  ['speed', ({ speed }) => speed],
  ['data', ({ data }) => data],
]);

function extractEach({ property_name }: Made): Operation {
  const read = named(READERS, property_name, 'property_name');
  return (value) =>
    toSet(value).things.map((thing) => {
      const found = read(thing);
      if (found !== undefined) return found;
      throw new StepError(`the property ${wordOf(property_name)} is not available on these detections`);
    });
}

/** Python rounds halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/** The platform's own way to it loses the size of an empty set. */
function toDictionary({ things, facts }: DetectionSet, moment: Moment) {
  return writeSet(new DetectionSet(things, { ...facts, sized: false }), moment);
}

const SORTED_BY = new Map<unknown, (thing: Thing) => number>([
  ['confidence', ({ confidence }) => confidence],
  ...MEASURES,
  ['center_x', ({ x }) => x],
  ['center_y', ({ y }) => y],
]);

function sort({ mode, ascending = true }: Made): Operation {
  const by = named(SORTED_BY, mode, 'mode');
  const sign = ascending ? 1 : -1;
  return (value) => {
    const set = toSet(value);
    return set.of([...set.things].sort((one, other) => sign * (by(one) - by(other))));
  };
}

function filter({ filter_operation }: Made): Operation {
  const holds = compileCondition(filter_operation, compileOperations);
  return (value, moment) => {
    const set = toSet(value);
    return set.of(set.things.filter((thing) => holds((name) => (name === '_' ? thing : undefined), moment)));
  };
}

const CLASS_PROPERTIES = new Map<unknown, string>([
  ['top_class', 'top'],
  ['top_class_confidence', 'confidence'],
]);

function classProperty({ property_name }: Made): Operation {
  const key = named(CLASS_PROPERTIES, property_name, 'property_name');
  return (value) => {
    if (typeof value !== 'object' || value === null || !('predictions' in value))
      throw new StepError('a classification was expected, and something else came');
    if (key in value) return (value as Made)[key];
    return key === 'top' ? (value as Made).predicted_classes : multiLabelConfidences(value as Made);
  };
}

function multiLabelConfidences({ predictions, predicted_classes }: Made): unknown {
  const all = predictions as Record<string, { confidence: number }>;
  return asList(predicted_classes).map((name) => all[wordOf(name)]?.confidence);
}
