import { describe, expect, it } from 'vitest';
import { areArrangements, arranged, arrangementOf, moved, withArrangement } from './arrangement';

const lines = ['a', 'b', 'c', 'd'].map((output) => ({ output }));
const names = (found: { output: string }[]) => found.map(({ output }) => output).join('');

describe('an arrangement', () => {
  it('orders what it names, leaves the rest as it comes, and takes out what is hidden', () => {
    const { shown, hidden } = arranged(lines, { order: ['d', 'gone', 'b'], hidden: ['c', 'gone'] });
    expect([names(shown), names(hidden)]).toEqual(['dba', 'c']);
  });

  it.each([
    ['b', -1, 'bacd'],
    ['a', -1, 'abcd'],
    ['c', 1, 'abdc'],
    ['d', 1, 'abcd'],
  ])('moves %s by %d', (output, by, expected) => {
    expect(moved(['a', 'b', 'c', 'd'], output, by).join('')).toBe(expected);
  });

  it('is kept for a workflow of any name, for the last 24 of them', () => {
    let all = {};
    for (const id of ['__proto__', 'constructor', ...Array.from({ length: 22 }, (_, at) => `w${at}`)])
      all = withArrangement(all, id, { order: [id], hidden: [] });
    expect(arrangementOf(all, '__proto__').order).toEqual(['__proto__']);
    expect(arrangementOf(JSON.parse(JSON.stringify(all)), 'constructor').order).toEqual(['constructor']);
    all = withArrangement(all, 'one more', { order: [], hidden: ['x'] });
    expect([Object.keys(all).length, arrangementOf(all, '__proto__').order]).toEqual([24, []]);
    expect(areArrangements(all)).toBe(true);
    expect(arrangementOf({}, 'toString')).toEqual({ order: [], hidden: [] });
  });

  it.each([
    null,
    [],
    { a: null },
    { a: { order: [] } },
    { a: { order: [1], hidden: [] } },
    { a: { order: Array(65).fill('x'), hidden: [] } },
    { a: { order: ['x'.repeat(2_000)], hidden: [] } },
    Object.fromEntries(Array.from({ length: 25 }, (_, at) => [at, { order: [], hidden: [] }])),
  ])('is not %j', (value) => {
    expect(areArrangements(value)).toBe(false);
  });
});
