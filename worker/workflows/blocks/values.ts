/** Blocks that make values of what was seen: counts, texts, verdicts. */
import type { Block } from './block';
import { type Compare, compileCondition } from './conditions';
import { compileOperations, type Operation } from './operations';
import { type Properties, resolve, type Source } from './properties';
import { bounded, toText } from './text';
import { asRecord, type Moment, Unsupported, type Values, wordOf } from './types';

/** The words of what cannot be run become the step's refusal. */
function reading<Result>(properties: Properties, property: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unsupported) throw properties.refused(property, error.message);
    throw error;
  }
}

export const propertyDefinition: Block = {
  outputs: { output: ['*'] },
  takes: { data: ['*'] },
  read(properties) {
    const source = properties.source('data');
    const change = reading(properties, 'operations', () => compileOperations(properties.step.operations));
    return () => (moment, values) => ({ output: change(resolve(source, values), moment) });
  },
};

export const detectionsFilter: Block = {
  outputs: {
    predictions: [
      'object_detection_prediction',
      'instance_segmentation_prediction',
      'keypoint_detection_prediction',
    ],
  },
  takes: {},
  read(properties) {
    const source = properties.set('predictions');
    const change = reading(properties, 'operations', () => compileOperations(properties.step.operations));
    return () => (moment, values) => ({ predictions: change(source(values), moment) });
  },
};

/** Named variables, each changed by its operations. */
function variables(properties: Properties): (moment: Moment, values: Values) => Map<string, unknown> {
  const { data = {}, data_operations = {} } = properties.step;
  const operations = asRecord(data_operations);
  const all = Object.entries(asRecord(data)).map(([name, given]): [string, Source, Operation] => [
    name,
    properties.source('data', given),
    reading(properties, 'data_operations', () => compileOperations(operations[name])),
  ]);
  return (moment, values) =>
    new Map(all.map(([name, source, change]) => [name, change(resolve(source, values), moment)]));
}

type Result = (variable: (name: string) => unknown, moment: Moment) => unknown;

export const expression: Block = {
  outputs: { output: ['*'] },
  takes: {},
  read(properties) {
    const read = variables(properties);
    const { cases, otherwise } = reading(properties, 'switch', () => readCases(properties.step.switch));
    return () => (moment, values) => {
      const named = read(moment, values);
      const variable = (name: string) => named.get(name);
      const chosen = cases.find(({ holds }) => holds(variable, moment));
      return { output: (chosen?.result ?? otherwise)(variable, moment) };
    };
  },
};

const MOST_CASES = 50;

/** @throws Unsupported */
function readCases(definition: unknown): { cases: { holds: Compare; result: Result }[]; otherwise: Result } {
  const { cases, default: last } = asRecord(definition);
  if (!Array.isArray(cases) || cases.length > MOST_CASES)
    throw new Unsupported(`a CasesDefinition with at most ${MOST_CASES} cases`);
  return {
    cases: cases.map(asRecord).map(({ condition, result }) => ({
      holds: compileCondition(condition, compileOperations),
      result: readResult(result),
    })),
    otherwise: readResult(last),
  };
}

function readResult(definition: unknown): Result {
  const { type, value, parameter_name, operations } = asRecord(definition);
  if (type === 'StaticCaseResult') return () => value;
  if (type !== 'DynamicCaseResult')
    throw new Unsupported('results that are StaticCaseResult or DynamicCaseResult');
  const change = compileOperations(operations);
  return (variable, moment) => change(variable(wordOf(parameter_name)), moment);
}

const PLACEHOLDER = /\{(\w*)\}/g;

export const stringTemplate: Block = {
  outputs: { output: ['string'] },
  takes: { template: ['string'] },
  read(properties) {
    const template = properties.literal('template');
    if (typeof template !== 'string') throw properties.refused('template', 'a text');
    const read = variables(properties);
    const known = new Set(Object.keys(asRecord(properties.step.data)));
    const missing = [...template.matchAll(PLACEHOLDER)].find(([, name = '']) => !known.has(name));
    if (missing)
      throw properties.refused('template', `variables that data names, which ${missing[0]} is not`);
    return () => (moment, values) => {
      const named = read(moment, values);
      return { output: bounded(template.replace(PLACEHOLDER, (_, name) => toText(named.get(name)))) };
    };
  },
};

export const currentTime: Block = {
  outputs: { timestamp: ['timestamp'], iso_string: ['string'], date: ['string'], time: ['string'] },
  takes: { timezone: ['string'] },
  read(properties) {
    // Other zones have offsets that Intl tells only in words.
    properties.oneOf('timezone', ['UTC']);
    return () => () => {
      const iso = new Date().toISOString();
      const text = iso.replace(/(\.\d{3})Z$/, '$1000+00:00');
      return { timestamp: text, iso_string: text, date: iso.slice(0, 10), time: iso.slice(11, 19) };
    };
  },
};
