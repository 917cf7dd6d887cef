/**
 * Statements about values: comparisons, joined by and / or
 * (core_steps/common/query_language/evaluation_engine/core.py).
 */
import { type Moment, StepError, wordOf } from './types';

type Made = Readonly<Record<string, unknown>>;
/** @param operand the value of that name. */
export type Compare = (operand: (name: string) => unknown, moment: Moment) => boolean;
type Operand = (operand: (name: string) => unknown, moment: Moment) => unknown;
type Operations = (list: unknown) => (value: unknown, moment: Moment) => unknown;

const DEEPEST = 10;
const MOST_STATEMENTS = 50;

type Binary = (left: unknown, right: unknown) => boolean;
const number =
  (holds: (left: number, right: number) => boolean): Binary =>
  (left, right) =>
    holds(asNumber(left), asNumber(right));

const BINARY = new Map<unknown, Binary>([
  ['==', isSame],
  ['(Number) ==', isSame],
  ['!=', (left, right) => !isSame(left, right)],
  ['(Number) !=', (left, right) => !isSame(left, right)],
  ['(Number) >', number((left, right) => left > right)],
  ['(Number) >=', number((left, right) => left >= right)],
  ['(Number) <', number((left, right) => left < right)],
  ['(Number) <=', number((left, right) => left <= right)],
  ['(String) startsWith', (left, right) => asText(left).startsWith(asText(right))],
  ['(String) endsWith', (left, right) => asText(left).endsWith(asText(right))],
  ['(String) contains', (left, right) => asText(left).includes(asText(right))],
  ['in (Sequence)', (left, right) => has(right, left)],
  ['any in (Sequence)', (left, right) => asList(left).some((each) => has(right, each))],
  ['all in (Sequence)', (left, right) => asList(left).every((each) => has(right, each))],
]);
const UNARY = new Map<unknown, (value: unknown) => boolean>([
  ['Exists', (value) => value !== null && value !== undefined],
  ['DoesNotExist', (value) => value === null || value === undefined],
  ['(Boolean) is True', (value) => value === true],
  ['(Boolean) is False', (value) => value === false],
  ['(Sequence) is empty', (value) => asList(value).length === 0],
  ['(Sequence) is not empty', (value) => asList(value).length > 0],
]);

/** @param refuse makes what is thrown where a definition cannot be run. */
export function compileCondition(
  definition: unknown,
  operations: Operations,
  refuse: (words: string) => Error,
  depth = 0,
): Compare {
  const given = asRecord(definition);
  const negate = given.negate === true;
  const holds = compileStatement(given, operations, refuse, depth);
  return (operand, moment) => holds(operand, moment) !== negate;
}

function compileStatement(
  given: Made,
  operations: Operations,
  refuse: (words: string) => Error,
  depth: number,
) {
  switch (given.type) {
    case 'StatementGroup':
      return compileGroup(given, operations, refuse, depth);
    case 'BinaryStatement': {
      const compare = find(BINARY, asRecord(given.comparator).type, 'comparator', refuse);
      const left = compileOperand(given.left_operand, operations, refuse);
      const right = compileOperand(given.right_operand, operations, refuse);
      return ((...all) => compare(left(...all), right(...all))) satisfies Compare;
    }
    case 'UnaryStatement': {
      const test = find(UNARY, asRecord(given.operator).type, 'operator', refuse);
      const operand = compileOperand(given.operand, operations, refuse);
      return ((...all) => test(operand(...all))) satisfies Compare;
    }
  }
  throw refuse('a StatementGroup, BinaryStatement or UnaryStatement');
}

function compileGroup(
  { statements, operator }: Made,
  operations: Operations,
  refuse: (words: string) => Error,
  depth: number,
): Compare {
  const isList = Array.isArray(statements) && statements.length > 0 && statements.length <= MOST_STATEMENTS;
  if (!isList || depth >= DEEPEST)
    throw refuse(`1 to ${MOST_STATEMENTS} statements, and groups of at most ${DEEPEST} in one another`);
  const all = statements.map((each) => compileCondition(each, operations, refuse, depth + 1));
  return operator === 'and'
    ? (...given) => all.every((holds) => holds(...given))
    : (...given) => all.some((holds) => holds(...given));
}

function compileOperand(
  definition: unknown,
  operations: Operations,
  refuse: (words: string) => Error,
): Operand {
  const given = asRecord(definition);
  const change = operations(given.operations);
  const { value, operand_name = '_' } = given;
  if (given.type === 'StaticOperand') return (_, moment) => change(value, moment);
  if (given.type === 'DynamicOperand')
    return (operand, moment) => change(operand(wordOf(operand_name)), moment);
  throw refuse('operands that are StaticOperand or DynamicOperand');
}

function find<Test>(
  all: Map<unknown, Test>,
  type: unknown,
  what: string,
  refuse: (words: string) => Error,
): Test {
  const test = all.get(type);
  if (test) return test;
  throw refuse(`${what} as one of ${[...all.keys()].join(', ')}`);
}

function asRecord(value: unknown): Made {
  return typeof value === 'object' && value !== null ? (value as Made) : {};
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new StepError('a number was expected, and something else came');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new StepError('a text was expected, and something else came');
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new StepError('a list was expected, and something else came');
}

const has = (list: unknown, value: unknown) => asList(list).some((each) => isSame(each, value));

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
