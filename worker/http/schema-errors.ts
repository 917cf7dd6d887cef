/** A failed schema in FastAPI's words: the hosted worker is written with it, and clients read its 422. */
import * as v from 'valibot';
import type { WorkerSchemaErrorBody } from '../../protocol/worker';
import { unprocessable } from '../errors';

type Detail = WorkerSchemaErrorBody['detail'][number];
type AnyIssue = v.BaseIssue<unknown>;

/** @returns the value with the schema's defaults. @throws Refusal (422) that names each wrong field. */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  throw unprocessable(parsed.issues.map(toDetail));
}

export function jsonInvalid() {
  return unprocessable([{ type: 'json_invalid', loc: ['body'], msg: 'JSON decode error' }]);
}

export function notAnObject() {
  return unprocessable([
    {
      type: 'model_attributes_type',
      loc: ['body'],
      msg: 'Input should be a valid dictionary or object to extract fields from',
    },
  ]);
}

/**
 * `input` is echoed for numbers and switches alone: strings and objects of this request hold keys and SDP.
 */
function toDetail(issue: AnyIssue): Detail {
  const loc = ['body', ...(issue.path ?? []).map((item) => toKey(item.key))];
  const echo = typeof issue.input === 'number' || typeof issue.input === 'boolean';
  return { ...typeAndMessage(issue), loc, ...(echo ? { input: issue.input } : {}) };
}

function toKey(key: unknown): string | number {
  return typeof key === 'number' ? key : String(key);
}

function typeAndMessage({ type, kind, input, expected }: AnyIssue): Pick<Detail, 'type' | 'msg'> {
  if (input === undefined) return { type: 'missing', msg: 'Field required' };
  if (type === 'integer' && kind === 'validation') {
    return { type: 'int_from_float', msg: 'Input should be a whole number, without a fractional part' };
  }
  if (type === 'literal') return { type: 'literal_error', msg: `Input should be ${expected}` };
  const name = TYPE_NAMES[type] ?? type;
  return { type: `${name}_type`, msg: `Input should be a valid ${WORDS[name] ?? name}` };
}

const TYPE_NAMES: Record<string, string> = {
  object: 'model',
  record: 'dict',
  array: 'list',
  boolean: 'bool',
  number: 'number',
};
const WORDS: Record<string, string> = { model: 'dictionary', dict: 'dictionary', bool: 'boolean' };
