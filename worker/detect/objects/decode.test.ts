import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, type Head, type Output } from './decode';

const CLASSES = 3;
type Truth = { x: number; y: number; width: number; height: number; classId: number; score: number };

/** Halves and quarters, so that float32 holds them and sums of them exactly. */
const quarter = (min: number, max: number) =>
  fc.integer({ min: min * 4, max: max * 4 }).map((value) => value / 4);
const truth: fc.Arbitrary<Truth> = fc.record({
  x: quarter(0, 640),
  y: quarter(0, 640),
  width: quarter(1, 300),
  height: quarter(1, 300),
  classId: fc.integer({ min: 0, max: CLASSES - 1 }),
  score: fc.integer({ min: 0, max: 16 }).map((value) => value / 16),
});

function columns({ x, y, width, height, classId, score }: Truth, head: Head): number[] {
  if (head === 'end2end')
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, classId];
  const classes = Array.from({ length: CLASSES }, (_, at) => (at === classId ? score : score / 4));
  // v5 multiplies: the object is sure, the class is not.
  return head === 'v5' ? [x, y, width, height, 1, ...classes] : [x, y, width, height, ...classes];
}

function write(head: Head, truths: Truth[]): Output {
  const rows = truths.map((each) => columns(each, head));
  const width = head === 'end2end' ? 6 : 4 + CLASSES + (head === 'v5' ? 1 : 0);
  if (head !== 'v8') return { data: Float32Array.from(rows.flat()), first: rows.length, second: width };
  const data = Float32Array.from({ length: width * rows.length }, (_, at) => {
    return rows[at % rows.length]![Math.floor(at / rows.length)]!;
  });
  return { data, first: width, second: rows.length };
}

describe.each(['v5', 'v8', 'end2end'] as const)('the %s head', (head) => {
  it('gives back the boxes that were written into it, from the asked confidence up', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1, maxLength: 12 }), (truths) => {
        expect(decode(head, write(head, truths), 0.375)).toEqual(
          truths
            .filter(({ score }) => score >= 0.375)
            .map(({ x, y, width, height, classId, score }) => ({
              left: x - width / 2,
              top: y - height / 2,
              right: x + width / 2,
              bottom: y + height / 2,
              confidence: score,
              classId,
            })),
        );
      }),
    );
  });

  it('leaves out what is no number or no box', () => {
    const good: Truth = { x: 10, y: 10, width: 4, height: 4, classId: 1, score: 1 };
    const broken = [
      { ...good, score: Number.NaN },
      { ...good, x: Number.NaN },
      { ...good, width: Number.POSITIVE_INFINITY },
      { ...good, width: 0 },
      { ...good, height: -2 },
    ];
    expect(decode(head, write(head, [...broken, good]), 0.4)).toHaveLength(1);
  });
});

it('multiplies objectness and class in v5', () => {
  const data = Float32Array.from([10, 10, 4, 4, 0.5, 0.25, 0.75, 0.5]);
  expect(decode('v5', { data, first: 1, second: 8 }, 0.3)).toMatchObject([{ confidence: 0.375, classId: 1 }]);
  expect(decode('v5', { data, first: 1, second: 8 }, 0.4)).toEqual([]);
});
