import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlap } from '../../geometry';
import { type Candidate, suppress } from './nms';

const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const number = (max: number) => fc.integer({ min: 0, max });
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    left: number(60),
    top: number(60),
    width: number(40),
    height: number(40),
    confidence: number(100),
    classId: number(2),
  })
  .map(({ left, top, width, height, confidence, classId }) => ({
    ...box(left, top, left + width + 1, top + height + 1),
    confidence: confidence / 100,
    classId,
  }));
const candidates = fc.array(candidate, { maxLength: 40 });

describe('overlap', () => {
  it.each([
    [box(0, 0, 10, 10), box(0, 0, 10, 10), 1],
    [box(0, 0, 10, 10), box(5, 0, 15, 10), 1 / 3],
    [box(0, 0, 10, 10), box(10, 0, 20, 10), 0],
    [box(0, 0, 10, 10), box(2, 2, 4, 4), 0.04],
  ])('of %j and %j is %f', (one, other, share) => {
    expect(overlap(one, other)).toBeCloseTo(share, 9);
    expect(overlap(other, one)).toBeCloseTo(share, 9);
  });
});

describe('suppress', () => {
  it('keeps what no better one of its class covers, and drops what one does', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const kept = suppress(all, 0.45, 300);
        for (const each of all) {
          const rivals = kept.filter(
            (other) =>
              other !== each &&
              other.classId === each.classId &&
              other.confidence >= each.confidence &&
              overlap(other, each) > 0.45,
          );
          if (!kept.includes(each)) expect(rivals.length).toBeGreaterThan(0);
          else expect(rivals.filter((other) => kept.indexOf(other) < kept.indexOf(each))).toEqual([]);
        }
      }),
    );
  });

  it('gives the best first, at most as many as asked for, the same in any order', () => {
    fc.assert(
      fc.property(candidates, number(10), (all, most) => {
        const kept = suppress(all, 0.45, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.map((each) => each.confidence)).toEqual(
          kept.map((each) => each.confidence).toSorted((a, b) => b - a),
        );
        const distinct = new Set(all.map((each) => each.confidence)).size === all.length;
        if (distinct) expect(suppress(all.toReversed(), 0.45, most)).toEqual(kept);
      }),
    );
  });
});
