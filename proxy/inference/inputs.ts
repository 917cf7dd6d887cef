/** What visitors may tell a workflow, and nothing else: a value is the owner's money and another's server. */
import type { InputValue, WorkflowInput } from '../../protocol/api';
import { ApiError } from '../errors';
import { type Env, listSetting } from '../settings/env';
import type { Described } from './described';

const TEXT_LENGTH = 500;
const LIST_LENGTH = 50;
const ENTRY_LENGTH = 64;
/** Beyond this a whole number is none any more once it went through JSON. */
const LARGEST = Number.MAX_SAFE_INTEGER;

type Field = Omit<WorkflowInput, 'name' | 'default'>;

/** By kind, the one that says the most first: an input may take several. */
const FIELDS: [kind: string, Field][] = [
  ['list_of_values', { kind: 'list', most: LIST_LENGTH }],
  ['float_zero_to_one', { kind: 'number', min: 0, max: 1 }],
  ['float', { kind: 'number', min: -LARGEST, max: LARGEST }],
  ['integer', { kind: 'integer', min: -LARGEST, max: LARGEST }],
  ['boolean', { kind: 'flag' }],
  ['string', { kind: 'text', most: TEXT_LENGTH }],
  ['*', { kind: 'text', most: TEXT_LENGTH }],
];

/** The inputs that WORKFLOW_INPUTS allows, of those that the workflow has and a field can be made for. */
export function offeredInputs(env: Env, described: Described | null): WorkflowInput[] {
  const allowed = listSetting(env, 'WORKFLOW_INPUTS') ?? [];
  return [...new Set(allowed)].flatMap((name) => {
    const kinds = described && Object.hasOwn(described.inputs, name) ? described.inputs[name] : [];
    const field = FIELDS.find(([kind]) => kinds?.includes(kind))?.[1];
    return field ? [{ name, ...field, ...defaultOf(described, name) }] : [];
  });
}

/**
 * @param given what came from the page.
 * @returns `workflows_parameters`; undefined where none were given
 * @throws ApiError `input_refused` for an input that is not offered, and a value that it does not take
 */
export function checkInputs(
  offered: WorkflowInput[],
  given: Record<string, unknown>,
): Record<string, InputValue> | undefined {
  const values = Object.entries(given).map(([name, value]) => {
    const input = offered.find((each) => each.name === name);
    if (!input) throw new ApiError('input_refused');
    if (!fits(input, value))
      throw new ApiError('input_refused', `The input “${name}” does not take that value. Correct it.`);
    return [name, value] as const;
  });
  return values.length > 0 ? Object.fromEntries(values) : undefined;
}

function fits(input: WorkflowInput, value: unknown): value is InputValue {
  const { kind, min = -LARGEST, max = LARGEST, most = 0 } = input;
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'text') return typeof value === 'string' && value.length <= most;
  if (kind === 'list') return Array.isArray(value) && value.length <= most && value.every(isEntry);
  const whole = kind === 'number' || Number.isInteger(value);
  return typeof value === 'number' && whole && value >= min && value <= max;
}

function isEntry(entry: unknown): boolean {
  return typeof entry === 'string' && entry.length <= ENTRY_LENGTH;
}

function defaultOf(described: Described | null, name: string): { default?: InputValue } {
  const value = described?.defaults?.[name];
  return value === undefined ? {} : { default: value };
}
