import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns';

function open(size: number, each = size) {
  const granted: string[] = [];
  const turns = new Turns<string>(size, each, (asker, number) => granted.push(`${asker}${number}`));
  return { turns, granted };
}

describe('Turns', () => {
  it('lets in as many as there is room for, and the others in the order in which they asked', () => {
    const { turns, granted } = open(2);
    for (const asker of ['a', 'b', 'c', 'd']) turns.ask(asker, 1);
    expect(granted).toEqual(['a1', 'b1']);
    turns.done('b', 1);
    turns.ask('b', 2);
    turns.done('a', 1);
    expect(granted).toEqual(['a1', 'b1', 'c1', 'd1']);
    turns.done('c', 1);
    expect(granted.at(-1)).toBe('b2');
  });

  it('passes over one whose threads are all at work, and comes back to it', () => {
    const { turns, granted } = open(2, 1);
    turns.ask('a', 1);
    turns.ask('a', 2);
    turns.ask('b', 1);
    turns.ask('c', 1);
    expect(granted).toEqual(['a1', 'b1']);
    turns.done('a', 1);
    expect(granted).toEqual(['a1', 'b1', 'a2']);
    turns.done('b', 1);
    expect(granted).toEqual(['a1', 'b1', 'a2', 'c1']);
  });

  it('forgets one that has gone, whether it waited or was at work', () => {
    const { turns, granted } = open(1);
    for (const asker of ['a', 'b', 'c']) turns.ask(asker, 1);
    turns.leave('b');
    turns.leave('a');
    expect(granted).toEqual(['a1', 'c1']);
    // Too late, and nobody's turn any more.
    turns.done('a', 1);
    turns.ask('d', 1);
    expect(granted).toEqual(['a1', 'c1']);
  });

  it('never has more at work than it may, loses no turn, and grants none twice', () => {
    const act = fc.record({
      kind: fc.constantFrom('ask', 'done', 'leave'),
      who: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(act, { maxLength: 60 }), (size, acts) => {
        const working = new Set<string>();
        const gone = new Set<number>();
        const asked = new Set<string>();
        const turns = new Turns<number>(size, size, (who, number) => {
          expect(asked.delete(`${who} ${number}`)).toBe(true);
          working.add(`${who} ${number}`);
          expect(working.size).toBeLessThanOrEqual(size);
        });
        acts.forEach(({ kind, who }, number) => {
          if (gone.has(who)) return;
          if (kind === 'ask') {
            asked.add(`${who} ${number}`);
            turns.ask(who, number);
          } else if (kind === 'done') {
            const mine = [...working].find((each) => each.startsWith(`${who} `));
            if (!mine) return;
            working.delete(mine);
            turns.done(who, Number(mine.split(' ')[1]));
          } else {
            gone.add(who);
            for (const set of [working, asked]) {
              for (const each of [...set]) if (each.startsWith(`${who} `)) set.delete(each);
            }
            turns.leave(who);
          }
          // Nobody waits while there is room.
          expect(asked.size === 0 || working.size === size).toBe(true);
        });
      }),
    );
  });
});
