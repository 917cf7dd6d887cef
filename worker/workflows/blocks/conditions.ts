/**
 * Statements about values: comparisons, joined by and / or
 * (core_steps/common/query_language/evaluation_engine/core.py).
 */
import { asList, asRecord, type Moment, named, StepError, Unsupported, wordOf } from './types';

type Made = ReturnType<typeof asRecord>;
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

/** @throws Unsupported */
export function compileCondition(definition: unknown, operations: Operations, depth = 0): Compare {
  const given = asRecord(definition);
  const negate = given.negate === true;
  const holds = compileStatement(given, operations, depth);
  return (operand, moment) => holds(operand, moment) !== negate;
}

function compileStatement(given: Made, operations: Operations, depth: number) {
  switch (given.type) {
    case 'StatementGroup':
      return compileGroup(given, operations, depth);
    case 'BinaryStatement': {
      const compare = named(BINARY, asRecord(given.comparator).type, 'comparator');
      const left = compileOperand(given.left_operand, operations);
      const right = compileOperand(given.right_operand, operations);
      return ((...all) => compare(left(...all), right(...all))) satisfies Compare;
    }
    case 'UnaryStatement': {
      const test = named(UNARY, asRecord(given.operator).type, 'operator');
      const operand = compileOperand(given.operand, operations);
      return ((...all) => test(operand(...all))) satisfies Compare;
    }
  }
  throw new Unsupported('a StatementGroup, BinaryStatement or UnaryStatement');
}

function compileGroup({ statements, operator }: Made, operations: Operations, depth: number): Compare {
  const isList = Array.isArray(statements) && statements.length > 0 && statements.length <= MOST_STATEMENTS;
  if (!isList || depth >= DEEPEST)
    throw new Unsupported(
      `1 to ${MOST_STATEMENTS} statements, and groups of at most ${DEEPEST} in one another`,
    );
  const all = statements.map((each) => compileCondition(each, operations, depth + 1));
  return operator === 'and'
    ? (...given) => all.every((holds) => holds(...given))
    : (...given) => all.some((holds) => holds(...given));
}

function compileOperand(definition: unknown, operations: Operations): Operand {
  const given = asRecord(definition);
  const change = operations(given.operations);
  const { value, operand_name = '_' } = given;
  if (given.type === 'StaticOperand') return (_, moment) => change(value, moment);
  if (given.type === 'DynamicOperand')
    return (operand, moment) => change(operand(wordOf(operand_name)), moment);
  throw new Unsupported('operands that are StaticOperand or DynamicOperand');
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new StepError('a number was expected, and something else came');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new StepError('a text was expected, and something else came');
}

const has = (list: unknown, value: unknown) => asList(list).some((each) => isSame(each, value));

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
