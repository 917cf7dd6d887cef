import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thingOf } from '../testing';
import { associate, type Known, overlap } from './associate';

const known = (name: string, x: number, y: number, more: object = {}): Known => {
  const box = { x, y, width: 40, height: 40 };
  return { thing: thingOf({ name, box, ...more }), box };
};
const place = fc.integer({ min: 0, max: 400 });
const things = fc.array(
  fc
    .record({ name: fc.constantFrom('a', 'b'), x: place, y: place })
    .map(({ name, x, y }) => known(name, x, y)),
  { maxLength: 20 },
);

describe('association', () => {
  it('gives no known thing to two seen, and finds each again that lies where it lay', () => {
    fc.assert(
      fc.property(things, things, (mine, its) => {
        const owners = associate(mine, its).filter((owner) => owner !== -1);
        expect(new Set(owners).size).toBe(owners.length);
        const again = associate(mine, mine).map((owner) => mine[owner]?.box);
        expect(again.map((box, at) => overlap(box!, mine[at]!.box))).toEqual(mine.map(() => 1));
      }),
    );
  });

  it('lets a class flicker where the place is beyond doubt, and nowhere else', () => {
    expect(associate([known('cat', 100, 100)], [known('dog', 103, 100)])).toEqual([0]);
    expect(associate([known('cat', 100, 100)], [known('dog', 120, 100)])).toEqual([-1]);
  });

  it('prefers the sure one over a doubtful one that overlaps as much', () => {
    const seen = [known('cat', 96, 100, { confidence: 0.2 }), known('cat', 104, 100)];
    expect(associate([known('cat', 100, 100)], seen)).toEqual([-1, 0]);
  });

  it('follows the workflow’s own numbers, and never takes two texts for one', () => {
    const mine = [known('cat', 100, 100, { track: 7 }), known('cat', 300, 300, { track: 8 })];
    expect(associate(mine, [known('cat', 110, 100, { track: 8 })])).toEqual([1]);
    expect(associate([known('qr', 9, 9, { text: 'A' })], [known('qr', 9, 9, { text: 'B' })])).toEqual([-1]);
  });

  it('finds a small thing again that left its box', () => {
    expect(associate([known('cat', 100, 100)], [known('cat', 145, 100)])).toEqual([0]);
    expect(associate([known('cat', 100, 100)], [known('cat', 245, 100)])).toEqual([-1]);
  });
});
