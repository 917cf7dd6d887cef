/**
 * The answer of `describe_interface`: a workflow's inputs and outputs by name, each with its kinds (`Kind.name`
 * of roboflow-workflows 0.2.13, execution_engine/entities/types.py).
 */
import type { InputValue, WorkflowOutput } from '../../protocol/api';
import { isRecord } from '../../protocol/json';

/** A list of kinds, or, for all outputs of a step, one for each. */
type Kinds = string[] | Record<string, string[]>;

export type Described = {
  inputs: Record<string, string[]>;
  outputs: Record<string, Kinds>;
  /** Of inputs. The server does not say them; known of a workflow that is made here. */
  defaults?: Record<string, InputValue>;
  /** What its model knows, by name: said by our own worker alone. */
  classes?: string[];
};

const MOST_NAMES = 100;
const MOST_KINDS = 32;
const NAME_LENGTH = 200;

/**
 * What nobody could look at, and a megabyte a frame of it: a 720p depth map is some 10 MB of JSON. Or nobody
 * should: keys.
 */
const UNSHOWABLE = new Set([
  'image',
  'embedding',
  'numpy_array',
  'bytes',
  'serialised_payloads',
  'image_keypoints',
  'video_metadata',
  'secret',
  'roboflow_api_key',
  'roboflow_managed_key',
  'ROBOFLOW_MANAGED_KEY',
]);

/** @returns null where it is no such answer. What is kept of it is bounded. */
export function readDescribed(answer: unknown): Described | null {
  const { inputs, outputs, classes } = Object(answer) as Record<string, unknown>;
  if (!isRecord(outputs) || !isRecord(inputs)) return null;
  const names = Array.isArray(classes) ? { classes: classes.filter(isName).slice(0, MOST_NAMES) } : {};
  return { inputs: readKinds(inputs), outputs: readOutputs(outputs), ...names };
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= NAME_LENGTH;

/**
 * Names for `data_output`: all that can be shown. `*` where nothing but pictures is left, which it leaves out,
 * and none where there is worse.
 */
export function dataOutput(outputs: Described['outputs']): string[] {
  const names = Object.keys(outputs);
  const shown = names.filter((name) => isShowable(outputs[name] ?? []));
  if (shown.length > 0) return shown;
  return names.every((name) => kindsOf(outputs[name] ?? []).join() === 'image') ? ['*'] : [];
}

/** With the parts of a step as outputs of their own, as the page reads them. */
export function flatOutputs(outputs: Described['outputs']): WorkflowOutput[] {
  const parts = Object.entries(outputs).flatMap(([name, kinds]) =>
    Array.isArray(kinds)
      ? [{ name, kinds }]
      : Object.entries(kinds).map(([part, its]) => ({ name: `${name}.${part}`, kinds: its })),
  );
  return parts.slice(0, MOST_NAMES);
}

/** Of a step's parts none can be asked for alone, so that one heavy part is too much. */
function isShowable(kinds: Kinds): boolean {
  if (!Array.isArray(kinds)) return Object.values(kinds).every(isShowable);
  return kinds.length === 0 || kinds.some((kind) => !UNSHOWABLE.has(kind));
}

function kindsOf(kinds: Kinds): string[] {
  return Array.isArray(kinds) ? kinds : Object.values(kinds).flat();
}

function readOutputs(given: Record<string, unknown>): Described['outputs'] {
  const steps = Object.entries(given).filter((entry): entry is [string, Record<string, unknown>] =>
    isRecord(entry[1]),
  );
  const nested = steps.slice(0, MOST_NAMES).map(([name, parts]) => [name, readKinds(parts)]);
  return bounded([...Object.entries(readKinds(given)), ...nested] as [string, string[]][]);
}

function readKinds(given: Record<string, unknown>): Record<string, string[]> {
  const lists = Object.entries(given).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  return bounded(
    lists.map(([name, kinds]) => [
      name,
      kinds.filter((kind) => typeof kind === 'string' && kind.length <= NAME_LENGTH).slice(0, MOST_KINDS),
    ]) as [string, string[]][],
  );
}

/** An output may be named `__proto__`: `fromEntries` defines, and does not assign. */
function bounded<T>(entries: [string, T][]): Record<string, T> {
  const named = entries.filter(([name]) => name !== '' && name.length <= NAME_LENGTH);
  return Object.fromEntries(named.slice(0, MOST_NAMES));
}
